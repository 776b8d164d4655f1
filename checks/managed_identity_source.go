package checks

import (
	"net/url"
	"strings"
)

// The places Go's credential may ask, by the names of ManagedIdentityFacts.Source.
const (
	sourceServiceFabric = "service-fabric"
	sourceAppService    = "app-service"
	sourceAzureML       = "azure-ml"
	sourceCloudShell    = "cloud-shell"
	sourceArc           = "azure-arc"
	sourceIMDS          = "imds"
)

// himdsLinux is Azure Arc's identity service; himdsWindows is it below ProgramData, where Go looks for it.
// MSAL Go 1.10.1 managedidentity.go getAzureArcHimdsFilePath, read 2026-11-22.
const (
	himdsLinux   = "/opt/azcmagent/bin/himds"
	himdsWindows = `\AzureConnectedMachineAgent\himds.exe`
)

// arcEndpoint is where Go asks an Arc agent that no variable points to. MSAL Go 1.10.1 managedidentity.go, read 2026-11-22.
const arcEndpoint = "http://127.0.0.1:40342/metadata/identity/oauth2/token"

// detectSource follows Go's order of detection; a variable set to nothing counts as unset.
// MSAL Go 1.10.1 managedidentity.go GetSource, read 2026-11-22.
func detectSource(s *System) *ManagedIdentityFacts {
	set := func(names ...string) bool {
		for _, name := range names {
			if s.Environ[name] == "" {
				return false
			}
		}
		return true
	}
	facts := &ManagedIdentityFacts{Source: sourceIMDS}
	decide := func(source, endpoint string, evidence ...string) {
		facts.Source, facts.SourceEvidence = source, evidence
		facts.Endpoint, facts.EndpointProxy = s.describeEndpoint(endpoint)
	}
	switch {
	case set("IDENTITY_ENDPOINT", "IDENTITY_HEADER", "IDENTITY_SERVER_THUMBPRINT"):
		decide(sourceServiceFabric, s.Environ["IDENTITY_ENDPOINT"], "IDENTITY_ENDPOINT", "IDENTITY_HEADER", "IDENTITY_SERVER_THUMBPRINT")
	case set("IDENTITY_ENDPOINT", "IDENTITY_HEADER"):
		decide(sourceAppService, s.Environ["IDENTITY_ENDPOINT"], "IDENTITY_ENDPOINT", "IDENTITY_HEADER")
	case set("MSI_ENDPOINT", "MSI_SECRET"):
		decide(sourceAzureML, s.Environ["MSI_ENDPOINT"], "MSI_ENDPOINT", "MSI_SECRET")
	case set("MSI_ENDPOINT"):
		decide(sourceCloudShell, s.Environ["MSI_ENDPOINT"], "MSI_ENDPOINT")
	case set("IDENTITY_ENDPOINT", "IMDS_ENDPOINT"):
		decide(sourceArc, s.Environ["IDENTITY_ENDPOINT"], "IDENTITY_ENDPOINT", "IMDS_ENDPOINT")
	default:
		if himds := s.himds(); himds != "" {
			decide(sourceArc, s.Environ.Default("IDENTITY_ENDPOINT", arcEndpoint), himds)
		}
	}
	return facts
}

// himds is Arc's identity service where Go finds it; "" where it does not.
func (s *System) himds() string {
	file := ""
	switch s.OS {
	case "linux":
		file = himdsLinux
	case "windows":
		file = strings.TrimPrefix(s.Environ["PROGRAMDATA"]+himdsWindows, `\`)
	default:
		return ""
	}
	if _, err := s.Stat(file); err != nil {
		return ""
	}
	return file
}

// describeEndpoint strips what may be secret from an endpoint and tells the proxy that its requests go through.
func (s *System) describeEndpoint(endpoint string) (shown, proxy string) {
	parsed, err := url.Parse(endpoint)
	if err != nil || parsed.Host == "" {
		return "not a URL", ""
	}
	if through, err := s.ProxyFor(parsed); err == nil && through != nil {
		proxy = proxyAddress(through)
	}
	bare := url.URL{Scheme: parsed.Scheme, Host: parsed.Host, Path: parsed.Path}
	return bare.String(), proxy
}

// proxyAddress is a proxy's address without its user and password.
func proxyAddress(proxy *url.URL) string {
	bare := *proxy
	bare.User = nil
	return bare.String()
}
