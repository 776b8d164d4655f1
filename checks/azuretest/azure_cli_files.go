package azuretest

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// AzureCLIAccount is one subscription of az's list of accounts, with who is signed in to it.
type AzureCLIAccount struct {
	// Identity is a user, a service principal or a managed identity.
	Identity
	// SubscriptionID and SubscriptionName; "" means SubscriptionID and "Contoso Dev".
	SubscriptionID, SubscriptionName string
	// NoSubscription is a sign-in with --allow-no-subscriptions: the tenant stands for a subscription.
	NoSubscription bool
	// SubscriptionTenantID is the subscription's tenant; "" means the identity's.
	SubscriptionTenantID string
	// Cloud is az's name of the cloud; "" means "AzureCloud".
	Cloud string
	// NotDefault leaves isDefault false.
	NotDefault bool
	// NotInTokenCache leaves the user out of the token cache, or the service principal out of its file.
	NotInTokenCache bool
	// CloudShell marks the account as one of Cloud Shell.
	CloudShell bool
}

// WriteAzureCLIFiles writes what az 2.45 keeps in its configuration directory when these accounts are signed in: with none,
// what every first run leaves. Tokens and secrets in it contain the canary.
// azure-cli 2.45.0 core/_profile.py and core/auth/identity.py, read 2026-11-22.
func WriteAzureCLIFiles(t testing.TB, dir string, accounts ...AzureCLIAccount) {
	t.Helper()
	subscriptions, entries := []any{}, []any{}
	cloud, clouds := "AzureCloud", ""
	cache := newTokenCache()
	for _, account := range accounts {
		account.SubscriptionID = or(account.SubscriptionID, SubscriptionID)
		account.Cloud = or(account.Cloud, "AzureCloud")
		if !account.NotDefault {
			cloud = account.Cloud
			clouds += "[" + cloud + "]\nsubscription = " + account.SubscriptionID + "\n\n"
		}
		subscriptions = append(subscriptions, account.profile())
		if account.NotInTokenCache {
			continue
		}
		switch account.Kind {
		case User:
			cache.add(account.Identity)
		case ServicePrincipal:
			entries = append(entries, map[string]any{"client_id": account.ClientID, "tenant": account.tenant(), "client_secret": ClientSecret})
		}
	}
	write := func(name, content string) { writeFile(t, filepath.Join(dir, name), content, 0o600) }
	if len(accounts) == 0 {
		write("azureProfile.json", "\ufeff{}")
		write("config", "[cloud]\nname = AzureCloud\n\n")
		return
	}
	write("azureProfile.json", "\ufeff"+compact(map[string]any{"installationId": "aaaaaaaa-0000-0000-0000-0000000000a2", "subscriptions": subscriptions}))
	write("config", "[cloud]\nname = "+cloud+"\n\n")
	write("clouds.config", clouds)
	write("msal_token_cache.json", indent(cache))
	if len(entries) > 0 {
		write("service_principal_entries.json", compact(entries))
	}
}

// profile is an account as azureProfile.json has it.
func (c AzureCLIAccount) profile() map[string]any {
	user := map[string]any{"name": c.Name, "type": "user"}
	id, name, tenant := c.SubscriptionID, or(c.SubscriptionName, "Contoso Dev"), or(c.SubscriptionTenantID, c.tenant())
	switch c.Kind {
	case ServicePrincipal:
		user = map[string]any{"name": c.ClientID, "type": "servicePrincipal"}
	case ManagedIdentity:
		user = map[string]any{"name": "systemAssignedIdentity", "type": "servicePrincipal", "assignedIdentityInfo": "MSI"}
		if !c.systemAssigned() {
			user["name"], user["assignedIdentityInfo"] = "userAssignedIdentity", "MSIClient-"+c.ClientID
		}
	}
	if c.CloudShell {
		user["cloudShellID"] = true
	}
	if c.NoSubscription {
		id, name = tenant, "N/A(tenant level account)"
	}
	return map[string]any{
		"id": id, "name": name, "state": "Enabled", "user": user, "isDefault": !c.NotDefault, "tenantId": tenant,
		"environmentName": or(c.Cloud, "AzureCloud"), "homeTenantId": c.tenant(), "managedByTenants": []any{},
	}
}

// tokenCache is MSAL's cache of tokens, the same for az and azd.
// https://github.com/AzureAD/microsoft-authentication-library-for-python token_cache.py, read 2026-11-22.
type tokenCache struct {
	AccessToken, RefreshToken, IdToken, Account, AppMetadata map[string]map[string]any
}

func newTokenCache() *tokenCache {
	return &tokenCache{map[string]map[string]any{}, map[string]map[string]any{}, map[string]map[string]any{}, map[string]map[string]any{}, map[string]map[string]any{}}
}

// add signs a user in: an account, a refresh token for all tools, an access token for Azure Resource Manager.
func (c *tokenCache) add(user Identity) {
	const environment = "login.microsoftonline.com"
	home := user.ObjectID + "." + user.tenant()
	scope := "https://management.core.windows.net//user_impersonation https://management.core.windows.net//.default"
	now := time.Now()
	key := func(parts ...string) string { return strings.ToLower(strings.Join(parts, "-")) }
	number := func(at time.Time) string { return fmt.Sprint(at.Unix()) }
	c.Account[key(home, environment, user.tenant())] = map[string]any{
		"home_account_id": home, "environment": environment, "realm": user.tenant(), "local_account_id": user.ObjectID,
		"username": user.Name, "authority_type": "MSSTS",
	}
	c.RefreshToken[key(home, environment, "refreshtoken", "1", "", "")] = map[string]any{
		"credential_type": "RefreshToken", "secret": refreshToken(user), "home_account_id": home, "environment": environment,
		"client_id": DeveloperToolsClientID, "target": scope, "family_id": "1", "last_modification_time": number(now),
	}
	c.AccessToken[key(home, environment, "accesstoken", DeveloperToolsClientID, user.tenant(), scope)] = map[string]any{
		"credential_type": "AccessToken", "secret": Token(user, "https://management.core.windows.net/", time.Hour), "home_account_id": home,
		"environment": environment, "client_id": DeveloperToolsClientID, "target": scope, "realm": user.tenant(), "token_type": "Bearer",
		"cached_at": number(now), "expires_on": number(now.Add(time.Hour)), "extended_expires_on": number(now.Add(time.Hour)),
	}
	c.AppMetadata[key("appmetadata", environment, DeveloperToolsClientID)] = map[string]any{
		"client_id": DeveloperToolsClientID, "environment": environment, "family_id": "1",
	}
}
