// Writes the certificates of a throw-away control plane into a folder: an authority, a front-proxy authority, and one
// certificate per component. Valid for a month, loopback only.
package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"time"
)

type authority struct {
	certificate *x509.Certificate
	key         *ecdsa.PrivateKey
}

type subject struct {
	file, commonName, organization string
	signer                         *authority
	names                          []string
}

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: certificates FOLDER")
		os.Exit(2)
	}
	folder := os.Args[1]
	root := newAuthority(folder, "ca")
	front := newAuthority(folder, "front-ca")
	for _, s := range []subject{
		{"apiserver", "kube-apiserver", "", root, []string{"localhost", "kubernetes", "kubernetes.default", "kubernetes.default.svc"}},
		{"admin", "admin", "system:masters", root, nil},
		{"kube-controller-manager", "system:kube-controller-manager", "", root, nil},
		{"kube-scheduler", "system:kube-scheduler", "", root, nil},
		{"front-proxy", "front-proxy", "", front, nil},
		{"keda", "keda", "", root, []string{"localhost", "keda-adapter.e2e-system.svc"}},
	} {
		issue(folder, s)
	}
	writeKey(folder, "service-accounts", newKey())
}

func newAuthority(folder, name string) *authority {
	key := newKey()
	template := newTemplate(name, "")
	template.IsCA = true
	template.BasicConstraintsValid = true
	template.KeyUsage = x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature
	der := must(x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key))
	writePem(folder, name+".crt", "CERTIFICATE", der)
	writeKey(folder, name, key)
	return &authority{must(x509.ParseCertificate(der)), key}
}

func issue(folder string, s subject) {
	key := newKey()
	template := newTemplate(s.commonName, s.organization)
	template.KeyUsage = x509.KeyUsageDigitalSignature | x509.KeyUsageKeyEncipherment
	template.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth}
	template.DNSNames = s.names
	template.IPAddresses = []net.IP{net.ParseIP("127.0.0.1"), net.ParseIP("10.96.0.1")}
	der := must(x509.CreateCertificate(rand.Reader, template, s.signer.certificate, &key.PublicKey, s.signer.key))
	writePem(folder, s.file+".crt", "CERTIFICATE", der)
	writeKey(folder, s.file, key)
}

func newTemplate(commonName, organization string) *x509.Certificate {
	name := pkix.Name{CommonName: commonName}
	if organization != "" {
		name.Organization = []string{organization}
	}
	serial := must(rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 120)))
	now := time.Now()
	return &x509.Certificate{SerialNumber: serial, Subject: name, NotBefore: now.Add(-time.Hour), NotAfter: now.AddDate(0, 1, 0)}
}

func newKey() *ecdsa.PrivateKey {
	return must(ecdsa.GenerateKey(elliptic.P256(), rand.Reader))
}

func writeKey(folder, name string, key *ecdsa.PrivateKey) {
	writePem(folder, name+".key", "EC PRIVATE KEY", must(x509.MarshalECPrivateKey(key)))
	writePem(folder, name+".pub", "PUBLIC KEY", must(x509.MarshalPKIXPublicKey(&key.PublicKey)))
}

func writePem(folder, file, kind string, der []byte) {
	block := pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der})
	if err := os.WriteFile(filepath.Join(folder, file), block, 0o600); err != nil {
		panic(err)
	}
}

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}
