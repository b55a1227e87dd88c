package sqlserver

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha1"
	"crypto/x509"
	"crypto/x509/pkix"
	"database/sql/driver"
	"math/big"
	"testing"
	"time"

	"milink/internal/facts"
)

// signed makes the public part of a certificate with the key.
func signed(t testing.TB, key crypto.Signer) []byte {
	t.Helper()
	template := &x509.Certificate{SerialNumber: big.NewInt(7), Subject: pkix.Name{CommonName: "SQL01"},
		NotBefore: time.Unix(0, 0), NotAfter: time.Unix(1<<31, 0)}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	return der
}

func TestKeyBitsAndSignature(t *testing.T) {
	rsaKey, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	ecKey, err := ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	_, edKey, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	for signature, c := range map[string]struct {
		key  crypto.Signer
		bits string
	}{
		`"SHA256-RSA"`:   {rsaKey, "2048"},
		`"ECDSA-SHA384"`: {ecKey, "384"},
		`"Ed25519"`:      {edKey, "256"},
	} {
		bits, how := readDER(signed(t, c.key))
		known(t, signature, bits, c.bits)
		known(t, signature, how, signature)
	}
	bits, how := readDER(nil)
	unknown(t, "hidden public part", bits, "CERTENCODED is NULL")
	unknown(t, "hidden public part", how, "CERTENCODED is NULL")
	bits, _ = readDER([]byte("not DER"))
	unknown(t, "broken public part", bits, "cannot be read")
}

const certificateColumns = "name pvt_key_encryption_type subject issuer_name start_date expiry_date thumbprint der"

func TestCertificates(t *testing.T) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	der := signed(t, key)
	thumbprint := sha1.Sum(der)
	from, until := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2028, 1, 1, 0, 0, 0, 0, time.UTC)
	row := func(name string, der driver.Value) []driver.Value {
		return is(name, "MK", "s", "i", from, until, thumbprint[:], der)
	}
	a := answered(certificateColumns, row("##MS_AgentSigningCertificate##", nil), row("Cert_SQL01", der), row("Hidden", nil))
	got, ok := readCertificates(a, sysadmin).Get()
	if !ok || len(got) != 2 || got[0].Name != "Cert_SQL01" || got[1].Name != "Hidden" {
		t.Fatalf("%v %+v", ok, got)
	}
	want := facts.Certificate{Name: "Cert_SQL01", Thumbprint: hexUpper(thumbprint[:]), Subject: "s", Issuer: "i", NotBefore: from, NotAfter: until,
		PrivateKey: "MK", KeyBits: facts.Known(256), Signature: facts.Known("ECDSA-SHA256")}
	if got[0] != want {
		t.Errorf("got %+v, want %+v", got[0], want)
	}
	unknown(t, "its public part is hidden", got[1].KeyBits, "no permission on the certificate")
	unknown(t, "a login that sees some", readCertificates(a, nobody), "VIEW ANY DEFINITION not granted: master.sys.certificates hides rows")
	known(t, "none", readCertificates(answered(certificateColumns), sysadmin), "[]")
	unknown(t, "timed out", readCertificates(&answer{why: "timed out after 5s"}, sysadmin), "timed out after 5s")
}

// FuzzReadDER: whatever bytes a server calls a certificate, they are read or unknown.
func FuzzReadDER(f *testing.F) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		f.Fatal(err)
	}
	der := signed(f, key)
	f.Add(der)
	f.Add(der[:len(der)/2])
	f.Add([]byte{0x30, 0x82})
	f.Fuzz(func(t *testing.T, der []byte) {
		bits, how := readDER(der)
		if n, ok := bits.Get(); ok && (n <= 0 || !how.Known()) {
			t.Errorf("%d bits, signature known %v", n, how.Known())
		}
	})
}

// facts/tsql.md B1: EngineEdition 1 to 4 is SQL Server; the others are relatives.
func TestNotSQLServer(t *testing.T) {
	for edition, relative := range map[int]bool{1: false, 2: false, 3: false, 4: false, 5: true, 8: true, 9: true, 12: true, 99: true} {
		why := notSQLServer(facts.Identity{EngineEdition: facts.Known(edition)})
		if (why != "") != relative {
			t.Errorf("EngineEdition %d: %q", edition, why)
		}
	}
	if why := notSQLServer(facts.Identity{}); why != "" {
		t.Errorf("an edition nobody knows stops the check: %s", why)
	}
}
