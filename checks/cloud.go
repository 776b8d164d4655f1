package checks

import (
	"strings"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/cloud"
)

// Cloud is one of Azure's separate clouds: its own sign-in hosts, vault names and audiences.
type Cloud struct {
	// Name is the value of --cloud: "public", "usgovernment", "china".
	Name string
	// CLIName is az's name of it.
	CLIName string
	// AuthorityHosts are the sign-in hosts, first the one that az and the SDKs use by themselves.
	AuthorityHosts []string
	// VaultSuffix and HSMSuffix end the host names of vaults and managed HSMs, with the leading dot.
	VaultSuffix, HSMSuffix string
	// VaultPrivateZone ends the host name that a vault's private endpoint adds, with the leading dot.
	VaultPrivateZone string
	// ResourceManager is the audience of the management plane.
	ResourceManager string
}

// Clouds are all that run today. Germany's closed on 2021-10-29.
// China's sign-in host has been login.partner.microsoftonline.cn in the documentation since 2021, while az and every SDK
// still go to its alias: azcore 1.23.3 cloud/cloud.go, azure-cli's cloud.py. The aliases are those of
// microsoft-authentication-library-for-go 1.10.1 known_metadata.go. Vault names are from az and from https://learn.microsoft.com/azure/key-vault/general/about-keys-secrets-certificates#dns-suffixes-for-object-identifiers, read 2026-11-22.
var Clouds = []Cloud{
	{"public", "AzureCloud", []string{"login.microsoftonline.com", "login.windows.net", "login.microsoft.com", "sts.windows.net"}, ".vault.azure.net", ".managedhsm.azure.net", ".privatelink.vaultcore.azure.net", "https://management.azure.com"},
	{"usgovernment", "AzureUSGovernment", []string{"login.microsoftonline.us", "login.usgovcloudapi.net"}, ".vault.usgovcloudapi.net", ".managedhsm.usgovcloudapi.net", ".privatelink.vaultcore.usgovcloudapi.net", "https://management.usgovcloudapi.net"},
	{"china", "AzureChinaCloud", []string{"login.chinacloudapi.cn", "login.partner.microsoftonline.cn"}, ".vault.azure.cn", ".managedhsm.azure.cn", ".privatelink.vaultcore.azure.cn", "https://management.chinacloudapi.cn"},
}

// VaultScope is the scope of a vault's tokens: the suffix without its dot, without a trailing slash.
func (c Cloud) VaultScope() string {
	return "https://" + strings.TrimPrefix(c.VaultSuffix, ".") + "/.default"
}

// ManagementScope is the scope of Azure Resource Manager's tokens.
func (c Cloud) ManagementScope() string { return c.ResourceManager + "/.default" }

// configuration is the cloud as azidentity's options want it.
func (c Cloud) configuration() cloud.Configuration {
	return cloud.Configuration{ActiveDirectoryAuthorityHost: "https://" + c.AuthorityHosts[0] + "/"}
}

// cloudBy returns the first cloud that fits, or nil.
func cloudBy(fits func(Cloud) bool) *Cloud {
	for i := range Clouds {
		if fits(Clouds[i]) {
			return &Clouds[i]
		}
	}
	return nil
}

// CloudNamed returns the cloud with this --cloud value or az name, in any case; nil: no such cloud.
func CloudNamed(name string) *Cloud {
	return cloudBy(func(c Cloud) bool { return strings.EqualFold(c.Name, name) || strings.EqualFold(c.CLIName, name) })
}

// CloudOfAuthority returns the cloud that a sign-in host belongs to; nil: none of them.
func CloudOfAuthority(host string) *Cloud {
	return cloudBy(func(c Cloud) bool {
		for _, authority := range c.AuthorityHosts {
			if strings.EqualFold(authority, host) {
				return true
			}
		}
		return false
	})
}

// CloudOfVault returns the cloud that a vault's or managed HSM's host name belongs to; nil: none of them.
func CloudOfVault(host string) *Cloud {
	host = strings.ToLower(host)
	return cloudBy(func(c Cloud) bool {
		return strings.HasSuffix(host, c.VaultSuffix) || strings.HasSuffix(host, c.HSMSuffix)
	})
}
