package azuretest

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strings"
	"sync/atomic"
	"time"
)

// Canary is a part of every token, refresh token, client secret, secret value and endpoint secret of the stand-in. Output
// that contains it leaks.
const Canary = "CANARY-azuretest"

// ClientSecret is the secret of App.
const ClientSecret = Canary + "~client.secret"

// Kinds of an Identity.
const (
	User             = "user"
	ServicePrincipal = "servicePrincipal"
	ManagedIdentity  = "managedIdentity"
)

// DeveloperToolsClientID is the application that az and azd sign users in to.
// azure-cli's _auth constants, read 2026-11-22.
const DeveloperToolsClientID = "04b07795-8ddb-461a-bbee-02f9e1bf7b46"

// Identity is somebody who can have a token.
type Identity struct {
	// Kind is User, ServicePrincipal or ManagedIdentity.
	Kind string
	// Name is a user's principal name, or an application's display name.
	Name string
	// ObjectID is what roles and access policies name.
	ObjectID string
	// TenantID is the tenant it lives in; "" means TenantID.
	TenantID string
	// ClientID of the application or managed identity; for users the application signed in to, "" meaning DeveloperToolsClientID.
	ClientID string
	// ResourceID is a managed identity's Azure resource ID.
	ResourceID string
}

// The usual suspects. They live in Contoso; see New.
var (
	Alice = Identity{Kind: User, Name: "alice@contoso.com", ObjectID: ObjectID, TenantID: TenantID}
	Bob   = Identity{Kind: User, Name: "bob@contoso.com", ObjectID: "44444444-4444-4444-4444-bbbbbbbbbbbb", TenantID: TenantID}
	App   = Identity{Kind: ServicePrincipal, Name: "contoso-app", ObjectID: "66666666-6666-6666-6666-666666666666", TenantID: TenantID, ClientID: ClientID}
	// Machine is a virtual machine's system-assigned identity.
	Machine = Identity{Kind: ManagedIdentity, Name: "contoso-vm", ObjectID: "77777777-7777-7777-7777-777777777777", TenantID: TenantID,
		ClientID:   "77777777-7777-7777-7777-cccccccccccc",
		ResourceID: "/subscriptions/" + SubscriptionID + "/resourcegroups/contoso-rg/providers/Microsoft.Compute/virtualMachines/contoso-vm"}
	// Assigned and Assigned2 are user-assigned identities.
	Assigned  = userAssigned("contoso-id", "88888888-8888-8888-8888-888888888888", "88888888-8888-8888-8888-cccccccccccc")
	Assigned2 = userAssigned("contoso-id2", "99999999-9999-9999-9999-999999999999", "99999999-9999-9999-9999-cccccccccccc")
)

func userAssigned(name, objectID, clientID string) Identity {
	return Identity{Kind: ManagedIdentity, Name: name, ObjectID: objectID, TenantID: TenantID, ClientID: clientID,
		ResourceID: "/subscriptions/" + SubscriptionID + "/resourcegroups/contoso-rg/providers/Microsoft.ManagedIdentity/userAssignedIdentities/" + name}
}

func (i Identity) tenant() string {
	if i.TenantID == "" {
		return TenantID
	}
	return i.TenantID
}

// claims are a version 1.0 access token's.
// https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference, read 2026-11-22.
type claims struct {
	Audience   string   `json:"aud"`
	Issuer     string   `json:"iss"`
	IssuedAt   int64    `json:"iat"`
	NotBefore  int64    `json:"nbf"`
	Expires    int64    `json:"exp"`
	Methods    []string `json:"amr,omitempty"`
	AppID      string   `json:"appid"`
	AppName    string   `json:"app_displayname,omitempty"`
	IDType     string   `json:"idtyp"`
	ObjectID   string   `json:"oid"`
	Subject    string   `json:"sub"`
	Scopes     string   `json:"scp,omitempty"`
	TenantID   string   `json:"tid"`
	UniqueName string   `json:"unique_name,omitempty"`
	UPN        string   `json:"upn,omitempty"`
	Version    string   `json:"ver"`
	ResourceID string   `json:"xms_mirid,omitempty"`
}

// Token returns an access token of version 1.0 for an audience, valid from now for lifetime (which may be negative). Its
// signature is Canary and a number: nothing checks it.
func Token(id Identity, audience string, lifetime time.Duration) string {
	return tokenAt(id, audience, time.Now(), lifetime)
}

func tokenAt(id Identity, audience string, now time.Time, lifetime time.Duration) string {
	c := claims{
		Audience: audience, Issuer: "https://sts.windows.net/" + id.tenant() + "/",
		IssuedAt: now.Unix(), NotBefore: now.Unix(), Expires: now.Add(lifetime).Unix(),
		AppID: id.ClientID, ObjectID: id.ObjectID, Subject: id.ObjectID, TenantID: id.tenant(), Version: "1.0", IDType: "app",
	}
	if lifetime < 0 {
		c.IssuedAt, c.NotBefore = now.Add(lifetime-time.Hour).Unix(), now.Add(lifetime-time.Hour).Unix()
	}
	switch id.Kind {
	case User:
		c.IDType, c.UniqueName, c.UPN, c.Scopes, c.Methods = "user", id.Name, id.Name, "user_impersonation", []string{"pwd", "mfa"}
		if c.AppID == "" {
			c.AppID = DeveloperToolsClientID
		}
	case ManagedIdentity:
		c.ResourceID = id.ResourceID
	default:
		c.AppName = id.Name
	}
	return encodeJWT(map[string]any{"typ": "JWT", "alg": "RS256", "x5t": "azuretest", "kid": "azuretest"}, c)
}

var tokenNumber atomic.Int64

// encodeJWT writes a token with a signature that is the canary, some letters and a number.
func encodeJWT(header, payload any) string {
	part := func(v any) string {
		text, err := json.Marshal(v)
		if err != nil {
			panic(err)
		}
		return base64.RawURLEncoding.EncodeToString(text)
	}
	number := base64.RawURLEncoding.EncodeToString([]byte{byte(tokenNumber.Add(1) >> 8), byte(tokenNumber.Load()), 0})
	return part(header) + "." + part(payload) + "." + Canary + strings.Repeat("s", 64) + number
}

// caller reads the bearer token of a request; nil where there is none or it is no token.
func caller(r *http.Request) *claims {
	bearer, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if !ok {
		return nil
	}
	var c claims
	if !decodeJWT(bearer, &c) {
		return nil
	}
	return &c
}

func decodeJWT(token string, into any) bool {
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		return false
	}
	payload, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(parts[1], "="))
	return err == nil && json.Unmarshal(payload, into) == nil
}
