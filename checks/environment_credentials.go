package checks

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"
)

// The kinds of sign-in that EnvironmentCredential knows, in the order in which it chooses.
// azidentity 1.15.0 environment_credential.go, read 2026-11-22.
const (
	configuredSecret      = "client-secret"
	configuredCertificate = "client-certificate"
	configuredPassword    = "username-password"
)

// Configured is the sign-in that EnvironmentCredential would use: "client-secret", "client-certificate",
// "username-password", or "" where its variables are incomplete. An empty variable counts as unset, as it does in every SDK.
func (e *EnvironmentFacts) Configured() string {
	switch {
	case !e.Has("AZURE_TENANT_ID") || !e.Has("AZURE_CLIENT_ID"):
		return ""
	case e.Has("AZURE_CLIENT_SECRET"):
		return configuredSecret
	case e.Has("AZURE_CLIENT_CERTIFICATE_PATH"):
		return configuredCertificate
	case e.Has("AZURE_USERNAME") && e.Has("AZURE_PASSWORD"):
		return configuredPassword
	}
	return ""
}

// WorkloadIdentityConfigured reports whether WorkloadIdentityCredential has its three variables.
func (e *EnvironmentFacts) WorkloadIdentityConfigured() bool {
	return e.Has("AZURE_TENANT_ID") && e.Has("AZURE_CLIENT_ID") && e.Has("AZURE_FEDERATED_TOKEN_FILE")
}

// emptyTokenFileStops reports the one state in which an empty variable makes Go differ: AZURE_FEDERATED_TOKEN_FILE set to
// nothing. Go's WorkloadIdentityCredential asks whether it is set, not whether it is empty, and then fails to open "",
// which ends the chain. azidentity 1.15.0 workload_identity.go, read 2026-11-22.
func (e *EnvironmentFacts) emptyTokenFileStops() bool {
	file := e.Variable("AZURE_FEDERATED_TOKEN_FILE")
	return file != nil && file.Empty && e.Has("AZURE_TENANT_ID") && e.Variable("AZURE_CLIENT_ID") != nil
}

// newEnvironmentCredential builds what azidentity's EnvironmentCredential would choose here. It does so from the snapshot
// and not by EnvironmentCredential, which reads the certificate's file itself and would send a password. What keeps it
// from being built is, in a chain, a credential that is unavailable: the chain goes on.
func newEnvironmentCredential(s *Session) (azcore.TokenCredential, error) {
	client := s.Proxied()
	credential, err := s.servicePrincipal(client)
	if err != nil {
		return nil, azidentity.NewCredentialUnavailableError("EnvironmentCredential: " + err.Error())
	}
	return closing{credential, client}, nil
}

func (s *Session) servicePrincipal(client *http.Client) (azcore.TokenCredential, error) {
	environment, _ := s.environment.await(struct{}{})
	tenant, clientID := s.Environ["AZURE_TENANT_ID"], s.Environ["AZURE_CLIENT_ID"]
	switch environment.Configured() {
	case configuredSecret:
		return azidentity.NewClientSecretCredential(tenant, clientID, s.Environ["AZURE_CLIENT_SECRET"], &azidentity.ClientSecretCredentialOptions{
			ClientOptions:              s.principalOptions(client),
			AdditionallyAllowedTenants: s.additionalTenants(),
		})
	case configuredCertificate:
		path := s.Environ["AZURE_CLIENT_CERTIFICATE_PATH"]
		content, err := s.ReadFile(path, maxCertificateBytes)
		if err != nil {
			return nil, fmt.Errorf("failed to read certificate file %q: %w", path, err)
		}
		certificates, key, err := azidentity.ParseCertificates(content, []byte(s.Environ["AZURE_CLIENT_CERTIFICATE_PASSWORD"]))
		if err != nil {
			return nil, fmt.Errorf("failed to parse %q due to error %q", path, err.Error())
		}
		sendChain := s.Environ["AZURE_CLIENT_SEND_CERTIFICATE_CHAIN"]
		return azidentity.NewClientCertificateCredential(tenant, clientID, certificates, key, &azidentity.ClientCertificateCredentialOptions{
			ClientOptions:              s.principalOptions(client),
			AdditionallyAllowedTenants: s.additionalTenants(),
			SendCertificateChain:       sendChain == "1" || strings.EqualFold(sendChain, "true"),
		})
	}
	return nil, errors.New("incomplete environment variable configuration")
}

// newWorkloadIdentityCredential builds azidentity's WorkloadIdentityCredential, which opens the token file itself. An
// option left empty makes it look into the process's environment, which this machine's snapshot repeats.
func newWorkloadIdentityCredential(s *Session) (azcore.TokenCredential, error) {
	path := s.Environ["AZURE_FEDERATED_TOKEN_FILE"]
	if info, err := s.Stat(path); err == nil && !info.Mode().IsRegular() {
		return nil, fmt.Errorf("WorkloadIdentityCredential: %s is not a regular file", path) // opening a pipe would block for ever
	}
	client := s.Proxied()
	credential, err := azidentity.NewWorkloadIdentityCredential(&azidentity.WorkloadIdentityCredentialOptions{
		ClientOptions:              s.principalOptions(client),
		AdditionallyAllowedTenants: s.additionalTenants(),
		ClientID:                   s.Environ["AZURE_CLIENT_ID"],
		TenantID:                   s.Environ["AZURE_TENANT_ID"],
		TokenFilePath:              path,
	})
	if err != nil {
		return nil, azidentity.NewCredentialUnavailableError("WorkloadIdentityCredential: " + err.Error())
	}
	return closing{credential, client}, nil
}

// principalOptions are the options of a service principal's credential. AZURE_AUTHORITY_HOST is taken as it is, for the
// credential to judge; without it the run's cloud counts, as a program for that cloud would state it.
func (s *Session) principalOptions(client *http.Client) azcore.ClientOptions {
	options := s.clientOptions(client)
	if host := s.Environ["AZURE_AUTHORITY_HOST"]; host != "" {
		options.Cloud.ActiveDirectoryAuthorityHost = host
	}
	return options
}

// additionalTenants are those of AZURE_ADDITIONALLY_ALLOWED_TENANTS, as DefaultAzureCredential splits it.
func (s *Session) additionalTenants() []string {
	if tenants := s.Environ["AZURE_ADDITIONALLY_ALLOWED_TENANTS"]; tenants != "" {
		return strings.Split(tenants, ";")
	}
	return nil
}

// closing closes a credential's connections once it has answered: each is asked once.
type closing struct {
	azcore.TokenCredential
	client *http.Client
}

// GetToken asks the credential; see azcore.TokenCredential.
func (c closing) GetToken(ctx context.Context, options policy.TokenRequestOptions) (azcore.AccessToken, error) {
	defer c.client.CloseIdleConnections()
	return c.TokenCredential.GetToken(ctx, options)
}
