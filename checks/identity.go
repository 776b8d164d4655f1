package checks

import (
	"cmp"
	"encoding/base64"
	"encoding/json"
	"strings"
)

// Identity is who a token is for, read from its claims. Signatures are not verified: the token came from its issuer.
type Identity struct {
	// Kind is "user", "servicePrincipal" or "managedIdentity"; "" where the token does not tell.
	Kind string `json:"kind,omitempty"`
	// Name is a user's principal name or an application's display name.
	Name string `json:"name,omitempty"`
	// ObjectID is the oid claim: what role assignments and access policies name.
	ObjectID string `json:"objectId,omitempty"`
	// TenantID is the tid claim.
	TenantID string `json:"tenantId,omitempty"`
	// ClientID is the application the token was issued to (appid or azp).
	ClientID string `json:"clientId,omitempty"`
	// ResourceID is the Azure resource ID of a managed identity or of the machine that carries it (xms_mirid).
	ResourceID string `json:"resourceId,omitempty"`
	// Methods are the authentication methods a user used (amr): "pwd", "mfa".
	Methods []string `json:"methods,omitempty"`
}

// String names the identity for people: its name, or else its resource, application or object ID.
func (i *Identity) String() string {
	if i == nil {
		return "an identity that its token does not name"
	}
	switch {
	case i.Name != "":
		return i.Name
	case i.ResourceID != "":
		return i.ResourceID[strings.LastIndex(i.ResourceID, "/")+1:]
	case i.ClientID != "" && i.Kind != "user":
		return "application " + i.ClientID
	case i.ObjectID != "":
		return "object " + i.ObjectID
	}
	return "an identity that its token does not name"
}

// PrincipalType is the --assignee-principal-type of az role assignment create.
func (i *Identity) PrincipalType() string {
	if i != nil && i.Kind == "user" {
		return "User"
	}
	return "ServicePrincipal"
}

// claims are the payload fields that are kept.
// https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference, read 2026-11-22.
type claims struct {
	Audience          any      `json:"aud"`
	ObjectID          string   `json:"oid"`
	TenantID          string   `json:"tid"`
	AppID             string   `json:"appid"`
	AuthorizedParty   string   `json:"azp"`
	AppDisplayName    string   `json:"app_displayname"`
	IDType            string   `json:"idtyp"`
	UPN               string   `json:"upn"`
	UniqueName        string   `json:"unique_name"`
	PreferredUsername string   `json:"preferred_username"`
	Scopes            string   `json:"scp"`
	ResourceID        string   `json:"xms_mirid"`
	Methods           []string `json:"amr"`
}

// maxClaim bounds one claim, in bytes: the longest that means something is a resource ID.
const maxClaim = 500

// readClaims reads who a token is for, and its audience. A token that is no JWT (some resources' are opaque or encrypted)
// gives an Identity without names; a claim of another type than documented stays empty.
func readClaims(token string) (*Identity, string) {
	var c claims
	parts := strings.Split(token, ".")
	if len(parts) == 3 {
		if payload, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(parts[1], "=")); err == nil {
			_ = json.Unmarshal(payload, &c)
		}
	}
	identity := &Identity{
		Name:       boundedText(withoutProvider(cmp.Or(c.UPN, c.UniqueName, c.PreferredUsername)), maxClaim),
		ObjectID:   boundedText(c.ObjectID, maxClaim),
		TenantID:   boundedText(c.TenantID, maxClaim),
		ClientID:   boundedText(cmp.Or(c.AppID, c.AuthorizedParty), maxClaim),
		ResourceID: boundedText(c.ResourceID, maxClaim),
	}
	for _, method := range c.Methods {
		if method != "" && len(identity.Methods) < 10 {
			identity.Methods = append(identity.Methods, boundedText(method, 50))
		}
	}
	switch {
	case c.ResourceID != "":
		identity.Kind = "managedIdentity"
	case c.IDType == "user" || c.IDType != "app" && (c.Scopes != "" || identity.Name != ""):
		identity.Kind = "user"
	case c.IDType == "app" || c.ObjectID != "" || identity.ClientID != "":
		identity.Kind = "servicePrincipal"
	}
	if identity.Kind != "user" && identity.Name == "" {
		identity.Name = boundedText(c.AppDisplayName, maxClaim)
	}
	return identity, boundedText(firstAudience(c.Audience), maxClaim)
}

// withoutProvider takes the identity provider off a guest's name: "live.com#alice@contoso.com". The "#EXT#" inside a guest's
// principal name belongs to it.
// https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference (unique_name), read 2026-11-22.
func withoutProvider(name string) string {
	provider, rest, found := strings.Cut(name, "#")
	if found && !strings.Contains(provider, "@") && !strings.Contains(provider, "_") && strings.Contains(rest, "@") && !strings.Contains(rest, "#") {
		return rest
	}
	return name
}

// firstAudience reads the aud claim, which may be one text or a list of them.
func firstAudience(audience any) string {
	if list, ok := audience.([]any); ok && len(list) > 0 {
		audience = list[0]
	}
	text, _ := audience.(string)
	return text
}
