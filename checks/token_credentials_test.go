package checks

import (
	"slices"
	"testing"
)

func TestTokenCredentials(t *testing.T) {
	for _, test := range []struct {
		value    string
		chain    []string
		rejected []string
		near     string
	}{
		{"dev", []string{CredentialAzureCLI, CredentialAzureDeveloperCLI}, nil, "dev"},
		{"prod", []string{CredentialEnvironment, CredentialWorkloadIdentity, CredentialManagedIdentity}, nil, "prod"},
		{"AzureCLICredential", []string{CredentialAzureCLI}, nil, "AzureCLICredential"},
		{"azureclicredential", []string{CredentialAzureCLI}, nil, "AzureCLICredential"},
		{"AzureDeveloperCLICredential", []string{CredentialAzureDeveloperCLI}, []string{"C++"}, "AzureDeveloperCLICredential"},
		{"AzurePowerShellCredential", nil, []string{"C++"}, "AzurePowerShellCredential"},
		{"Dev", nil, []string{"Go"}, "dev"},
		{"dev ", nil, []string{"Go"}, "dev"},
		{"", nil, []string{"Go"}, ""},
		{" ", nil, []string{"Go", ".NET"}, ""},
		{"VisualStudioCodeCredential", nil, []string{"Go", "C++"}, "dev"},
		{"VisualStudioCredential", nil, []string{"Go", "Python", "Java", "JavaScript", "C++"}, "dev"},
		{"AzureCli", nil, []string{"Go", ".NET", "Python", "Java", "JavaScript", "C++"}, "AzureCLICredential"},
		{"production", nil, []string{"Go", ".NET", "Python", "Java", "JavaScript", "C++"}, "prod"},
		{`"dev"`, nil, []string{"Go", ".NET", "Python", "Java", "JavaScript", "C++"}, "dev"},
		{"whatever", nil, []string{"Go", ".NET", "Python", "Java", "JavaScript", "C++"}, ""},
	} {
		chain, ok := chainFor(test.value)
		if !slices.Equal(chain, test.chain) || ok == slices.Contains(test.rejected, "Go") {
			t.Errorf("chainFor(%q) = %q, %t, want %q", test.value, chain, ok, test.chain)
		}
		accepted, rejected := judgedBy(test.value)
		if !slices.Equal(rejected, test.rejected) || len(accepted)+len(rejected) != len(selections)+1 {
			t.Errorf("judgedBy(%q): rejected %q, want %q", test.value, rejected, test.rejected)
		}
		if near := nearestSelection(test.value); near != test.near {
			t.Errorf("nearestSelection(%q) = %q, want %q", test.value, near, test.near)
		}
	}
}
