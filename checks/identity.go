package checks

import (
	"cmp"
	"encoding/base64"
	"encoding/json"
	"fmt"
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

// readClaims reads who a token is for. A token that is no JWT (some resources' are opaque) gives an Identity without names.
func readClaims(token string) (*Identity, string) {
	var c claims
	parts := strings.Split(token, ".")
	if len(parts) == 3 {
		if payload, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(parts[1], "=")); err == nil {
			_ = json.Unmarshal(payload, &c) // fields of another type than documented stay empty
		}
	}
	identity := &Identity{
		Name:       cmp.Or(c.UPN, c.UniqueName, c.PreferredUsername),
		ObjectID:   c.ObjectID,
		TenantID:   c.TenantID,
		ClientID:   cmp.Or(c.AppID, c.AuthorizedParty),
		ResourceID: c.ResourceID,
		Methods:    c.Methods,
	}
	switch {
	case c.ResourceID != "":
		identity.Kind = "managedIdentity"
	case c.IDType == "user" || c.Scopes != "" || identity.Name != "":
		identity.Kind = "user"
	case c.ObjectID != "" || identity.ClientID != "":
		identity.Kind = "servicePrincipal"
	}
	if identity.Kind != "user" && identity.Name == "" {
		identity.Name = c.AppDisplayName
	}
	audience, _ := c.Audience.(string)
	return identity, audience
}

func typeName(value any) string { return fmt.Sprintf("%T", value) }
