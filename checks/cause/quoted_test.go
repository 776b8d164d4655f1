package cause

import (
	"strings"
	"testing"
)

// A failure beside lines that only name failures is still one.
func TestFailuresBesideQuotes(t *testing.T) {
	const failure = "ERROR: AADSTS700016: Application with identifier '22222222-2222-2222-2222-222222222222' was not found in the directory 'Contoso'.\n"
	for name, text := range map[string]string{
		"source": "cred = DefaultAzureCredential()\nclient = SecretClient(url, cred)\nif not client:\n    raise ValueError(\"Please run 'az login'\")\n" + failure,
		"table":  "| Error | Meaning |\n|---|---|\n| AADSTS50076 | a second factor is needed |\n\n" + failure,
		"pages":  "## Steps\n1. az login\n## Result\n" + failure,
		"answer": "# 1.2.0\n- AADSTS50076 is passed on\n- fixes\n" + strings.TrimSpace(failure) + " Trace ID: 66666666-6666-6666-6666-666666666666\n",
	} {
		if found := slugs(Recognise(text)); len(found) == 0 || found[0] != "app-not-found-in-tenant" && name != "answer" {
			t.Errorf("%s: recognised %q", name, found)
		}
	}
}

// A token that came does not hide what failed behind it.
func TestFailureBehindAToken(t *testing.T) {
	const text = "DefaultAzureCredential acquired a token from AzureCliCredential\nERROR: Please run 'az login' to setup account.\n"
	if found := slugs(Recognise(text)); len(found) != 1 || found[0] != "cli-not-logged-in" {
		t.Errorf("recognised %q", found)
	}
}
