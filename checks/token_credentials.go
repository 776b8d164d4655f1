package checks

import (
	"fmt"
	"slices"
	"strings"

	"azdoctor/checks/cause"
)

// chainFor is what Go's DefaultAzureCredential makes of an AZURE_TOKEN_CREDENTIALS value, of the credentials that azdoctor
// asks; ok is false where it refuses the value and builds no credential at all. The words dev and prod must be lower case,
// names may be written in any, and nothing is trimmed.
// azidentity 1.15.0 default_azure_credential.go, read 2026-11-22.
func chainFor(value string) (chain []string, ok bool) {
	switch value {
	case "dev":
		return []string{CredentialAzureCLI, CredentialAzureDeveloperCLI}, true
	case "prod":
		return []string{CredentialEnvironment, CredentialWorkloadIdentity, CredentialManagedIdentity}, true
	}
	for name, chain := range goChains {
		if strings.EqualFold(value, name) {
			return chain, true
		}
	}
	return nil, false
}

// goChains are what one credential's name leaves of the chain. Azure PowerShell is a valid choice that azdoctor cannot ask.
var goChains = map[string][]string{
	"EnvironmentCredential":       {CredentialEnvironment},
	"WorkloadIdentityCredential":  {CredentialWorkloadIdentity},
	"ManagedIdentityCredential":   {CredentialManagedIdentity},
	"AzureCLICredential":          {CredentialAzureCLI},
	"AzureDeveloperCLICredential": {CredentialAzureDeveloperCLI},
	"AzurePowerShellCredential":   {},
}

// selection is how one SDK other than Go's reads AZURE_TOKEN_CREDENTIALS. All of them trim the value, ignore its case and,
// where it is empty, use the whole chain.
type selection struct {
	sdk string
	// names are the credentials it accepts besides dev and prod, lower case, without the word Credential.
	names []string
}

// selections of the SDKs that know the variable. Rust's does not.
// .NET: Azure.Identity 1.20 DefaultAzureCredentialFactory.cs; Python: azure-identity 1.25 default.py; Java:
// DefaultAzureCredentialBuilder.java; JavaScript: @azure/identity 4.14.1 defaultAzureCredential.js; C++: azure-identity
// 1.13.3 default_azure_credential.cpp. Read 2026-11-22.
var selections = []selection{
	{".NET", []string{"environment", "workloadidentity", "managedidentity", "visualstudio", "visualstudiocode", "azurecli", "azurepowershell", "azuredevelopercli", "interactivebrowser", "broker"}},
	{"Python", []string{"environment", "workloadidentity", "managedidentity", "visualstudiocode", "azurecli", "azurepowershell", "azuredevelopercli", "interactivebrowser"}},
	{"Java", []string{"environment", "workloadidentity", "managedidentity", "intellij", "visualstudiocode", "azurecli", "azurepowershell", "azuredevelopercli"}},
	{"JavaScript", []string{"environment", "workloadidentity", "managedidentity", "visualstudiocode", "azurecli", "azurepowershell", "azuredevelopercli"}},
	{"C++", []string{"environment", "workloadidentity", "managedidentity", "azurecli"}},
}

// judgedBy sorts the SDKs by whether they accept an AZURE_TOKEN_CREDENTIALS value, Go first.
func judgedBy(value string) (accepted, rejected []string) {
	sort := func(sdk string, ok bool) {
		if ok {
			accepted = append(accepted, sdk)
		} else {
			rejected = append(rejected, sdk)
		}
	}
	_, ok := chainFor(value)
	sort("Go", ok)
	word := strings.ToLower(strings.TrimSpace(value))
	name, named := strings.CutSuffix(word, "credential")
	for _, s := range selections {
		whitespaceOnly := word == "" && value != "" && s.sdk == ".NET" // InvalidOperationException
		sort(s.sdk, !whitespaceOnly && (word == "" || word == "dev" || word == "prod" || named && slices.Contains(s.names, name)))
	}
	return accepted, rejected
}

// nearestSelection is the value that every SDK takes as the one given was probably meant; "" where none is near.
func nearestSelection(value string) string {
	_, bare := unwrap(value)
	word := strings.ToLower(bare)
	switch word {
	case "dev", "development", "developer":
		return "dev"
	case "prod", "production":
		return "prod"
	}
	letters := strings.NewReplacer("-", "", "_", "", " ", "").Replace(word)
	for name := range goChains {
		if lower := strings.ToLower(name); letters == lower || letters+"credential" == lower {
			return name
		}
	}
	for _, name := range []string{"visualstudio", "visualstudiocode", "intellij", "broker", "interactivebrowser"} {
		if strings.TrimSuffix(letters, "credential") == name {
			return "dev"
		}
	}
	return ""
}

// judgeTokenCredentials says which SDKs refuse the value of AZURE_TOKEN_CREDENTIALS, and whether what it leaves of the
// chain can work here.
func (o *Observations) judgeTokenCredentials() []cause.Finding {
	v := o.Environment.Variable("AZURE_TOKEN_CREDENTIALS")
	if v == nil {
		return nil
	}
	evidence := []cause.Evidence{
		{Name: "AZURE_TOKEN_CREDENTIALS", Value: fmt.Sprintf("%q", v.Value), Source: "environment"},
	}
	if near := nearestSelection(v.Value); near != "" {
		evidence = append(evidence, cause.Evidence{Name: "nearest value that every SDK takes", Value: near, Source: "azdoctor", Fills: "credentials"})
	}
	accepted, rejected := judgedBy(v.Value)
	chain, goTakesIt := chainFor(v.Value)
	f := cause.Finding{Cause: cause.TokenCredentialsInvalid, Evidence: evidence}
	switch {
	case !goTakesIt && len(accepted) == 0:
		f.Detail = "Every SDK refuses it and builds no DefaultAzureCredential."
	case !goTakesIt && v.Empty:
		f.Detail = "It is set to nothing. Go refuses that and builds no DefaultAzureCredential; the other SDKs take it for unset."
	case !goTakesIt:
		f.Detail = fmt.Sprintf("%s no DefaultAzureCredential; %s.", does(rejected, "refuses it and builds", "refuse it and build"), does(accepted, "takes it", "take it"))
	case len(rejected) > 0:
		f.Severity = cause.Info
		f.Detail = fmt.Sprintf("%s this value; %s.", does(rejected, "does not know", "do not know"), does(accepted, "takes it", "take it"))
	default:
		return o.judgeSelection(v.Value, chain)
	}
	if goTakesIt {
		return append([]cause.Finding{f}, o.judgeSelection(v.Value, chain)...)
	}
	return []cause.Finding{f}
}

// judgeSelection finds a selection that leaves out the only credentials that work here.
func (o *Observations) judgeSelection(value string, chain []string) []cause.Finding {
	var left, outside []string
	for _, attempt := range o.Working() {
		if slices.Contains(chain, attempt.Credential) {
			left = append(left, attempt.Credential)
		} else {
			outside = append(outside, attempt.Credential)
		}
	}
	undecided := slices.ContainsFunc(o.Tokens, func(a TokenAttempt) bool {
		return a.Outcome == OutcomeTimeout && slices.Contains(chain, a.Credential)
	})
	if len(chain) == 0 || len(left) > 0 || len(outside) == 0 || undecided {
		return nil
	}
	selection := "dev"
	if !slices.Contains([]string{CredentialAzureCLI, CredentialAzureDeveloperCLI}, outside[0]) {
		selection = "prod"
	}
	return []cause.Finding{{Cause: cause.TokenCredentialsExcludeWorking,
		Detail: fmt.Sprintf("AZURE_TOKEN_CREDENTIALS=%s leaves %s, where no token comes; %s left out.", value, Enumerate(chain), does(outside, "works and is", "work and are")),
		Evidence: []cause.Evidence{
			{Name: "AZURE_TOKEN_CREDENTIALS", Value: value, Source: "environment"},
			{Name: "value that leaves what works", Value: selection, Source: "azdoctor", Fills: "credentials"},
		}}}
}
