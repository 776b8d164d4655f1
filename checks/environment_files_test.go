package checks

import (
	"bytes"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"math/big"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// testKey is one key for all certificates of the tests: making one takes long.
var testKey = sync.OnceValue(func() *rsa.PrivateKey {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err)
	}
	return key
})

// makeCertificate returns a certificate of testKey and the key, as PEM.
func makeCertificate(t testing.TB, notBefore, notAfter time.Time) (certificate, key string) {
	t.Helper()
	template := &x509.Certificate{SerialNumber: big.NewInt(7), Subject: pkix.Name{CommonName: "contoso-app"}, NotBefore: notBefore, NotAfter: notAfter}
	der, err := x509.CreateCertificate(rand.Reader, template, template, testKey().Public(), testKey())
	if err != nil {
		t.Fatal(err)
	}
	pkcs8, err := x509.MarshalPKCS8PrivateKey(testKey())
	if err != nil {
		t.Fatal(err)
	}
	encode := func(kind string, bytes []byte) string {
		return string(pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: bytes}))
	}
	return encode("CERTIFICATE", der), encode("PRIVATE KEY", pkcs8)
}

func TestCertificateFacts(t *testing.T) {
	from, until := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)
	certificate, key := makeCertificate(t, from, until)
	other, _ := makeCertificate(t, from.AddDate(-1, 0, 0), until.AddDate(-1, 0, 0))
	encrypted := strings.ReplaceAll(key, "PRIVATE KEY", "ENCRYPTED PRIVATE KEY")
	old, err := os.ReadFile("testdata/app.p12")
	if err != nil {
		t.Fatal(err)
	}
	modern, err := os.ReadFile("testdata/app-aes256.p12")
	if err != nil {
		t.Fatal(err)
	}
	const password = "CANARY-p12-password"
	for name, test := range map[string]struct {
		content, password string
		state, format     string
		key, dated        bool
	}{
		"healthy":                     {certificate + key, "", fileRead, "PEM", true, true},
		"key first":                   {key + certificate, "", fileRead, "PEM", true, true},
		"chain":                       {key + certificate + other, "", fileRead, "PEM", true, true},
		"with words around":           {"Bag Attributes\n" + certificate + "more\n" + key, "", fileRead, "PEM", true, true},
		"no key":                      {certificate, "", "invalid", "PEM", false, true},
		"no certificate":              {key, "", "invalid", "", false, false},
		"encrypted key":               {certificate + encrypted, "", "encrypted", "PEM", true, true},
		"encrypted key, password set": {certificate + encrypted, password, "invalid", "PEM", false, true},
		"password for a PEM":          {certificate + key, password, "invalid", "PEM", false, true},
		"PKCS#12":                     {string(old), password, fileRead, "PKCS#12", true, true},
		"PKCS#12, wrong password":     {string(old), "guess", "password-wrong", "PKCS#12", false, false},
		"PKCS#12, no password":        {string(old), "", "password-wrong", "PKCS#12", false, false},
		"PKCS#12 of today's OpenSSL":  {string(modern), password, "unsupported", "PKCS#12", false, false},
		"empty":                       {"", "", "invalid", "", false, false},
		"garbage":                     {"\x00\x01garbage", "", "invalid", "", false, false},
		"base64 without armour":       {base64.StdEncoding.EncodeToString([]byte(certificate)), "", "invalid", "", false, false},
	} {
		var c CertificateFacts
		c.read([]byte(test.content), test.password)
		if c.State != test.state || c.Format != test.format || c.HasKey != test.key || (c.Thumbprint != "") != test.dated || (c.Error == "") != (test.state == fileRead) {
			t.Errorf("%s: %+v", name, c)
		}
		if text, _ := json.Marshal(c); bytes.Contains(text, []byte("CANARY")) || bytes.Contains(text, []byte("PRIVATE KEY-----")) {
			t.Errorf("%s leaks: %s", name, text)
		}
		if name == "chain" && (!c.NotAfter.Equal(until) || c.Subject != "CN=contoso-app" || len(c.Thumbprint) != 40) {
			t.Errorf("%s: %+v", name, c)
		}
	}
}

func TestObserveCertificate(t *testing.T) {
	m := newMachine(t)
	s := m.session(Request{})
	for path, state := range map[string]string{"/nope.pem": fileMissing, m.Home: fileUnreadable, "cert:/CurrentUser/My/0123": "store"} {
		if c := observeCertificate(s, path, ""); c.State != state || c.Path != path {
			t.Errorf("%s: %+v", path, c)
		}
	}
	m.Files["/huge.pem"] = strings.Repeat("x", maxCertificateBytes+1)
	if c := observeCertificate(s, "/huge.pem", ""); c.State != fileUnreadable {
		t.Errorf("huge: %+v", c)
	}
}

// federatedToken returns a JWT with this payload.
func federatedToken(payload string) string {
	encode := base64.RawURLEncoding.EncodeToString
	return encode([]byte(`{"alg":"RS256"}`)) + "." + encode([]byte(payload)) + ".CANARY-signature"
}

func TestFederatedTokenFacts(t *testing.T) {
	healthy := `{"iss":"https://oidc.contoso.example/","sub":"system:serviceaccount:default:app","aud":["api://AzureADTokenExchange"],"iat":1795000000,"exp":1795003600.5}`
	for name, test := range map[string]struct {
		content string
		state   string
		defects []string
		want    FederatedTokenFacts
	}{
		"healthy":          {content: federatedToken(healthy), state: fileRead, want: FederatedTokenFacts{Issuer: "https://oidc.contoso.example/", Subject: "system:serviceaccount:default:app", Audience: []string{"api://AzureADTokenExchange"}}},
		"one audience":     {content: federatedToken(`{"aud":"x"}`), state: fileRead, want: FederatedTokenFacts{Audience: []string{"x"}}},
		"line break":       {content: federatedToken(`{"iss":"i"}`) + "\n", state: fileRead, defects: []string{defectLineBreak}, want: FederatedTokenFacts{Issuer: "i"}},
		"byte order mark":  {content: "\ufeff" + federatedToken(`{"iss":"i"}`), state: fileRead, defects: []string{defectByteOrderMark}, want: FederatedTokenFacts{Issuer: "i"}},
		"claims of others": {content: federatedToken(`{"iss":7,"aud":{"a":1},"exp":"soon","sub":"s"}`), state: fileRead, want: FederatedTokenFacts{Subject: "s"}},
		"absurd times":     {content: federatedToken(`{"exp":1e300,"iat":-5}`), state: fileRead},
		"empty":            {content: "", state: "empty"},
		"blank":            {content: " \n", state: "empty", defects: []string{defectLineBreak, defectPadded}},
		"not a token":      {content: "hello", state: "not-a-jwt"},
		"two parts":        {content: "eyJh.eyJi", state: "not-a-jwt"},
		"payload no JSON":  {content: "eyJh.aGVsbG8.c2ln", state: "not-a-jwt"},
		"payload a list":   {content: federatedToken(`[1]`), state: "not-a-jwt"},
		"payload cut off":  {content: federatedToken(`{"iss":"i"`), state: "not-a-jwt"},
		"a page":           {content: "<html>. . </html>", state: "not-a-jwt"},
	} {
		var f FederatedTokenFacts
		f.read([]byte(test.content))
		if f.State != test.state || !slices.Equal(f.Defects, test.defects) || f.Issuer != test.want.Issuer || f.Subject != test.want.Subject || !slices.Equal(f.Audience, test.want.Audience) {
			t.Errorf("%s: %+v", name, f)
		}
		text, err := json.Marshal(f)
		if err != nil || bytes.Contains(text, []byte("CANARY")) {
			t.Errorf("%s: %s, %v", name, text, err)
		}
		if name == "healthy" && (f.ExpiresAt.Sub(f.IssuedAt) != time.Hour || f.ExpiresAt.Location() != time.UTC) {
			t.Errorf("%s: %s to %s", name, f.IssuedAt, f.ExpiresAt)
		}
	}
}

func FuzzCertificateFacts(f *testing.F) {
	certificate, key := makeCertificate(f, time.Unix(0, 0), time.Unix(1e9, 0))
	f.Add([]byte(certificate+key), "")
	f.Add([]byte(certificate), "password")
	f.Add([]byte("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"), "")
	f.Add([]byte("-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nAAAA\n-----END RSA PRIVATE KEY-----\n"), "")
	f.Add([]byte{0x30, 0x80}, "")
	f.Fuzz(func(t *testing.T, content []byte, password string) {
		var c CertificateFacts
		c.read(content, password)
		if _, err := json.Marshal(c); err != nil || c.State == "" || certificateWords[c.State] == "" && c.State != fileRead {
			t.Errorf("%+v, %v", c, err)
		}
	})
}

func FuzzFederatedTokenFacts(f *testing.F) {
	f.Add([]byte(federatedToken(`{"iss":"https://oidc.contoso.example/","sub":"s","aud":["a","b"],"iat":1795000000,"exp":1795003600}`)))
	f.Add([]byte("\ufeff'" + federatedToken(`{"exp":1e400}`) + "'\r\n"))
	f.Add([]byte("a.b.c"))
	f.Fuzz(func(t *testing.T, content []byte) {
		var facts FederatedTokenFacts
		facts.read(content)
		if _, err := json.Marshal(facts); err != nil || facts.State == "" {
			t.Errorf("%+v, %v", facts, err)
		}
	})
}
