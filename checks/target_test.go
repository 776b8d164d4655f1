package checks

import (
	"strings"
	"testing"
)

func TestParseVault(t *testing.T) {
	const public, hsm = "contoso-kv.vault.azure.net", "contoso-kv.managedhsm.azure.net"
	for _, test := range []struct {
		given, host string
		url         bool
	}{
		{"contoso-kv", public, false},
		{"Contoso-KV", public, false},
		{" contoso-kv\r\n", public, false},
		{`"contoso-kv"`, public, false},
		{"\ufeffcontoso-kv", public, false},
		{"contoso-kv.vault.azure.net", public, true},
		{"CONTOSO-KV.VAULT.AZURE.NET", public, true},
		{"contoso-kv.vault.azure.net.", public, true},
		{"https://contoso-kv.vault.azure.net", public, true},
		{"https://contoso-kv.vault.azure.net/", public, true},
		{"https://contoso-kv.vault.azure.net:443/", public, true},
		{"http://contoso-kv.vault.azure.net", public, true},
		{"'https://contoso-kv.vault.azure.net/'", public, true},
		{"contoso-kv.vault.azure.net/secrets/x", public, true},
		{"https://contoso-kv.vault.azure.net/secrets/x/0123456789abcdef?api-version=7.4", public, true},
		{"https://contoso-kv.vault.usgovcloudapi.net", "contoso-kv.vault.usgovcloudapi.net", true},
		{"https://contoso-kv.vault.azure.cn", "contoso-kv.vault.azure.cn", true},
		{"https://contoso-kv.managedhsm.azure.net", hsm, true},
		{"/subscriptions/33333333-3333-3333-3333-333333333333/resourceGroups/contoso-rg/providers/Microsoft.KeyVault/vaults/contoso-kv", public, false},
		{"/subscriptions/3/resourcegroups/contoso-rg/providers/microsoft.keyvault/managedHSMs/contoso-kv/", hsm, false},
		{"", "", false},
		{"kv", "", false},
		{"1contoso", "", false},
		{"contoso--kv", "", false},
		{"contoso-kv-", "", false},
		{"contoso_kv", "", false},
		{"contoso kv", "", false},
		{"contoso-kv-with-a-name-too-long", "", false},
		{"https://contoso.com", "", true},
		{"https://contoso-kv.vault.azure.net.contoso.com", "", true},
		{"https://contoso.com/contoso-kv.vault.azure.net", "", true},
		{"https://contoso-kv.vault.azure.net@contoso.com", "", true},
		{"https://a.contoso-kv.vault.azure.net", "", true},
		{"https://.vault.azure.net", "", true},
		{"https://10.0.0.4", "", true},
		{"https://[fd00::4]/", "", true},
		{"https://xn--contoso-kv.vault.azure.net", "", true},
		{"https://c\u00f6ntoso.vault.azure.net", "", true},
		{"contoso-\u212av", "", false}, // the Kelvin sign, which lower case makes a k
		{"https://contoso-\u212av.vault.azure.net", "", true},
		{"contoso-kv.privatelink.vaultcore.azure.net", "", true},
		{"https://contoso-kv.vault.azure.net:port", "", true},
		{"<your-vault>", "", false},
		{"://", "", true},
	} {
		got := ParseVault(test.given, "--vault", Clouds[0])
		if got.Host != test.host || got.WasURL != test.url || got.HSM != (test.host == hsm) || (got.Name == "") != (got.Host == "") || got.Given != test.given {
			t.Errorf("ParseVault(%q) = %+v, want host %q, url %t", test.given, got, test.host, test.url)
		}
	}
	if got := ParseVault("contoso-kv", "--vault", *CloudNamed("china")); got.Host != "contoso-kv.vault.azure.cn" || got.Scope() != "https://vault.azure.cn/.default" {
		t.Errorf("in China: %+v, %s", got, got.Scope())
	}
	if got := ParseVault(hsm, "--vault", Clouds[0]); got.Scope() != "https://managedhsm.azure.net/.default" {
		t.Errorf("scope of an HSM: %s", got.Scope())
	}
}

func TestCloudOf(t *testing.T) {
	name := func(c *Cloud) string {
		if c == nil {
			return ""
		}
		return c.Name
	}
	for host, want := range map[string]string{
		"login.microsoftonline.com": "public", "LOGIN.windows.net": "public", "sts.windows.net": "public", "login.microsoftonline.us": "usgovernment",
		"login.chinacloudapi.cn": "china", "login.partner.microsoftonline.cn": "china", "login.microsoftonline.de": "", "login.contoso.com": "", "": "",
	} {
		if got := name(CloudOfAuthority(host)); got != want {
			t.Errorf("CloudOfAuthority(%q) = %q, want %q", host, got, want)
		}
	}
	for given, want := range map[string]string{"public": "public", "AzureCloud": "public", "azureusgovernment": "usgovernment", "CHINA": "china", "german": "", "": ""} {
		if got := name(CloudNamed(given)); got != want {
			t.Errorf("CloudNamed(%q) = %q, want %q", given, got, want)
		}
	}
}

func TestResolveTarget(t *testing.T) {
	env := func(pairs ...string) *EnvironmentFacts {
		e := &EnvironmentFacts{}
		for i := 0; i < len(pairs); i += 2 {
			e.Variables = append(e.Variables, Variable{Name: pairs[i], Value: pairs[i+1], Empty: pairs[i+1] == ""})
		}
		return e
	}
	gov := &AzureCLIFacts{Cloud: "AzureUSGovernment", CloudSource: "/home/alice/.azure/config"}
	for name, test := range map[string]struct {
		request     Request
		environment *EnvironmentFacts
		azureCLI    *AzureCLIFacts
		cloud, from string
		vault, by   string
		client      string
		scope       string
	}{
		"nothing observed":        {cloud: "public", from: "default", scope: "https://management.azure.com/.default"},
		"--cloud":                 {request: Request{Cloud: "China"}, environment: env("AZURE_AUTHORITY_HOST", "https://login.microsoftonline.us"), azureCLI: gov, cloud: "china", from: "--cloud", scope: "https://management.chinacloudapi.cn/.default"},
		"authority":               {environment: env("AZURE_AUTHORITY_HOST", "https://login.microsoftonline.us/"), cloud: "usgovernment", from: "AZURE_AUTHORITY_HOST", scope: "https://management.usgovcloudapi.net/.default"},
		"authority without https": {environment: env("AZURE_AUTHORITY_HOST", "login.partner.microsoftonline.cn"), cloud: "china", from: "AZURE_AUTHORITY_HOST", scope: "https://management.chinacloudapi.cn/.default"},
		"az":                      {azureCLI: gov, cloud: "usgovernment", from: "/home/alice/.azure/config", scope: "https://management.usgovcloudapi.net/.default"},
		"az by default":           {azureCLI: &AzureCLIFacts{Cloud: "AzureCloud"}, cloud: "public", from: "default", scope: "https://management.azure.com/.default"},
		"Terraform":               {environment: env("ARM_ENVIRONMENT", "usgovernment"), cloud: "usgovernment", from: "ARM_ENVIRONMENT", scope: "https://management.usgovcloudapi.net/.default"},
		"--vault":                 {request: Request{Vaults: []string{"https://contoso-kv.vault.azure.cn"}}, azureCLI: gov, cloud: "china", from: "--vault", vault: "contoso-kv.vault.azure.cn", by: "--vault", scope: "https://vault.azure.cn/.default"},
		"--vault over variables":  {request: Request{Vaults: []string{"contoso-kv"}}, environment: env("KEY_VAULT_URL", "https://other.vault.azure.cn"), cloud: "public", from: "default", vault: "contoso-kv.vault.azure.net", by: "--vault", scope: "https://vault.azure.net/.default"},
		"a name and a URL": {environment: env("KEY_VAULT_URL", "https://contoso-kv.vault.azure.cn", "AZURE_KEYVAULT_NAME", "contoso-kv"), cloud: "china", from: "KEY_VAULT_URL",
			vault: "contoso-kv.vault.azure.cn", by: "AZURE_KEYVAULT_NAME", scope: "https://vault.azure.cn/.default"},
		"empty variable passed over": {environment: env("AZURE_KEYVAULT_NAME", "", "AZURE_KEYVAULT_URL", `""`, "KEY_VAULT_NAME", " contoso-kv "), cloud: "public", from: "default", vault: "contoso-kv.vault.azure.net", by: "KEY_VAULT_NAME", scope: "https://vault.azure.net/.default"},
		"--scope":                    {request: Request{Scope: "https://graph.microsoft.com/.default", Vaults: []string{"contoso-kv"}}, cloud: "public", from: "default", vault: "contoso-kv.vault.azure.net", by: "--vault", scope: "https://graph.microsoft.com/.default"},
		"impossible vault":           {request: Request{Vaults: []string{"no vault"}}, cloud: "public", from: "default", by: "--vault", scope: "https://management.azure.com/.default"},
		"client of the SDKs":         {environment: env("AZURE_CLIENT_ID", "2 "), cloud: "public", from: "default", client: "2 AZURE_CLIENT_ID", scope: "https://management.azure.com/.default"},
		"client of the templates":    {environment: env("AZURE_CLIENT_ID", "2", "AZURE_USER_ASSIGNED_IDENTITY", "3"), cloud: "public", from: "default", client: "3 AZURE_USER_ASSIGNED_IDENTITY", scope: "https://management.azure.com/.default"},
		"--client-id":                {request: Request{ClientID: "4"}, environment: env("AZURE_CLIENT_ID", "2"), cloud: "public", from: "default", client: "4 --client-id", scope: "https://management.azure.com/.default"},
	} {
		got := resolveTarget(test.request, test.environment, test.azureCLI)
		vault, by := "", ""
		if len(got.Vaults) > 0 {
			vault, by = got.Vaults[0].Host, got.Vaults[0].Source
		}
		if got.Cloud.Name != test.cloud || got.CloudSource != test.from || vault != test.vault || by != test.by || got.Scope != test.scope || strings.TrimSpace(got.ClientID+" "+got.ClientIDSource) != test.client {
			t.Errorf("%s: %+v", name, got)
		}
	}
	twice := resolveTarget(Request{Vaults: []string{"contoso-kv", "https://CONTOSO-KV.vault.azure.net/", "other-kv", "no vault", "no vault"}}, nil, nil)
	if len(twice.Vaults) != 3 {
		t.Errorf("doubles are kept: %+v", twice.Vaults)
	}
}

func FuzzParseVault(f *testing.F) {
	for _, seed := range []string{"contoso-kv", "https://contoso-kv.vault.azure.net/secrets/x", "CONTOSO.managedhsm.azure.net", "https://[::1", "xn--a.vault.azure.cn", "\ufeff'a-b'", "a@b.vault.azure.net",
		"/subscriptions/3/resourceGroups/g/providers/Microsoft.KeyVault/vaults/contoso-kv", "https://contoso-kv.vault.azure.net#.vault.azure.cn"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, given string) {
		vault := ParseVault(given, "--vault", Clouds[0])
		if vault.Host == "" {
			return
		}
		again := ParseVault(vault.Host, "--vault", Clouds[2])
		if again.Host != vault.Host || again.Name != vault.Name || CloudOfVault(vault.Host) == nil || !validVaultName(vault.Name) || vault.Host != strings.ToLower(vault.Host) {
			t.Errorf("%q gives %+v, whose host gives %+v", given, vault, again)
		}
	})
}
