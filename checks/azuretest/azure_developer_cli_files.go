package azuretest

import (
	"path/filepath"
	"testing"
)

// AzureDeveloperCLISignIn is the state of azd's sign-in. The zero value is nobody.
type AzureDeveloperCLISignIn struct {
	// Identity is a user, a service principal or a managed identity; the zero value is nobody.
	Identity
	// UseAzureCLI makes azd delegate to az.
	UseAzureCLI bool
	// NotInTokenCache leaves the user out of the token cache.
	NotInTokenCache bool
	// Cloud and Subscription are its defaults; "" writes none.
	Cloud, Subscription string
}

// WriteAzureDeveloperCLIFiles writes what azd keeps in its configuration directory. Tokens and secrets in it contain the canary.
// azure-dev (August 2026) cli/azd/pkg/auth/manager.go, read 2026-11-22.
func WriteAzureDeveloperCLIFiles(t testing.TB, dir string, s AzureDeveloperCLISignIn) {
	t.Helper()
	write := func(name string, value any) { writeFile(t, filepath.Join(dir, name), indent(value), 0o600) }
	config := map[string]any{}
	if s.UseAzureCLI {
		config["auth"] = map[string]any{"useAzCliAuth": "true"}
	}
	if s.Cloud != "" {
		config["cloud"] = map[string]any{"name": s.Cloud}
	}
	if s.Subscription != "" {
		config["defaults"] = map[string]any{"subscription": s.Subscription}
	}
	write("config.json", config)
	current := map[string]any{}
	switch s.Kind {
	case User:
		current["homeAccountId"] = s.ObjectID + "." + s.tenant()
		cache := newTokenCache()
		if !s.NotInTokenCache {
			cache.add(s.Identity)
		}
		write("auth/msal/cache.json", cache)
	case ServicePrincipal:
		current["clientId"], current["tenantId"] = s.ClientID, s.tenant()
		write("auth/cred"+s.tenant()+"."+s.ClientID+".json", map[string]any{"clientSecret": ClientSecret})
	case ManagedIdentity:
		current["managedIdentity"] = true
		if !s.systemAssigned() {
			current["clientId"] = s.ClientID
		}
	default:
		return
	}
	write("auth.json", map[string]any{"auth": map[string]any{"account": map[string]any{"currentUser": current}}})
}
