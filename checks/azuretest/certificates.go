package azuretest

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"sync"
	"time"
)

// certificateKind is what is wrong with a certificate; the zero value is nothing.
type certificateKind int

const (
	certificateGood certificateKind = iota
	certificateUntrusted
	certificateExpired
	certificateOtherName
)

// authority signs the certificates of a process's stand-ins.
type authority struct {
	certificate *x509.Certificate
	key         *ecdsa.PrivateKey
	pem         []byte
}

// The names of the authority that Roots trusts, and of the one that UntrustedCertificate uses instead.
const (
	AuthorityName           = "azuretest CA"
	InspectionAuthorityName = "Contoso TLS Inspection CA"
)

var (
	trustedAuthority    = sync.OnceValue(func() *authority { return newAuthority(AuthorityName) })
	inspectionAuthority = sync.OnceValue(func() *authority { return newAuthority(InspectionAuthorityName) })
	leaves              sync.Map // leafKey -> *tls.Certificate
)

type leafKey struct {
	name string
	kind certificateKind
}

// Certificates outlast the clock of a synctest bubble, which starts in 2000.
var (
	validFrom  = time.Date(1990, 1, 1, 0, 0, 0, 0, time.UTC)
	validUntil = time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC)
	expiredOn  = time.Date(1999, 1, 1, 0, 0, 0, 0, time.UTC)
)

func newAuthority(name string) *authority {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		panic(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: name},
		NotBefore: validFrom, NotAfter: validUntil, IsCA: true, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageCRLSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		panic(err)
	}
	certificate, err := x509.ParseCertificate(der)
	if err != nil {
		panic(err)
	}
	return &authority{certificate, key, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})}
}

// Roots returns the pool that trusts the stand-in, and nothing else.
func (a *Azure) Roots() *x509.CertPool {
	pool := x509.NewCertPool()
	pool.AddCert(trustedAuthority().certificate)
	return pool
}

// certificate returns a certificate for a name, made once per process.
func certificate(name string, kind certificateKind) (*tls.Certificate, error) {
	key := leafKey{name, kind}
	if known, ok := leaves.Load(key); ok {
		return known.(*tls.Certificate), nil
	}
	signer, until := trustedAuthority(), validUntil
	subject := name
	switch kind {
	case certificateUntrusted:
		signer = inspectionAuthority()
	case certificateExpired:
		until = expiredOn
	case certificateOtherName:
		subject = "portal.contoso.com"
	}
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 120))
	if err != nil {
		return nil, err
	}
	template := &x509.Certificate{
		SerialNumber: serial, Subject: pkix.Name{CommonName: subject}, NotBefore: validFrom, NotAfter: until,
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	if ip := net.ParseIP(subject); ip != nil {
		template.IPAddresses = []net.IP{ip}
	} else {
		template.DNSNames = []string{subject}
	}
	der, err := x509.CreateCertificate(rand.Reader, template, signer.certificate, &private.PublicKey, signer.key)
	if err != nil {
		return nil, err
	}
	made := &tls.Certificate{Certificate: [][]byte{der, signer.certificate.Raw}, PrivateKey: private}
	leaves.Store(key, made)
	return made, nil
}
