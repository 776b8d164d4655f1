package checks

import (
	"net/url"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"
)

// TestProxyFor: as Go's net/http reads the variables.
func TestProxyFor(t *testing.T) {
	const vault, imds = "https://contoso-kv.vault.azure.net/", "http://169.254.169.254/"
	for name, test := range map[string]struct {
		environ     Environ
		target      string
		want, error string
	}{
		"none":             {Environ{}, vault, "", ""},
		"upper":            {Environ{"HTTPS_PROXY": "http://up:1"}, vault, "http://up:1", ""},
		"lower":            {Environ{"https_proxy": "http://low:1"}, vault, "http://low:1", ""},
		"both":             {Environ{"HTTPS_PROXY": "http://up:1", "https_proxy": "http://low:1"}, vault, "http://up:1", ""},
		"empty upper":      {Environ{"HTTPS_PROXY": "", "https_proxy": "http://low:1"}, vault, "http://low:1", ""},
		"no scheme":        {Environ{"HTTPS_PROXY": "up:1"}, vault, "http://up:1", ""},
		"other scheme":     {Environ{"HTTP_PROXY": "http://up:1"}, vault, "", ""},
		"ALL_PROXY":        {Environ{"ALL_PROXY": "http://up:1"}, vault, "", ""},
		"IMDS":             {Environ{"HTTP_PROXY": "http://up:1"}, imds, "http://up:1", ""},
		"IMDS, excepted":   {Environ{"HTTP_PROXY": "http://up:1", "NO_PROXY": "169.254.0.0/16"}, imds, "", ""},
		"excepted, lower":  {Environ{"HTTPS_PROXY": "http://up:1", "no_proxy": ".vault.azure.net"}, vault, "", ""},
		"exceptions, both": {Environ{"HTTPS_PROXY": "http://up:1", "NO_PROXY": "x", "no_proxy": "*"}, vault, "http://up:1", ""},
		"malformed":        {Environ{"HTTPS_PROXY": "http://alice:%zz@up:1"}, vault, "", ""},
		"CGI":              {Environ{"HTTP_PROXY": "http://up:1", "REQUEST_METHOD": "GET"}, imds, "", "CGI"},
		"CGI, https":       {Environ{"HTTPS_PROXY": "http://up:1", "REQUEST_METHOD": "GET"}, vault, "http://up:1", ""},
	} {
		t.Run(name, func(t *testing.T) {
			target, _ := url.Parse(test.target)
			got, err := (&System{Environ: test.environ}).ProxyFor(target)
			if (err != nil) != (test.error != "") || err != nil && !strings.Contains(err.Error(), test.error) {
				t.Errorf("error %v, want %q", err, test.error)
			}
			if got == nil && test.want != "" || got != nil && got.String() != test.want {
				t.Errorf("%v, want %q", got, test.want)
			}
		})
	}
}

// TestIMDSOverride: an http URL moves the metadata address; anything else counts as unset.
func TestIMDSOverride(t *testing.T) {
	for value, want := range map[string]string{
		"": "", "http://127.0.0.1:8080": "127.0.0.1:8080", "http://127.0.0.1:8080/": "127.0.0.1:8080", "http://imds.contoso.com": "imds.contoso.com:80", "http://[::1]": "[::1]:80", "http://[::1]:81/x": "[::1]:81",
		"HTTP://host:1": "host:1", "https://127.0.0.1": "", "127.0.0.1:8080": "", "http://": "", "http://:80": "", "%zz": "", "http://host:": "host:80",
	} {
		if got := (&System{Environ: Environ{"AZURE_POD_IDENTITY_AUTHORITY_HOST": value}}).IMDSOverride(); got != want {
			t.Errorf("%q: %q, want %q", value, got, want)
		}
	}
}

// TestHost: the snapshot is taken once.
func TestHost(t *testing.T) {
	t.Setenv("AZDOCTOR_TEST", "a=b")
	s := Host()
	t.Setenv("AZDOCTOR_TEST", "other")
	t.Setenv("AZD_DEBUG", "true")
	t.Setenv("AZURE_CORE_COLLECT_TELEMETRY", "yes")
	t.Setenv("AZURE_DEV_COLLECT_TELEMETRY", "yes")
	t.Setenv("AZD_SKIP_UPDATE_CHECK", "")
	PrepareChildren()
	if s.Environ["AZDOCTOR_TEST"] != "a=b" || s.OS != runtime.GOOS || time.Since(s.Now()) > time.Hour {
		t.Errorf("%q on %s", s.Environ["AZDOCTOR_TEST"], s.OS)
	}
	if _, set := os.LookupEnv("AZD_DEBUG"); set || os.Getenv("AZURE_CORE_COLLECT_TELEMETRY") != "no" || os.Getenv("AZURE_DEV_COLLECT_TELEMETRY") != "no" || os.Getenv("AZD_SKIP_UPDATE_CHECK") != "true" {
		t.Error("children would report home or chatter")
	}
}
