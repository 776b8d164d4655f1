package cause

import (
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// azdCommands are the commands of azd that fixes may use, with the flags each takes and how many words.
// github.com/Azure/azure-dev cli/azd/cmd/auth_login.go, auth_logout.go, auth_status.go, config.go and version.go, read 2026-11-22.
var azdCommands = map[string]struct {
	flags []string
	words int
}{
	"auth login":   {[]string{"--check-status", "--client-id", "--client-secret", "--client-certificate", "--federated-credential-provider", "--managed-identity", "--redirect-port", "--scope", "--tenant-id", "--use-device-code"}, 0},
	"auth logout":  {nil, 0},
	"auth status":  {[]string{"--output"}, 0}, // since 1.19
	"auth token":   {[]string{"--output", "--scope", "--tenant-id"}, 0},
	"config set":   {nil, 2},
	"config unset": {nil, 1},
	"config get":   {nil, 1},
	"version":      {[]string{"--output"}, 0},
}

// azdSwitches are the flags that take no value but by "=".
var azdSwitches = []string{"--check-status", "--managed-identity", "--use-device-code"}

// Every azd command of the catalogue must be one that azd takes: by what its source declares, and by azd itself where it is
// installed.
func TestAzdAcceptsEveryCommand(t *testing.T) {
	lines := commandsOf(t, "azd ")
	if len(lines) == 0 {
		t.Fatal("no fix has an azd command")
	}
	azd, err := exec.LookPath("azd")
	for _, line := range lines {
		if refusal := azdRefusal(line); refusal != "" {
			t.Errorf("%s: %s", line, refusal)
		}
		if err == nil {
			realAzdAccepts(t, azd, line)
		}
	}
	t.Logf("%d commands judged; azd itself: %q", len(lines), azd)
}

// azdRefusal says what azd's own declaration has against a line; "" for nothing.
func azdRefusal(line string) string {
	words := strings.Fields(strings.TrimPrefix(line, "azd "))
	for length := min(2, len(words)); length > 0; length-- {
		command, known := azdCommands[strings.Join(words[:length], " ")]
		if !known {
			continue
		}
		given := 0
		for rest := words[length:]; len(rest) > 0; rest = rest[1:] {
			flag, _, joined := strings.Cut(rest[0], "=")
			switch {
			case !strings.HasPrefix(flag, "-"):
				given++
			case !slices.Contains(command.flags, flag):
				return "no flag " + flag
			case !joined && !slices.Contains(azdSwitches, flag):
				if len(rest) == 1 || strings.HasPrefix(rest[1], "-") {
					return flag + " has no value"
				}
				rest = rest[1:]
			}
		}
		if given != command.words {
			return fmt.Sprintf("%d words, not %d", command.words, given)
		}
		return ""
	}
	return "no such command"
}

var azdUsage = regexp.MustCompile(`(?m)^\s*azd((?: [a-z]+)+)`)

// realAzdAccepts has azd read the line without doing it: it parses every flag before it looks at --help, and answers an
// unknown command with the help of the one above.
func realAzdAccepts(t *testing.T, azd, line string) {
	t.Helper()
	words := strings.Fields(strings.ReplaceAll(strings.TrimPrefix(line, "azd "), "'", ""))
	command := exec.CommandContext(t.Context(), azd, append(words, "--help")...)
	command.Env = append(os.Environ(), "AZURE_DEV_COLLECT_TELEMETRY=no", "AZD_SKIP_UPDATE_CHECK=true", "NO_COLOR=1", "AZD_CONFIG_DIR="+t.TempDir())
	output, err := command.Output()
	usage := azdUsage.FindStringSubmatch(string(output))
	if err != nil || usage == nil || !strings.HasPrefix(strings.Join(words, " ")+" ", strings.TrimSpace(usage[1])+" ") {
		t.Errorf("azd refuses %s: %v", line, err)
	}
}

func TestAzdRefusals(t *testing.T) {
	for line, accepted := range map[string]bool{
		"azd auth login":                                     true,
		"azd auth login --use-device-code=false":             true,
		"azd auth login --tenant-id contoso.onmicrosoft.com": true,
		"azd auth login --tenant contoso":                    false,
		"azd auth login --tenant-id":                         false,
		"azd auth signin":                                    false,
		"azd config set auth.useAzCliAuth":                   false,
	} {
		if got := azdRefusal(line) == ""; got != accepted {
			t.Errorf("%s: accepted %t: %s", line, got, azdRefusal(line))
		}
	}
}
