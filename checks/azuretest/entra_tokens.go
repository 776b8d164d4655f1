package azuretest

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"time"
)

// TokenFault makes token requests fail. Empty fields fit every request.
type TokenFault struct {
	// Tenant is the GUID asked.
	Tenant string
	// Audience is the resource asked for, such as VaultAudience.
	Audience string
	// ClientID is the application that asks.
	ClientID string
	// Grant is the grant_type.
	Grant string
	// Fault is what is answered: AADSTS(7000222), Hang, Portal, Status(503), ...
	Fault Fault
}

// FailTokens makes token requests fail; the first fault that fits decides. It replaces earlier calls: without faults it heals.
func (a *Azure) FailTokens(faults ...TokenFault) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.tokenFaults = faults
}

func (a *Azure) tokenFault(tenant, audience, clientID, grant string) Fault {
	a.mu.Lock()
	defer a.mu.Unlock()
	fits := func(want, is string) bool {
		return want == "" || strings.EqualFold(strings.TrimRight(want, "/"), strings.TrimRight(is, "/"))
	}
	for _, f := range a.tokenFaults {
		if fits(f.Tenant, tenant) && fits(f.Audience, audience) && fits(f.ClientID, clientID) && fits(f.Grant, grant) {
			return f.Fault
		}
	}
	return Fault{}
}

// serveToken answers the token endpoint of a tenant, or of everybody.
func (a *Azure) serveToken(w http.ResponseWriter, r *http.Request, tenant string) {
	grant, clientID, audience := r.PostFormValue("grant_type"), r.PostFormValue("client_id"), audienceOf(r)
	if a.tokenFault(tenant, audience, clientID, grant).answer(w, r) {
		return
	}
	switch grant {
	case "client_credentials":
		a.serveApplication(w, r, tenant, audience)
	case "refresh_token":
		user, ok := a.userOf(r.PostFormValue("refresh_token"))
		if !ok {
			a.writeAADSTS(w, r, 9002313)
			return
		}
		a.serveUser(w, r, user, tenant, audience)
	case "urn:ietf:params:oauth:grant-type:device_code", "device_code", "authorization_code", "password":
		home := tenant
		if slices.Contains(everybody, tenant) {
			home = TenantID
		}
		found, _ := a.tenant(home)
		if len(found.Users) == 0 {
			a.writeAADSTS(w, r, 50034)
			return
		}
		a.serveUser(w, r, found.Users[0], tenant, audience)
	default:
		a.writeAADSTS(w, r, 70003)
	}
}

// refreshToken is a user's, for every tool and resource.
func refreshToken(user Identity) string { return "1." + Canary + "-refresh-" + user.ObjectID }

// userOf returns the user with this refresh token, at home.
func (a *Azure) userOf(refresh string) (Identity, bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, t := range a.tenants {
		for _, user := range t.Users {
			if refreshToken(user) == refresh {
				user.TenantID = or(user.TenantID, t.ID)
				return user, true
			}
		}
	}
	return Identity{}, false
}

// audienceOf returns the resource that a token request asks for: its scope without "/.default" and the OpenID words.
func audienceOf(r *http.Request) string {
	for scope := range strings.FieldsSeq(r.PostFormValue("scope")) {
		if audience, ok := strings.CutSuffix(scope, "/.default"); ok {
			return audience
		}
		if i := strings.LastIndex(scope, "/"); strings.Contains(scope, "://") && i > len("https://") {
			return scope[:i]
		}
	}
	return r.PostFormValue("resource")
}

// serveUser answers with tokens for a user, in the tenant asked for or at home.
func (a *Azure) serveUser(w http.ResponseWriter, r *http.Request, user Identity, tenant, audience string) {
	home := user.tenant()
	if slices.Contains(everybody, tenant) {
		tenant = home
	}
	found, _ := a.tenant(tenant)
	i := slices.IndexFunc(found.Users, func(u Identity) bool { return strings.EqualFold(u.Name, user.Name) })
	if i < 0 {
		a.writeAADSTS(w, r, 50020)
		return
	}
	here := found.Users[i]
	here.Kind, here.TenantID, here.ClientID = User, tenant, r.PostFormValue("client_id")
	now := a.now()
	info, _ := json.Marshal(map[string]string{"uid": user.ObjectID, "utid": home})
	writeJSON(w, http.StatusOK, map[string]any{
		"token_type": "Bearer", "scope": r.PostFormValue("scope"), "expires_in": seconds(tokenLifetime), "ext_expires_in": seconds(tokenLifetime),
		"access_token": tokenAt(here, audience, now, tokenLifetime), "refresh_token": refreshToken(user), "foci": "1",
		"client_info": base64.RawURLEncoding.EncodeToString(info),
		"id_token": encodeJWT(map[string]string{"typ": "JWT", "alg": "RS256"}, map[string]any{
			"aud": here.ClientID, "iss": "https://" + r.Host + "/" + tenant + "/v2.0", "iat": now.Unix(), "nbf": now.Unix(), "exp": now.Add(tokenLifetime).Unix(),
			"name": user.Name, "preferred_username": user.Name, "oid": here.ObjectID, "sub": here.ObjectID, "tid": tenant, "ver": "2.0",
		}),
	})
}

// tokenLifetime is how long access tokens live here. MSAL asks anew for what lives less than 5 minutes.
const tokenLifetime = time.Hour

func seconds(d time.Duration) int { return int(d.Seconds()) }

// serveApplication answers the client credentials grant.
func (a *Azure) serveApplication(w http.ResponseWriter, r *http.Request, tenant, audience string) {
	found, _ := a.tenant(tenant)
	clientID := r.PostFormValue("client_id")
	i := slices.IndexFunc(found.Apps, func(app Application) bool { return strings.EqualFold(app.ClientID, clientID) })
	if i < 0 {
		a.writeAADSTS(w, r, 700016)
		return
	}
	app := found.Apps[i]
	if code := a.refuse(app, r); code != 0 {
		a.writeAADSTS(w, r, code)
		return
	}
	if app.Kind == "" {
		app.Kind = ServicePrincipal
	}
	app.TenantID = tenant
	writeJSON(w, http.StatusOK, map[string]any{
		"token_type": "Bearer", "expires_in": seconds(tokenLifetime), "ext_expires_in": seconds(tokenLifetime),
		"access_token": tokenAt(app.Identity, audience, a.now(), tokenLifetime),
	})
}
