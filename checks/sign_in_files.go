package checks

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"unicode/utf8"
)

// maxSignInFile bounds each file of az and azd that is read. A profile with ten thousand subscriptions has some 5 MB.
const maxSignInFile = 8 << 20

// signInFile is one of az's or azd's files. Its content may hold secrets and must not outlive the reading function.
type signInFile struct {
	name    string
	content []byte
	// state is "read", "missing" or "unreadable"; problem says why it is unreadable.
	state, problem string
	// marked tells that a byte order mark came before the content.
	marked bool
}

// readSignInFile reads a file, without the byte order mark that az writes before its JSON.
func readSignInFile(s *System, name string) signInFile {
	content, err := s.ReadFile(name, maxSignInFile)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return signInFile{name: name, state: "missing"}
	case err != nil:
		return signInFile{name: name, state: "unreadable", problem: err.Error()}
	}
	content, marked := bytes.CutPrefix(content, []byte("\ufeff"))
	return signInFile{name: name, state: "read", content: content, marked: marked}
}

// decode reads the fields of value from the file's JSON. The state is the file's, or "invalid" with the problem; neither
// quotes the content. What was decoded before the problem stays in value.
func (f signInFile) decode(value any) (state, problem string) {
	if f.state != "read" {
		return f.state, f.problem
	}
	var wrongType *json.UnmarshalTypeError
	var syntax *json.SyntaxError
	err := json.Unmarshal(f.content, value)
	switch content := bytes.TrimSpace(f.content); {
	case len(content) == 0:
		return "invalid", "the file is empty"
	case !utf8.Valid(content):
		return "invalid", "the file is not UTF-8"
	case bytes.Equal(content, []byte("null")):
		return "invalid", "the file says null"
	case errors.As(err, &syntax):
		return "invalid", fmt.Sprintf("not JSON at byte %d of %d", syntax.Offset, len(f.content))
	case errors.As(err, &wrongType):
		return "invalid", fmt.Sprintf("%q is of another type than it should be", wrongType.Field)
	case err != nil:
		return "invalid", "not JSON"
	}
	return "read", ""
}

// tokenCache are the fields that are read of MSAL's token cache, which az and azd share in form. Tokens are not among them.
// microsoft-authentication-library-for-go 1.10.1 apps/internal/base/storage/items.go, read 2026-11-22.
type tokenCache struct {
	Accounts      map[string]tokenCacheAccount `json:"Account"`
	RefreshTokens map[string]struct {
		HomeAccountID string `json:"home_account_id"`
	} `json:"RefreshToken"`
}

type tokenCacheAccount struct {
	// HomeAccountID is "OBJECT-ID.TENANT-ID".
	HomeAccountID string `json:"home_account_id"`
	// Environment is the sign-in host.
	Environment string `json:"environment"`
	Username    string `json:"username"`
}

// find returns the account that fits, of az's cloud where that is a known one, and whether there is a refresh token for it.
func (c tokenCache) find(cloud string, fits func(tokenCacheAccount) bool) (account tokenCacheAccount, refreshable bool) {
	known := CloudNamed(cloud)
	for _, candidate := range c.Accounts {
		if !fits(candidate) || known != nil && !slices.Contains(known.AuthorityHosts, strings.ToLower(candidate.Environment)) {
			continue
		}
		account = candidate
		for _, token := range c.RefreshTokens {
			if token.HomeAccountID == candidate.HomeAccountID {
				return account, true
			}
		}
	}
	return account, false
}

// iniFile holds options by section and lower-case name.
type iniFile map[string]map[string]string

// parseINI reads what Python's configparser reads; problem says why it would refuse. Continuation lines are dropped.
// https://docs.python.org/3/library/configparser.html#supported-ini-file-structure, read 2026-11-22.
func parseINI(text string) (sections iniFile, problem string) {
	sections = iniFile{}
	var current map[string]string
	for number, line := range strings.Split(text, "\n") {
		trimmed := strings.TrimSpace(line)
		switch {
		case trimmed == "" || trimmed[0] == '#' || trimmed[0] == ';':
		case len(current) > 0 && (line[0] == ' ' || line[0] == '\t'): // continues the value before
		case trimmed[0] == '[' && strings.Contains(trimmed, "]"):
			name := trimmed[1:strings.LastIndexByte(trimmed, ']')]
			if sections[name] == nil {
				sections[name] = map[string]string{}
			}
			current = sections[name]
		case current == nil:
			return sections, fmt.Sprintf("line %d comes before any [section]", number+1)
		default:
			at := strings.IndexAny(trimmed, "=:")
			if at <= 0 {
				return sections, fmt.Sprintf("line %d is no NAME = VALUE", number+1)
			}
			current[strings.ToLower(strings.TrimSpace(trimmed[:at]))] = strings.TrimSpace(trimmed[at+1:])
		}
	}
	return sections, ""
}
