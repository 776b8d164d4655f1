package cause

import (
	"net/netip"
	"slices"
	"strings"

	"azdoctor/checks/cause/lazyregexp"
)

// metadataAddress is where IMDS answers, on a machine in Azure and nowhere else.
const metadataAddress = "169.254.169.254"

// failingHost find the host that did not answer, in the words of the programs that make connections; the surest first.
var failingHost = []*lazyregexp.Regexp{
	lazyregexp.New(`lookup ([a-z0-9.-]+)(?: on |:)`),                                                                                          // Go
	lazyregexp.New(`could(?: not|n't) resolve host: ?([a-z0-9.-]+)`),                                                                          // curl, git
	lazyregexp.New(`failed to connect to ([a-z0-9.-]+) port`),                                                                                 // curl
	lazyregexp.New(`unable to access '?https?://([a-z0-9.-]+)`),                                                                               // git
	lazyregexp.New(`unknownhostexception: (?:failed to resolve ')?([a-z0-9.-]+)`),                                                             // Java
	lazyregexp.New(`original hostname: '([a-z0-9.-]+)'`),                                                                                      // Netty, with a search domain
	lazyregexp.New(`failed to resolve '([a-z0-9.-]+)'`),                                                                                       // Netty, urllib3
	lazyregexp.New(`([a-z0-9.-]+\.[a-z]+)/(?:[0-9]{1,3}\.){3}[0-9]{1,3}:(?:443|80)`),                                                          // Netty
	lazyregexp.New(`(?:enotfound|eai_again|econnrefused|etimedout|ehostunreach|enetunreach|econnreset|ehostdown) ([a-z0-9.-]+\.[a-z0-9.-]+)`), // Node
	lazyregexp.New(`hostname: '([a-z0-9.-]+)'`),                                                                                               // Node
	lazyregexp.New(`request to https?://([a-z0-9.-]+)\S* failed`),                                                                             // Node
	lazyregexp.New(`remote name could not be resolved: '([a-z0-9.-]+)'`),                                                                      // .NET Framework
	lazyregexp.New(`can't find ([a-z0-9.-]+): `),                                                                                              // nslookup
	lazyregexp.New(`host='([a-z0-9.*-]+)'`),                                                                                                   // urllib3
	lazyregexp.New(`cannot connect to host ([a-z0-9.-]+):`),                                                                                   // aiohttp
	lazyregexp.New(`failed to get a new connection for: https?://([a-z0-9.-]+)`),                                                              // C++
	lazyregexp.New(`error sending request for url \(https?://([a-z0-9.-]+)`),                                                                  // Rust
	lazyregexp.New(`(?:get|post|head|put) "?https?://([a-z0-9.-]+)`),
	lazyregexp.New(`for url: https?://([a-z0-9.-]+)`),
	lazyregexp.New(`no endpoint listening at https?://([a-z0-9.-]+)`), // WCF
	lazyregexp.New(`connect ([a-z0-9.-]+):443 http`),                  // curl -v
	lazyregexp.New(`\(([a-z0-9.-]+\.[a-z0-9]+):(?:443|80)\)`),         // .NET
}

// anyHost and anyVault find hosts that a text merely mentions.
var (
	anyHost  = lazyregexp.New(`https?://([a-z0-9.-]+)`)
	anyVault = lazyregexp.New(`\b([a-z0-9-]{3,24}\.vault\.(?:azure\.net|azure\.cn|usgovcloudapi\.net))`)
)

// advice matches hosts that programs send people to for help, and masks in place of a name.
var advice = lazyregexp.New(`^(?:aka\.ms|(?:learn|docs|go|support)\.microsoft\.com|pip\.pypa\.io|urllib3\.readthedocs\.io|[x.*-]+|undefined)$`)

// vaultHost matches a vault's host name in any cloud.
// learn.microsoft.com/azure/key-vault/general/about-keys-secrets-certificates, read 2026-11-22.
var vaultHost = lazyregexp.New(`^([a-z0-9-]+)\.(?:privatelink\.)?(?:vault\.azure\.net|vault\.azure\.cn|vault\.usgovcloudapi\.net|vault\.microsoftazure\.de|vaultcore\.azure\.net|vaultcore\.azure\.cn|vaultcore\.usgovcloudapi\.net)$`)

// signInHost matches Entra's hosts in any cloud, and signInPath the addresses that only its token service has.
// learn.microsoft.com/entra/identity-platform/authentication-national-cloud, read 2026-11-22.
var (
	signInHost = lazyregexp.New(`^(?:(?:[a-z0-9-]+\.)?login(?:-us)?\.(?:microsoftonline(?:-p)?\.(?:com|us|de|mil)|partner\.microsoftonline\.cn|chinacloudapi\.cn|usgovcloudapi\.net|windows(?:-ppe)?\.net|microsoft\.com|live\.com)|sts\.windows\.net|[a-z0-9-]+\.b2clogin\.com|[a-z0-9-]+\.ciamlogin\.com)$`)
	signInPath = lazyregexp.New(`/oauth2/v2\.0/|/v2\.0/\.well-known/openid-configuration|/common/discovery/instance`)
)

// tokenAudience matches the hosts of Azure that tools sign in for: the resource managers, Microsoft Graph, and what scopes name.
var tokenAudience = lazyregexp.New(`^(?:management\.(?:azure\.com|core\.windows\.net|(?:core\.)?chinacloudapi\.cn|(?:core\.)?usgovcloudapi\.net)|graph\.(?:microsoft\.com|windows\.net)|vault\.azure\.(?:net|cn)|vault\.usgovcloudapi\.net)$`)

// microsoftHost matches names in zones that Microsoft owns: a mention of one makes a text no other program's.
var microsoftHost = lazyregexp.New(`(?:^|\.)(?:microsoft\.com|windows\.net|azure\.(?:com|net|cn|us)|microsoftonline\.(?:com|us|cn)|usgovcloudapi\.net|chinacloudapi\.cn|azurewebsites\.net|azurecr\.io|azmk8s\.io|azuredatalakestore\.net|azureml\.net|azure-automation\.net|visualstudio\.com|live\.com|dynamics\.com)$`)

func ofAzure(host string) bool {
	return host == metadataAddress || signInHost.MatchString(host) || vaultHost.MatchString(host) || tokenAudience.MatchString(host)
}

func hostsIn(plain string, patterns ...*lazyregexp.Regexp) []string {
	var hosts []string
	for _, pattern := range patterns {
		for _, match := range pattern.FindAllStringSubmatch(plain, 50) {
			if host := strings.Trim(match[1], ".-"); host != "" && !advice.MatchString(host) && !slices.Contains(hosts, host) {
				hosts = append(hosts, host)
			}
		}
	}
	return hosts
}

// host returns the host that the text is about, before others one of Azure and a name before an address; "" where it names none.
func (p part) host() string {
	failing := hostsIn(p.plain, failingHost...)
	mentioned := hostsIn(p.plain, anyHost, anyVault)
	for _, hosts := range [][]string{failing, mentioned} {
		if at := slices.IndexFunc(hosts, ofAzure); at >= 0 {
			return hosts[at]
		}
		if at := slices.IndexFunc(hosts, func(host string) bool { return !isAddress(host) }); at >= 0 {
			return hosts[at]
		}
	}
	if all := append(failing, mentioned...); len(all) > 0 {
		return all[0]
	}
	return ""
}

// isAddress reports whether host is an address or this machine: a proxy's, or what a name led to.
func isAddress(host string) bool {
	_, err := netip.ParseAddr(host)
	return err == nil || host == "localhost"
}

// proxyHost finds the host of a proxy that a text names.
var proxyHost = lazyregexp.New(`prox[a-z_]*[ =:]{1,2}['"]?https?://([a-z0-9.-]+)`)

// Words by which programs that sign in to Azure are known, and those of other programs that fail in the same ways.
var (
	azurePrograms = []string{
		"msal", "adal", "azidentity", "azcore", "azure.identity", "azure/identity", "azure-identity", "azure_identity", "azure.core", "azure::core", "azure.keyvault",
		"azure.security.keyvault", "@azure/", "com.azure", "com.microsoft.aad", "com.microsoft.azure", "microsoft.azure.", "microsoft.identity", "identitymodel.clients.activedirectory",
		"msrestazure", "azure-cli", "azure.cli", `azure\cli`, "azure cli", "az login", "az feedback", "az account", "az keyvault", "azd auth", "connect-azaccount", "az.accounts", "azkeyvault",
		"azurerm", "keyvault.baseclient", "azapi", "azuread", "resterror", "managed identity", "service principal", "dataverse", "electron net error", // Storage Explorer
		"c.a.identity.", "c.a.i.", "c.a.core.", "c.a.c.h.", "c.a.s.keyvault.", "c.m.a.msal4j", // Azure's packages for Java as Logback shortens them
		".py, ln ", // tracebacks as az feedback shortens them: github.com/Azure/azure-cli/issues/16386, read 2026-11-22
	}
	otherMetadata = []string{metadataAddress + "/latest", metadataAddress + "/openstack", metadataAddress + "/opc", metadataAddress + "/metadata/v1", metadataAddress + "/hetzner", "computemetadata", "compute engine", "google.auth", "/opc/v", "oci.auth", "botocore", "ec2", "amazonaws", "aws sdk"}
	// installers are words of programs that fetch packages, of Azure's libraries too.
	installers    = []string{"npm err", "npm error", ": /simple/", "no matching distribution found", "could not transfer artifact", "unable to load the service index", "could not get resource '", "while connecting to upstream"}
	otherPrograms = []string{"npm err", "npm error", "pip ", "fatal: ", "unable to connect to the server", "error response from daemon", "docker", "kubectl", "minikube", "nltk", "could not transfer artifact", "helm", "aws", "gcloud", "postgres", "psql", "mysql", "redis", "mongo", "kafka", "smtp", "ldap"}
)

// aboutAzure reports whether the failure of a connection in the text concerns a sign-in to Azure or a vault: by the host that
// failed; where none is told, by what hosts it mentions and by the programs that speak. The same words about another host are
// another program's.
func (p part) aboutAzure() bool {
	return p.namesAzure(p.bare)
}

// namesAzure is aboutAzure with what decides where the text names neither a host nor a program.
func (p part) namesAzure(otherwise func(namesHost bool) bool) bool {
	failing := hostsIn(p.plain, failingHost...)
	proxies := hostsIn(p.plain, proxyHost)
	other := func(host string) bool { return !isAddress(host) && !slices.Contains(proxies, host) }
	switch {
	case p.contains("/metadata/identity/", "/msi/token", "adal: failed to execute the refresh request", "attempting to connect to vault. the vault may not exist", cloudShell), maskedVault.MatchString(p.plain):
		return true
	case p.contains(metadataAddress) && p.contains(otherMetadata...), p.contains(installers...):
		return false
	case slices.ContainsFunc(failing, ofAzure), signInPath.MatchString(p.plain):
		return true
	case slices.ContainsFunc(failing, other):
		return false
	}
	mentioned := hostsIn(p.plain, anyHost)
	switch {
	case slices.ContainsFunc(mentioned, ofAzure):
		return true
	case slices.ContainsFunc(mentioned, func(host string) bool { return other(host) && !microsoftHost.MatchString(host) }):
		return false
	}
	return p.credential != "" || p.contains(azurePrograms...) || otherwise(len(failing) > 0)
}

// bareLength is the length up to which an error that names no host may be all that somebody was shown.
const bareLength = 200

// anybodys reports whether the text names no host and no other program: then a proxy's demand for an account, which stands
// before all of Azure as before everything else, is what was asked about.
func (p part) anybodys() bool {
	return !p.catalogue.excerpts && len(hostsIn(p.plain, append(slices.Clone(failingHost), anyHost)...)) == 0 && !p.contains(otherPrograms...) && !p.contains(installers...)
}

// bare reports whether the text is a single line of an error by which no other program can be told.
func (p part) bare(namesHost bool) bool {
	return !namesHost && !p.catalogue.excerpts && len(p.plain) <= bareLength && !strings.Contains(strings.TrimSpace(p.text), "\n") && !p.contains(otherPrograms...)
}
