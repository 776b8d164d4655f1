package checks

import (
	"bytes"
	"crypto"
	"crypto/sha1"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"
	"golang.org/x/crypto/pkcs12"
)

// The states of a file that a variable names.
const (
	fileRead       = "read"
	fileMissing    = "missing"
	fileUnreadable = "unreadable"
)

// CertificateFacts are what AZURE_CLIENT_CERTIFICATE_PATH leads to, as Go's EnvironmentCredential reads it.
type CertificateFacts struct {
	Path string `json:"path"`
	// State is "read", "missing", "unreadable" (not allowed, a folder, too large), "encrypted" (a PEM key under a
	// password, which Go cannot read), "password-wrong" (PKCS#12), "unsupported" (a PKCS#12 algorithm Go cannot read),
	// "store" (a Windows certificate store, which only .NET can read) or "invalid".
	State string `json:"state"`
	// Error is the text behind a State other than "read".
	Error string `json:"error,omitempty"`
	// Format is "PEM" or "PKCS#12"; "" where that could not be told.
	Format string `json:"format,omitempty"`
	// HasKey tells that a private key is in the file.
	HasKey bool `json:"hasKey,omitempty"`
	// Subject of the certificate that belongs to the key, or of the first one.
	Subject string `json:"subject,omitempty"`
	// Thumbprint is its SHA-1 in upper-case hexadecimal, as the app registration shows it.
	Thumbprint string `json:"thumbprint,omitempty"`
	// NotBefore and NotAfter bound its validity, UTC.
	NotBefore time.Time `json:"notBefore,omitzero"`
	NotAfter  time.Time `json:"notAfter,omitzero"`
}

// maxCertificateBytes is more than any chain with its key takes.
const maxCertificateBytes = 1 << 20

func observeCertificate(s *Session, path, password string) *CertificateFacts {
	facts := &CertificateFacts{Path: path}
	// Azure.Identity 1.19.0 reads cert:/StoreLocation/StoreName/Thumbprint; no other SDK does. Read 2026-11-22.
	if strings.HasPrefix(strings.ToLower(path), "cert:/") {
		facts.State = "store"
		return facts
	}
	content, err := s.ReadFile(path, maxCertificateBytes)
	if err != nil {
		facts.State, facts.Error = fileState(err), err.Error()
		return facts
	}
	facts.read(content, password)
	return facts
}

func fileState(err error) string {
	switch {
	case err == nil:
		return fileRead
	case errors.Is(err, fs.ErrNotExist):
		return fileMissing
	}
	return fileUnreadable
}

// read says what a certificate file holds. It concludes as azidentity.ParseCertificates does, which takes every file for
// PKCS#12 when there is a password.
func (c *CertificateFacts) read(content []byte, password string) {
	blocks, encrypted := pemBlocks(content)
	if len(blocks) > 0 {
		c.Format = "PEM"
		c.describe(blocks, nil)
	}
	certificates, key, err := azidentity.ParseCertificates(content, []byte(password))
	var unsupported pkcs12.NotImplementedError
	switch {
	case err == nil:
		c.State, c.HasKey = fileRead, true
		if c.Format == "" {
			c.Format = "PKCS#12"
		}
		c.describe(certificates, key)
		return
	case encrypted && password == "":
		c.State, c.HasKey = "encrypted", true
	case errors.Is(err, pkcs12.ErrIncorrectPassword):
		c.State, c.Format = "password-wrong", "PKCS#12"
	case errors.As(err, &unsupported):
		c.State, c.Format = "unsupported", "PKCS#12"
	default:
		c.State = "invalid"
	}
	c.Error = err.Error()
}

// describe keeps the certificate that the key belongs to, or else the first.
func (c *CertificateFacts) describe(certificates []*x509.Certificate, key any) {
	chosen := certificates[0]
	for _, certificate := range certificates {
		if belongs(certificate, key) {
			chosen = certificate
			break
		}
	}
	c.Subject = chosen.Subject.String()
	c.Thumbprint = fmt.Sprintf("%X", sha1.Sum(chosen.Raw))
	c.NotBefore, c.NotAfter = chosen.NotBefore.UTC(), chosen.NotAfter.UTC()
}

// belongs reports whether the private key is the certificate's.
func belongs(certificate *x509.Certificate, key any) bool {
	private, ok := key.(crypto.Signer)
	if !ok {
		return false
	}
	public, ok := private.Public().(interface{ Equal(crypto.PublicKey) bool })
	return ok && public.Equal(certificate.PublicKey)
}

// pemBlocks returns the readable certificates of a PEM file, and whether its private key is encrypted.
func pemBlocks(content []byte) (certificates []*x509.Certificate, encrypted bool) {
	for {
		var block *pem.Block
		if block, content = pem.Decode(content); block == nil {
			return certificates, encrypted
		}
		if block.Type == "ENCRYPTED PRIVATE KEY" || strings.Contains(block.Headers["Proc-Type"], "ENCRYPTED") {
			encrypted = true
		}
		if certificate, err := x509.ParseCertificate(block.Bytes); err == nil && block.Type == "CERTIFICATE" {
			certificates = append(certificates, certificate)
		}
	}
}

// FederatedTokenFacts are what AZURE_FEDERATED_TOKEN_FILE leads to. The token itself is not kept.
type FederatedTokenFacts struct {
	Path string `json:"path"`
	// State is "read", "missing", "unreadable", "empty" or "not-a-jwt".
	State string `json:"state"`
	// Error is the text behind "missing" and "unreadable".
	Error string `json:"error,omitempty"`
	// Issuer, Subject and Audience are the iss, sub and aud claims, which the federated credential has to repeat.
	Issuer   string   `json:"issuer,omitempty"`
	Subject  string   `json:"subject,omitempty"`
	Audience []string `json:"audience,omitempty"`
	// IssuedAt and ExpiresAt are the iat and exp claims, UTC; zero where the token has none.
	IssuedAt  time.Time `json:"issuedAt,omitzero"`
	ExpiresAt time.Time `json:"expiresAt,omitzero"`
	// Defects of the content around the token: "byte-order-mark", "line-break", "padded", "quoted", ...
	Defects []string `json:"defects,omitempty"`
}

// maxFederatedTokenBytes bounds the token file; a token of Kubernetes or a CI host takes some kilobytes.
const maxFederatedTokenBytes = 64 << 10

func observeFederatedToken(s *Session, path string) *FederatedTokenFacts {
	facts := &FederatedTokenFacts{Path: path}
	content, err := s.ReadFile(path, maxFederatedTokenBytes)
	if err != nil {
		facts.State, facts.Error = fileState(err), err.Error()
		return facts
	}
	s.secrets.add(string(content))
	facts.read(content)
	return facts
}

// assertionClaims are the claims of a federated token that are kept. Times are NumericDates: seconds, perhaps fractional.
// https://www.rfc-editor.org/rfc/rfc7519#section-4.1, read 2026-11-22.
type assertionClaims struct {
	Issuer    string          `json:"iss"`
	Subject   string          `json:"sub"`
	Audience  json.RawMessage `json:"aud"`
	IssuedAt  float64         `json:"iat"`
	ExpiresAt float64         `json:"exp"`
}

// read says what a token file holds.
func (f *FederatedTokenFacts) read(content []byte) {
	var bare string
	f.Defects, bare = unwrap(string(content))
	if bare == "" {
		f.State = "empty"
		return
	}
	f.State = "not-a-jwt"
	parts := strings.Split(bare, ".")
	if len(parts) != 3 {
		return
	}
	payload, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(parts[1], "="))
	if err != nil || !bytes.HasPrefix(bytes.TrimSpace(payload), []byte("{")) {
		return
	}
	var claims assertionClaims
	if err := json.Unmarshal(payload, &claims); err != nil && !errors.As(err, new(*json.UnmarshalTypeError)) {
		return // a claim of another type than the standard's stays empty; anything else is no JSON
	}
	f.State = fileRead
	f.Issuer, f.Subject = claims.Issuer, claims.Subject
	if json.Unmarshal(claims.Audience, &f.Audience) != nil {
		var one string
		if json.Unmarshal(claims.Audience, &one) == nil && one != "" {
			f.Audience = []string{one}
		}
	}
	f.IssuedAt, f.ExpiresAt = numericDate(claims.IssuedAt), numericDate(claims.ExpiresAt)
}

// numericDate is a JWT's time; zero where it is absent or beyond the year 9999, which JSON cannot say.
func numericDate(seconds float64) time.Time {
	if !(seconds > 0 && seconds < 253402300800) {
		return time.Time{}
	}
	return time.Unix(int64(seconds), 0).UTC()
}
