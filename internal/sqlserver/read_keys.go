package sqlserver

import (
	"crypto/dsa" //nolint:staticcheck // an old certificate may still carry such a key
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/x509"
	"fmt"
	"strings"

	"milink/internal/facts"
)

// readMasterKey: one row per way the key is encrypted, joined to the row of master that
// shows to everyone. What is there proves itself; an absence needs the permission to see.
func readMasterKey(a *answer, r rights) facts.MasterKey {
	type key struct{ byServer, visible, opens bool }
	rows := list(a, func(r row) key {
		return key{r.bool("is_master_key_encrypted_by_server"), !r.null("symmetric_key_id"), r.text("crypt_type") == "ESKM"}
	})
	all, ok := rows.Get()
	if ok && len(all) == 0 {
		rows = facts.Unknown[[]key]("sys.databases has no row for master")
		ok = false
	}
	if !ok {
		return facts.MasterKey{Present: facts.Unknown[bool](rows.Why()), OpensItself: facts.Unknown[bool](rows.Why())}
	}
	var found, opens bool
	for _, k := range all {
		found = found || k.visible || k.byServer
		opens = opens || k.opens || k.byServer
	}
	m := facts.MasterKey{Present: facts.Known(found), OpensItself: facts.Known(opens)}
	if hidden := r.hidesSecurity("master.sys.symmetric_keys"); !found && hidden != "" {
		m = facts.MasterKey{Present: facts.Unknown[bool](hidden), OpensItself: facts.Unknown[bool](hidden)}
	}
	return m
}

// readCertificates leaves out the certificates the server signs its own code with.
func readCertificates(a *answer, r rights) facts.Fact[[]facts.Certificate] {
	all := list(a, readCertificate)
	rows, ok := seen(all, r.hidesSecurity("master.sys.certificates")).Get()
	if !ok {
		return seen(all, r.hidesSecurity("master.sys.certificates"))
	}
	out := []facts.Certificate{}
	for _, c := range rows {
		if !strings.HasPrefix(c.Name, "##MS_") {
			out = append(out, c)
		}
	}
	return facts.Known(out)
}

func readCertificate(r row) facts.Certificate {
	c := facts.Certificate{
		Name: r.text("name"), Subject: r.text("subject"), Issuer: r.text("issuer_name"),
		NotBefore: r.time("start_date"), NotAfter: r.time("expiry_date"),
		PrivateKey: r.text("pvt_key_encryption_type"),
		Thumbprint: hexUpper(r.bytes("thumbprint")),
	}
	c.KeyBits, c.Signature = readDER(r.bytes("der"))
	return c
}

// readDER reads from the certificate itself what the catalog does not tell.
func readDER(der []byte) (bits facts.Fact[int], signature facts.Fact[string]) {
	unknown := func(why string) (facts.Fact[int], facts.Fact[string]) {
		return facts.Unknown[int](why), facts.Unknown[string](why)
	}
	if len(der) == 0 {
		return unknown("CERTENCODED is NULL: no permission on the certificate")
	}
	c, err := x509.ParseCertificate(der)
	if err != nil {
		return unknown("the public part cannot be read: " + err.Error())
	}
	signature = facts.Known(c.SignatureAlgorithm.String())
	if n := keyBits(c.PublicKey); n > 0 {
		return facts.Known(n), signature
	}
	return facts.Unknown[int](fmt.Sprintf("keys of type %s have no known length", c.PublicKeyAlgorithm)), signature
}

func keyBits(key any) int {
	switch k := key.(type) {
	case *rsa.PublicKey:
		return k.N.BitLen()
	case *ecdsa.PublicKey:
		return k.Curve.Params().BitSize
	case *dsa.PublicKey:
		return k.P.BitLen()
	case ed25519.PublicKey:
		return len(k) * 8
	}
	return 0
}
