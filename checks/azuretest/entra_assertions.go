package azuretest

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"time"
)

// refuse returns the AADSTS code that an application's credential earns; 0 where it is good.
func (a *Azure) refuse(app Application, r *http.Request) int {
	secret, assertion := r.PostFormValue("client_secret"), r.PostFormValue("client_assertion")
	switch {
	case app.Disabled:
		return 7000112
	case assertion != "":
		return a.refuseAssertion(app, assertion)
	case secret == "":
		return 7000218
	case app.Secret == "" || secret != app.Secret:
		return 7000215
	case app.SecretExpired:
		return 7000222
	}
	return 0
}

// assertion is what is read of a client assertion.
type assertion struct {
	Issuer   string `json:"iss"`
	Subject  string `json:"sub"`
	Audience any    `json:"aud"`
	Expires  int64  `json:"exp"`
}

func (a *Azure) refuseAssertion(app Application, token string) int {
	var said assertion
	var header struct {
		SHA1   string `json:"x5t"`
		SHA256 string `json:"x5t#S256"`
	}
	first, _, _ := strings.Cut(token, ".")
	text, err := base64.RawURLEncoding.DecodeString(first)
	if err != nil || json.Unmarshal(text, &header) != nil || !decodeJWT(token, &said) {
		return 50027
	}
	if said.Expires != 0 && time.Unix(said.Expires, 0).Before(a.now()) {
		return 700024
	}
	if said.Issuer == app.ClientID {
		shown := func(known string) bool {
			return strings.EqualFold(known, hexOf(header.SHA1)) || strings.EqualFold(known, hexOf(header.SHA256))
		}
		if len(app.Thumbprints) > 0 && !slices.ContainsFunc(app.Thumbprints, shown) {
			return 700027
		}
		return 0
	}
	code := 700211
	for _, known := range app.Federated {
		audience := known.Audience
		if audience == "" {
			audience = "api://AzureADTokenExchange"
		}
		switch {
		case known.Issuer != said.Issuer:
		case known.Subject != said.Subject:
			code = 700213
		case !slices.Contains(audiences(said.Audience), audience):
			code = 700212
		default:
			return 0
		}
	}
	return code
}

// hexOf turns a thumbprint of an assertion's header, in any form of base64, into hexadecimal.
func hexOf(thumbprint string) string {
	plain := strings.NewReplacer("+", "-", "/", "_", "=", "").Replace(thumbprint)
	sum, err := base64.RawURLEncoding.DecodeString(plain)
	if err != nil || len(sum) == 0 {
		return "none"
	}
	return hex.EncodeToString(sum)
}

// audiences reads an aud claim, which is a string or several.
func audiences(claim any) []string {
	switch said := claim.(type) {
	case string:
		return []string{said}
	case []any:
		var all []string
		for _, one := range said {
			if text, ok := one.(string); ok {
				all = append(all, text)
			}
		}
		return all
	}
	return nil
}
