package cause

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"
)

func TestEveryCodeIsInOrder(t *testing.T) {
	known := map[string]bool{}
	for _, code := range codes {
		t.Run(code.Code, func(t *testing.T) {
			if folded := strings.ToLower(code.Code); known[folded] {
				t.Errorf("the table has it twice")
			} else {
				known[folded] = true
			}
			checkSentence(t, "Sense", code.Sense, false)
			own := Builtin().codes[code.Code]
			switch {
			case own == nil && code.Cause == nil:
				t.Errorf("it has no cause: neither does a cause list it nor has the table one")
			case own != nil && code.Cause != nil && own != code.Cause:
				t.Errorf("%s lists it, and the table says %s", own.Slug, code.Cause.Slug)
			case code.Cause != nil && !slices.Contains(All(), code.Cause):
				t.Errorf("its cause %s is not in the catalogue", code.Cause.Slug)
			}
		})
	}
}

func TestEntraCodesAreSortedByNumber(t *testing.T) {
	last := 0
	for _, code := range entraCodes {
		number, err := strconv.Atoi(strings.TrimPrefix(code.Code, "AADSTS"))
		if err != nil || number <= last {
			t.Errorf("%s does not follow %d: %v", code.Code, last, err)
		}
		last = number
	}
}

// A code that a cause lists must say something by itself, to those who look it up.
func TestEveryCodeOfACauseHasASense(t *testing.T) {
	for code, cause := range Builtin().codes {
		if !slices.ContainsFunc(codes, func(known Code) bool { return known.Code == code }) {
			t.Errorf("%s of %s is in no table: add it with its sense, and without a cause, to entra_codes.go, service_codes.go or library_codes.go", code, cause.Slug)
		}
	}
}

// A class is of use only to a code that has it.
func TestEveryClassHasACode(t *testing.T) {
	for _, class := range slices.Concat(entraClasses, serviceClasses) {
		if class != EntraRefused && !slices.Contains(slices.Collect(maps.Values(classes())), class) {
			t.Errorf("%s is the class of no code", class.Slug)
		}
	}
}

func TestFindCode(t *testing.T) {
	for word, want := range map[string]struct{ code, slug, look string }{
		"AADSTS50076":          {"AADSTS50076", "mfa-required", entraErrors + "50076"},
		"aadsts50076":          {"AADSTS50076", "mfa-required", entraErrors + "50076"},
		"50076":                {"AADSTS50076", "mfa-required", entraErrors + "50076"},
		"AADSTS50076:":         {"AADSTS50076", "mfa-required", entraErrors + "50076"},
		" 'AADSTS 50076'. ":    {"AADSTS50076", "mfa-required", entraErrors + "50076"},
		"[50076]":              {"AADSTS50076", "mfa-required", entraErrors + "50076"},
		"AADSTS50011":          {"AADSTS50011", "entra-app-configuration", entraErrors + "50011"},
		"90000001":             {"AADSTS90000001", "entra-refused", entraErrors + "90000001"},
		"aadsts90000001":       {"AADSTS90000001", "entra-refused", entraErrors + "90000001"},
		"forbiddenbyrbac":      {"ForbiddenByRbac", "keyvault-rbac-missing", keyVaultCodes[0].Look},
		"(akv10046)":           {"AKV10046", "service-token-rejected", keyVaultCodes[0].Look},
		"invalid_grant":        {"invalid_grant", "entra-token-invalid", oauthCodes[0].Look},
		"Throttled":            {"Throttled", "keyvault-throttled", keyVaultCodes[0].Look},
		"SecretHeaderNotFound": {"SecretHeaderNotFound", "managed-identity-endpoint-failed", serviceFabricCodes[0].Look},
	} {
		code, ok := Builtin().FindCode(word)
		if !ok || code.Code != want.code || code.Cause.Slug != want.slug || code.Look != want.look {
			t.Errorf("%q is %+v, %t", word, code, ok)
		} else if known := code.Cause != EntraRefused; known != (code.Sense != "") {
			t.Errorf("the sense of %q is %q", word, code.Sense)
		}
	}
	for _, word := range []string{"", "8080", "0x80070005", "AADSTS", "AADSTS12", "123456789", "refresh-token-expired", "50076 50079"} {
		if code, ok := Builtin().FindCode(word); ok {
			t.Errorf("%q is taken for %s", word, code.Code)
		}
	}
}

// Every code that is not silent is recognised in a text, as the cause that FindCode gives it; a silent one is not.
func TestCodesInTexts(t *testing.T) {
	for _, code := range codes {
		want := ""
		if found, ok := Builtin().FindCode(code.Code); ok && !code.Silent {
			want = found.Cause.Slug
		}
		text := "error: " + code.Code + ": it did not work"
		if got := strings.Join(slugs(Recognise(text)), " "); got != want {
			t.Errorf("%q is recognised as %q, want %q", text, got, want)
		}
	}
}

// Words that other services share are no sign of Azure.
func TestSharedWordsAreNoFindings(t *testing.T) {
	for _, text := range []string{
		`{"error":"invalid_grant","error_description":"Token has been expired or revoked."}`,
		`{"error":"invalid_request","error_description":"Missing required parameter: client_id"}`,
		`{"error":"unauthorized_client","error_description":"Client is not enabled"}`,
		`HTTP 500 InternalServerError, request 12 of 40`,
		`<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>`,
		`status: Forbidden, reason: Conflict, code: BadParameter, KeyNotFound`,
		`{"error":"interaction_required","error_description":"Multifactor authentication required"}`,
		`{"error":{"code":"Unauthorized","message":"AKV10000: Request is missing a Bearer or PoP token."}}`,
		`error: Throttled, ServiceUnavailable, AuthenticationFailed`,
	} {
		if found := slugs(Recognise(text)); len(found) > 0 {
			t.Errorf("%s is recognised as %v", text, found)
		}
	}
}
