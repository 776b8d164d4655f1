package cause

import "slices"

// Relation is a group of causes that are easily taken for one another or that lead to one another.
type Relation struct {
	// Causes are those of the group, the commonest first.
	Causes []*Cause
	// Tell says how they are told apart, in a sentence or two; "" where nothing short does.
	Tell string
}

// Relations returns the groups that a cause is in, as this catalogue has them: without causes that it switches off.
func (c *Catalogue) Relations(one *Cause) []Relation {
	var in []Relation
	for _, relation := range slices.Concat(relations, c.relations) {
		standing := Relation{Tell: relation.Tell}
		for _, member := range relation.Causes {
			if member = c.standing(member); member != nil {
				standing.Causes = append(standing.Causes, member)
			}
		}
		if len(standing.Causes) > 1 && slices.Contains(standing.Causes, c.standing(one)) {
			in = append(in, standing)
		}
	}
	return in
}

// Related returns the causes to think of where one was found, each once, those of its nearest group first. Whatever is
// related to another cause has that one related to it.
func (c *Catalogue) Related(one *Cause) []*Cause {
	var related []*Cause
	for _, relation := range c.Relations(one) {
		for _, other := range relation.Causes {
			if other != c.standing(one) && !slices.Contains(related, other) {
				related = append(related, other)
			}
		}
	}
	return related
}

// standing returns what stands for a cause in this catalogue; nil where it is switched off.
func (c *Catalogue) standing(one *Cause) *Cause {
	if other, changed := c.adapted[one]; changed {
		return other
	}
	return one
}

// relations are the groups of azdoctor's own causes. Every cause is in one at least.
var relations = slices.Concat(toolRelations, signInRelations, applicationRelations, hostRelations, vaultRelations, networkRelations, classRelations)

// toolRelations are about az, azd and Azure PowerShell.
var toolRelations = []Relation{
	{[]*Cause{CLINotInstalled, AzdNotInstalled, PowerShellNotInstalled, PowerShellModuleMissing, CLIInstallationBroken},
		"A shell that finds the tool where a program does not has another PATH: run the tool by its bare name as the user that the program runs as."},
	{[]*Cause{CLIInstallationBroken, CLIConfigCorrupt, CLITokenCacheCorrupt},
		"az --version fails with a broken installation; with damaged files it works, and the path in the error says whether the configuration or the token cache is damaged."},
	{[]*Cause{CLINotLoggedIn, CLITokenCacheMissingAccount, SubscriptionNotSelected, SubscriptionNone},
		"az account show fails where nobody is signed in and where no subscription is selected; where it works and tokens do not, the profile outlived the token cache."},
	{[]*Cause{CLINotLoggedIn, AzdNotLoggedIn, PowerShellNotConnected},
		"Each of az, azd and Azure PowerShell keeps a sign-in of its own: that one works says nothing about the others."},
	{[]*Cause{AzdNotLoggedIn, AzdReauthenticationRequired, AzdDelegatesToCLI, RefreshTokenExpired},
		"azd auth login --check-status tells whether somebody is signed in; azd config get auth.useAzCliAuth tells whether azd only passes on what az says."},
	{[]*Cause{PowerShellNotConnected, PowerShellModuleConflict, PowerShellModuleMissing, PowerShellBlocked, PowerShellTimeout},
		"Get-AzContext shows the sign-in; where the command itself is not known or does not load, it is the module or the policy and not the sign-in."},
	{[]*Cause{CLITokenCacheCorrupt, CLITokenCacheUndecryptable, LinuxKeyringUnavailable, BrokerFailure},
		"A damaged cache fails for everybody, an encrypted one for every user and machine but the one that wrote it; the keyring and the broker fail before any cache is read."},
	{[]*Cause{AzdTokenCacheCorrupt, AzdTokenCacheUndecryptable, AzdReauthenticationRequired},
		"Signing in to azd again cures all of them; where it fails while writing, the files or their encryption are at fault."},
	{[]*Cause{CLITimeout, AzdTimeout, PowerShellTimeout, AuthorityUnreachable},
		"Time the tool by itself: a tool that takes seconds to start is slow; one that answers --version at once and then hangs waits for the network."},
	{[]*Cause{CLIOutdated, AzdOutdated, CLITenantUnsupported, CLIServicePrincipalUnsupported, ClaimsChallengeRequired},
		"An unknown option or a missing field is a tool of the wrong age; a refused kind of account or tenant stays refused in every version."},
	{[]*Cause{SubscriptionNone, SubscriptionNotFound, SubscriptionNotSelected, TenantWrong, AuthorizationMissing},
		"az account list --all --refresh shows what the account sees at all: nothing, or other subscriptions, or the right one unselected; another tenant's are missing there until somebody signs in to it."},
	{[]*Cause{AzdNoBrowser, BrokerFailure, DeviceCodeExpired},
		"A sign-in by a code needs neither the browser of this machine nor its broker, but somebody who enters the code in time."},
	{[]*Cause{CloudShellAudienceUnsupported, IdentitySelectorUnsupported, ManagedIdentityEndpointFailed},
		"Cloud Shell's token service gives tokens of its user for a few resources only, whatever identity a program asks for."},
}

// signInRelations are about people's sign-ins to Entra, tenants and what tokens are for.
var signInRelations = []Relation{
	{[]*Cause{RefreshTokenExpired, RefreshTokenRevoked, MFARequired, ClaimsChallengeRequired, ExternalChallengeRequired},
		"The code tells them apart. A new sign-in in a browser cures all of them; where it does not hold, a policy asks for more each time."},
	{[]*Cause{ConditionalAccessBlocked, ConditionalAccessDevice, ConditionalAccessTokenProtection, MFARequired, ExternalChallengeRequired},
		"MFA and external factors can be satisfied by the user; a block, a missing device and token protection cannot: the sign-in's entry in Entra's log names the policy."},
	{[]*Cause{PasswordWrong, PasswordExpired, AccountLocked, AccountDisabled, ADFSRejected, UsernamePasswordDeprecated},
		"Sign in at https://myaccount.microsoft.com: the browser says which of these it is, and whether the company's own sign-in server is asked."},
	{[]*Cause{UserNotInTenant, TenantWrong, TenantNotFound, AccountDisabled, UserNotAssignedToApp},
		"The account exists at home in all of them: what differs is whether the tenant that was asked exists, knows the account, and lets it use this application."},
	{[]*Cause{ConsentRequired, FirstPartyPreauthorizationMissing, UserNotAssignedToApp, ResourceNotFoundInTenant},
		"Consent can be given by a user or an administrator; an assignment by an owner of the application; what Microsoft's tools may call, by nobody."},
	{[]*Cause{TenantNotFound, TenantMalformed, TenantNotSpecified, TenantDecommissioned, CloudWrong},
		"Open https://login.microsoftonline.com/TENANT/v2.0/.well-known/openid-configuration: an existing tenant of this cloud answers with its issuer."},
	{[]*Cause{TenantWrong, TenantNotAllowed, KeyVaultTenantWrong, IdentityUnexpected},
		"Compare the tenant of the token with that of the resource: where the program refuses by itself before asking, it is its list of allowed tenants."},
	{[]*Cause{TokenWrongAudience, KeyVaultAudienceWrong, ResourceNotFoundInTenant, ResourceDisabled, AppRequestsTokenForItself},
		"Entra refuses to give a token for a resource that it does not know or that is off; a wrong audience is a good token that the service turns down."},
	{[]*Cause{EntraThrottled, EntraUnavailable, AuthorityUnreachable, EntraRefused},
		"An answer with a status is from Entra or something before it; without one the network is at fault. Throttling and outages pass, a refusal stays."},
	{[]*Cause{AuthorizationMissing, KeyVaultRBACMissing, IdentityUnexpected},
		"All of them are a good sign-in: the message names who asked for what, and Owner of a subscription opens no vault's data."},
}

// applicationRelations are about service principals, their proofs, and federation.
var applicationRelations = []Relation{
	{[]*Cause{EnvIncomplete, EnvMalformed, EnvConflict, EnvVariableUnread, UsernamePasswordDeprecated},
		"Print the names of the variables that begin with AZURE_, and the length of each value: an SDK wants all of one set, without quotes or spaces around them."},
	{[]*Cause{ClientSecretWrong, ClientSecretExpired, ClientCredentialMissing, EnvMalformed},
		"az ad app credential list --id CLIENT_ID shows each secret's end and first characters; a secret's ID, a GUID, is not the secret."},
	{[]*Cause{CertificateNotRegistered, CertificateExpired, CertificateUnreadable, ClientCredentialMissing},
		"A file that cannot be read fails before anything is sent; Entra's own message gives the thumbprint that it did not find, or the time that has passed."},
	{[]*Cause{ManagedIdentityAsApplication, ClientSecretWrong, EnvConflict, IdentityNotAssigned},
		"Look the client ID up: az identity list has the managed identities, az ad app list the applications; only an application has secrets."},
	{[]*Cause{AppNotFoundInTenant, AppDisabled, UserNotAssignedToApp, TenantWrong, EnvMalformed},
		"az ad sp show --id CLIENT_ID in the tenant that was asked: nothing found is the wrong tenant or ID; accountEnabled false is a disabled application."},
	{[]*Cause{TokenCredentialsInvalid, TokenCredentialsExcludeWorking, ChainNoCredential, ChainShadowed, EnvConflict},
		"AZURE_TOKEN_CREDENTIALS decides which credentials are asked at all; of those asked, the first that works or that fails in earnest ends the chain."},
	{[]*Cause{FederatedCredentialMissing, FederatedCredentialMismatch, FederatedSubjectMismatch, FederatedIssuerMismatch, FederatedAudienceMismatch},
		"Compare issuer, subject and audience, which the error quotes, with az ad app federated-credential list, letter by letter."},
	{[]*Cause{FederatedIssuerNotAllowed, FederatedIssuerMismatch, EntraPolicyBlocked},
		"An issuer that the application itself does not trust is mended by its owner; one that the tenant's policy refuses for every application, by an administrator."},
	{[]*Cause{FederatedTokenExpired, FederatedTokenEntraIssued, OIDCIssuerUnreachable, FederatedTokenFileMissing, ClockSkew},
		"The outside token's own claims tell: iss is who issued it, and exp against the clock whether it is still good."},
	{[]*Cause{OIDCRequestFailed, GitHubIDTokenPermissionMissing, ServiceConnectionNotFound, FederatedTokenFileMissing},
		"Here the job never got a token to offer: Entra was not asked yet, and the application's federated credentials cannot be at fault."},
	{[]*Cause{WorkloadIdentityNotInjected, FederatedTokenFileMissing, PodIdentityBindingMissing, FederatedSubjectMismatch, IMDSUnreachable},
		"What kubectl describe pod shows decides: AZURE_FEDERATED_TOKEN_FILE and its volume are there where workload identity was injected; without them the program falls back to the metadata address."},
}

// hostRelations are about managed identities and the chain.
var hostRelations = []Relation{
	{[]*Cause{IMDSUnreachable, IMDSProxied, IMDSIntercepted, ArcNotDetected, WorkloadIdentityNotInjected},
		"What answers at 169.254.169.254 decides: nothing, a proxy's page, another service, or Azure; an Arc machine has an agent of its own instead."},
	{[]*Cause{IMDSServerError, IMDSThrottled, IMDSBadRequest, ManagedIdentityEndpointFailed},
		"By the status: 429 is throttling, 404, 410 and 5xx pass, and a 400 stays until the request is another."},
	{[]*Cause{IdentityNotAssigned, IdentityAmbiguous, IdentityClientIDMissing, IdentitySelectorUnsupported, IMDSBadRequest},
		"Compare the client ID that the program asks for with the identities of the host: it asks for one that is not there, for none among several, or in a way that this host does not take."},
	{[]*Cause{ArcKeyUnreadable, ArcNotDetected, IdentitySelectorUnsupported},
		"Run azcmagent show to learn whether the agent runs; a member of the group himds (on Windows: of Hybrid agent extension applications) may read its keys."},
	{[]*Cause{PodIdentityBindingMissing, IdentityNotAssigned, IMDSServerError},
		"An answer of 403 or 404 in a pod of an old cluster is from the pod identity's own service, which knows no binding for this pod."},
	{[]*Cause{ChainNoCredential, FailureUnrecognised, CLINotLoggedIn, EnvIncomplete, IMDSUnreachable},
		"Ask which credential was meant to work on this machine: its own line of the error is the one to mend."},
	{[]*Cause{ChainShadowed, IdentityUnexpected, EnvConflict, IdentityAmbiguous},
		"Decode the claims appid, oid and tid of the token that programs get: they say who signed in."},
	{[]*Cause{FailureUnrecognised, EntraRefused, EntraUnavailable},
		"The correlation ID and the time lead to the sign-in's entry in Entra's log, which names the reason where the message does not."},
}

// vaultRelations are about Key Vault.
var vaultRelations = []Relation{
	{[]*Cause{KeyVaultRBACMissing, KeyVaultAccessPolicyMissing, KeyVaultFirewall, KeyVaultPrivateLink},
		"All are a 403; the inner code tells: ForbiddenByRbac, ForbiddenByPolicy, ForbiddenByFirewall, ForbiddenByConnection. az keyvault show tells which of roles and policies counts."},
	{[]*Cause{KeyVaultPrivateLink, KeyVaultPrivateDNS, KeyVaultFirewall, KeyVaultUnreachable, KeyVaultNotFound},
		"What the vault's name resolves to tells: a private address that does not answer, a public address of a vault that takes private connections only, or no address at all."},
	{[]*Cause{KeyVaultNotFound, KeyVaultNameInvalid, KeyVaultNameConflict, DNSFailure, CloudWrong},
		"Where other names resolve and this one does not, the vault's name, its cloud or its life is at fault; where none resolves, the resolver."},
	{[]*Cause{KeyVaultTenantWrong, KeyVaultAudienceWrong, KeyVaultRBACMissing},
		"A 401 after a token was sent is about the token, its tenant or its audience; a 403 is about what its identity may do."},
	{[]*Cause{KeyVaultSecretNotFound, KeyVaultSecretDisabled, KeyVaultSecretOutsideValidity, KeyVaultNameConflict},
		"az keyvault secret show --vault-name VAULT --name SECRET --query attributes shows whether it is enabled and from when to when; a vault's deleted secrets are listed by az keyvault secret list-deleted."},
	{[]*Cause{KeyVaultThrottled, EntraThrottled, IMDSThrottled},
		"All are a 429; the host that answered tells whose limit it is."},
	{[]*Cause{KeyVaultUnreachable, AuthorityUnreachable, ProxyBlocked, TLSBroken},
		"Try both hosts: where the sign-in host answers and the vault does not, a rule is about the vault's name; where neither does, about the way out."},
}

// networkRelations are about what lies between this machine and Azure.
var networkRelations = []Relation{
	{[]*Cause{ProxyAuthenticationRequired, ProxyBlocked, ProxyUnreachable, IMDSProxied},
		"A request with curl -v through the same proxy tells: 407 wants a user, another refusal is a rule of the proxy, no answer is a wrong or a dead proxy."},
	{[]*Cause{TLSInspection, TLSCertificateExpired, TLSBroken, ClockSkew},
		"The issuer and the dates of the certificate that is presented tell: a company's own authority is inspection, a date that has passed the certificate or the clock."},
	{[]*Cause{DNSFailure, AuthorityUnreachable, ProxyUnreachable, ProxyBlocked},
		"No address is DNS; an address without an answer a firewall, or a proxy that this program was not told of."},
	{[]*Cause{ClockSkew, FederatedTokenExpired, CertificateExpired, TLSCertificateExpired},
		"Compare this machine's clock with the Date header of any web page: minutes of difference make good tokens look expired or not yet valid."},
}

// classRelations are about the kinds of failure that codes without a cause of their own belong to.
var classRelations = []Relation{
	{[]*Cause{EntraRequestMalformed, EntraAppConfiguration, ClientCredentialMissing, TenantMalformed, EnvMalformed},
		"A malformed request is the program's or a wrong value's doing; where the request is well and the registration differs, the sentence names the address, permission or kind of account."},
	{[]*Cause{EntraAppConfiguration, EntraTenantConfiguration, EntraFederationTrust, ADFSRejected},
		"The sentence beside the code names whose setting it is: the application's, the tenant's, or the other identity provider's."},
	{[]*Cause{EntraAccountState, AccountDisabled, PasswordExpired, UserNotInTenant, EntraSignInMethod},
		"Sign in at https://myaccount.microsoft.com: the page asks for what the account lacks, which a command line cannot."},
	{[]*Cause{EntraPolicyBlocked, ConditionalAccessBlocked, UserNotInTenant, TenantNotAllowed},
		"Conditional Access depends on circumstances and has an entry of its own in the sign-in log; rules between organisations refuse the account everywhere."},
	{[]*Cause{EntraInteractionRequired, MFARequired, ConsentRequired, CLINotLoggedIn, RefreshTokenExpired},
		"All end with a sign-in in a browser: the page that it shows tells what was missing."},
	{[]*Cause{EntraDevice, ConditionalAccessDevice, BrokerFailure, EntraSignInMethod},
		"On Windows dsregcmd /status tells whether the device is joined and its own sign-in works; a policy that wants a device is another matter than a device that Entra refuses."},
	{[]*Cause{EntraTokenInvalid, RefreshTokenExpired, RefreshTokenRevoked, FederatedTokenExpired, CertificateNotRegistered},
		"It matters what was handed in: a stored sign-in is made anew by signing in, an assertion by what issued it."},
	{[]*Cause{EntraOnPremises, ADFSRejected, PasswordWrong, EntraFederationTrust},
		"Accounts of the cloud alone, such as an administrator's own, still sign in where the organisation's directory is at fault."},
	{[]*Cause{ServiceTokenRejected, TokenWrongAudience, ClockSkew, CloudWrong, KeyVaultAudienceWrong},
		"Decode the token's claims: aud and iss say for which service and cloud it is, nbf and exp for which time."},
	{[]*Cause{KeyVaultRequestRefused, KeyVaultSecretNotFound, KeyVaultSecretDisabled, KeyVaultNameInvalid},
		"The inner code and the message name the object and what stands against it; roles and firewall are passed by then."},
}
