package cause

// The causes of the network, TLS, proxies and the clock. Most of their words come from operating systems and runtimes, so
// they are recognised by structure, in recognise_network.go.
var (
	DNSFailure = &Cause{
		Slug:     "dns-failure",
		Severity: Error,
		Title:    "Host names do not resolve here",
		Why:      "The name server gave no address, or no answer at all. In many companies only the proxy can resolve outside names, and a program that does not use the proxy sees this.",
		Fixes: []Fix{
			{Do: "Ask for the name by hand", Run: `nslookup {host}`},
			{Do: "Set the proxy, where this network has one", Run: `export HTTPS_PROXY=http://PROXY:PORT`},
			{Do: "Connect the network or VPN, and in containers and WSL check /etc/resolv.conf"},
		},
		Avoid:   "Signing in again cannot help: no request leaves this machine.",
		See:     Source{"https://learn.microsoft.com/cli/azure/use-azure-cli-successfully-troubleshooting", "2026-11-22"},
		Phrases: []string{"times exceeded. error details: login."},
	}
	AuthorityUnreachable = &Cause{
		Slug:     "authority-unreachable",
		Severity: Error,
		Title:    "The sign-in host cannot be reached",
		Why:      "The name resolves, and no usable answer comes: a firewall on the way, a proxy that is not set, a wrong AZURE_AUTHORITY_HOST, or a host that is gone.",
		Fixes: []Fix{
			{Do: "See whether a connection comes about at all", Run: `curl --silent --show-error --head https://{host}/`},
			{Do: "Set the proxy, where this network has one", Run: `export HTTPS_PROXY=http://PROXY:PORT`},
			{Do: "Allow port 443 to the sign-in host in this network's firewall"},
			{Do: "Remove a sign-in host that was set by mistake", Run: `unset AZURE_AUTHORITY_HOST`},
		},
		Avoid: "Signing in again cannot help: it needs the same host.",
		See:   Source{"https://learn.microsoft.com/cli/azure/azure-cli-endpoints", "2026-11-22"},
		Phrases: []string{
			"unable to get authority configuration", "endpoints_resolution_error", "openid_config_error", "server response error: context deadline exceeded",
			"no_network_connectivity: no network connectivity", "[msal] … canceled due to the configured httpclient.timeout", "failed to parse network response. check network trace", "error: no response from the server … adal-node",
			"secretcredential authentication failed: retry failed after", "certificatecredential authentication failed: retry failed after", "assertioncredential authentication failed: retry failed after", "browsercredential authentication failed: retry failed after", "devicecodecredential authentication failed: retry failed after", "passwordcredential authentication failed: retry failed after", "onbehalfofcredential authentication failed: retry failed after", "msal4j … times exceeded. error details:",
			"the browser based authentication dialog failed to complete",
			// github.com/AzureAD/microsoft-authentication-library-for-dotnet MsalErrorMessage.cs, read 2026-11-23.
			"identity.client … request to the endpoint timed out", "credential authentication failed: request to the endpoint timed out",
			// github.com/microsoft/azure-pipelines-tasks-common-packages azure-arm-rest/module.json, azure-pipelines-tasks VstsAzureHelpers_/module.json, read 2026-11-23.
			"could not fetch access token for azure. status code: network_error",
			// github.com/AzureAD/microsoft-authentication-library-for-js BrowserAuthErrorCodes.ts, read 2026-11-23.
			"browserautherror: post_request_failed", "browserautherror: get_request_failed",
			// github.com/AzureAD/microsoft-authentication-library-for-js BrowserAuthError.ts: code and sentence, which other errors repeat, read 2026-11-23.
			"post_request_failed: network request failed", "get_request_failed: network request failed",
			"connection to login.microsoftonline.com timed out",
			"connection to login.microsoftonline.us timed out",
		},
	}
	TLSInspection = &Cause{
		Slug:     "tls-inspection",
		Severity: Error,
		Title:    "The certificate on the way is not trusted by this program",
		Why:      "A proxy or security product opens encrypted traffic and shows a certificate of its own authority. The system may trust that authority; az's Python, containers and WSL have lists of their own.",
		Fixes: []Fix{
			{Do: "Give az the bundle with the company's authority", Run: `export REQUESTS_CA_BUNDLE=CA_BUNDLE`, For: forAz, If: "!vault"},
			{Do: "Give Go programs, azd among them, the bundle with the company's authority", Run: `export SSL_CERT_FILE=CA_BUNDLE`, On: "linux"},
			{Do: "Add the authority to the system's store on Debian and Ubuntu, from /usr/local/share/ca-certificates", Run: `sudo update-ca-certificates`, On: "linux"},
			{Do: "Ask for the sign-in hosts to be exempt from inspection"},
		},
		Avoid: "Do not switch verification off: tokens and secrets would go to whoever holds that certificate. AZURE_CLI_DISABLE_CONNECTION_VERIFICATION does not even reach az's sign-in.",
		See:   Source{"https://learn.microsoft.com/cli/azure/use-azure-cli-successfully-troubleshooting", "2026-11-22"},
	}
	TLSCertificateExpired = &Cause{
		Slug:     "tls-certificate-expired",
		Severity: Error,
		Title:    "A certificate on the way has expired, or the clock is wrong",
		Why:      "A server, proxy or authority shows a certificate whose last day has passed by this machine's clock. For Microsoft's own hosts the clock is the likelier fault.",
		Fixes: []Fix{
			{Do: "Compare the clock of this machine with the real time"},
			{Do: "Set the clock by the network", Run: `sudo timedatectl set-ntp true`, On: "linux"},
			{Do: "Renew the proxy's certificate, or the outdated authority in this system's store", Run: `sudo update-ca-certificates`, On: "linux"},
		},
		See: Source{"https://learn.microsoft.com/cli/azure/use-azure-cli-successfully-troubleshooting", "2026-11-22"},
	}
	TLSBroken = &Cause{
		Slug:     "tls-broken",
		Severity: Error,
		Title:    "The encrypted connection breaks off before it stands",
		Why:      "What answers does not speak TLS, or something on the way cuts the connection: a proxy given with https:// that speaks plain HTTP, a firewall that dislikes the host, or very old TLS.",
		Fixes: []Fix{
			{Do: "Look at the handshake by hand", Run: `curl --verbose --head https://{host}/`},
			{Do: "Ask the network's people whether a firewall cuts connections to the host"},
			{Do: "Give the proxy's address with http://, also for HTTPS_PROXY, where one is set with https://", Run: `export HTTPS_PROXY=http://PROXY:PORT`},
		},
		See: Source{"https://learn.microsoft.com/cli/azure/use-azure-cli-successfully-troubleshooting", "2026-11-22"},
	}
	ProxyAuthenticationRequired = &Cause{
		Slug:     "proxy-authentication-required",
		Severity: Error,
		Title:    "The proxy wants a user name and password",
		Why:      "The proxy answered 407: it lets nobody through who has not signed in to it. Programs outside the browser do that only when the proxy's address carries the account, or by a local helper.",
		Fixes: []Fix{
			{Do: "Put the account into the proxy's address, special characters percent-encoded", Run: `export HTTPS_PROXY=http://USER:PASSWORD@PROXY:PORT`},
			{Do: "Run a local proxy that signs in with the Windows account, such as px or cntlm"},
			{Do: "Ask for the sign-in hosts to pass the proxy without an account"},
		},
		See: Source{"https://learn.microsoft.com/cli/azure/use-azure-cli-successfully-troubleshooting", "2026-11-22"},
	}
	ProxyBlocked = &Cause{
		Slug:     "proxy-blocked",
		Severity: Error,
		Title:    "The proxy refuses to connect to the host",
		Why:      "The proxy is there and answered in the host's place: a rule forbids the host, or the proxy cannot reach it.",
		Fixes: []Fix{
			{Do: "Ask for the host to be allowed in the proxy"},
			{Do: "Add the host to NO_PROXY, beside what is there, where connecting past the proxy is allowed"},
			{Do: "See what answers in the host's place", Run: `curl --silent --show-error --head https://{host}/`},
			{Do: "Remove proxy variables that a security product has left behind", Run: `unset HTTPS_PROXY HTTP_PROXY ALL_PROXY https_proxy http_proxy all_proxy`},
		},
		Avoid: "Signing in again cannot help: the refusal is the proxy's, not Azure's.",
		See:   Source{"https://learn.microsoft.com/cli/azure/azure-cli-endpoints", "2026-11-22"},
		Phrases: []string{
			// github.com/AzureAD/microsoft-authentication-library-for-dotnet MsalErrorMessage.cs, read 2026-11-23.
			"an error response was returned by the oauth2 server, but it could not be parsed", "there was an error parsing the response from the token endpoint",
		},
	}
	ProxyUnreachable = &Cause{
		Slug:     "proxy-unreachable",
		Severity: Error,
		Title:    "The proxy that is set does not answer",
		Why:      "A proxy variable names a host that does not resolve or takes no connections. Often it belongs to another network, or to a program that is not running.",
		Fixes: []Fix{
			{Do: "Remove the proxy, where this network needs none", Run: `unset HTTPS_PROXY HTTP_PROXY ALL_PROXY https_proxy http_proxy all_proxy`},
			{Do: "Correct its address", Run: `export HTTPS_PROXY=http://PROXY:PORT`},
		},
		Avoid: "Signing in again cannot help: it goes to the same proxy.",
		See:   Source{"https://learn.microsoft.com/cli/azure/use-azure-cli-successfully-troubleshooting", "2026-11-22"},
	}
	ClockSkew = &Cause{
		Slug:     "clock-skew",
		Severity: Error,
		Title:    "This machine's clock is off",
		Why:      "Tokens and assertions carry times. A clock that is minutes off makes good ones look not yet valid or expired, here or at the service.",
		Fixes: []Fix{
			{Do: "Set the clock by the network on Linux", Run: `sudo timedatectl set-ntp true`, On: "linux"},
			{Do: "Set the clock by the network on Windows", Run: `w32tm /resync`, On: "windows"},
			{Do: "Restart WSL or the virtual machine after the computer slept", Run: `wsl --shutdown`, On: "windows"},
		},
		See: Source{"https://github.com/Azure/azure-cli/issues/20388", "2026-11-22"},
		Phrases: []string{
			"the id token is not yet valid", "the id token already expires", "cannot handle token prior to", "token is not yet valid", "the current machine's clock", "lifetime validation failed. the token is not yet valid",
			"jwt not active yet, now",                         // openid-client for JavaScript, of the time in a token
			"the jwt is not yet valid as the evaluation time", // jose4j, of the same
		},
	}
)

var network = []*Cause{
	DNSFailure,
	AuthorityUnreachable,
	TLSInspection,
	TLSCertificateExpired,
	TLSBroken,
	ProxyAuthenticationRequired,
	ProxyBlocked,
	ProxyUnreachable,
	ClockSkew,
}
