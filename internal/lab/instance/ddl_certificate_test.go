package instance

import (
	"bytes"
	"crypto/rsa"
	"crypto/sha1"
	"crypto/x509"
	"encoding/hex"
	"encoding/pem"
	"strings"
	"testing"
	"time"
)

func TestSelfSignedCertificate(t *testing.T) {
	tests := []struct {
		version string
		want    x509.SignatureAlgorithm
	}{
		{"2016 SP3", x509.SHA1WithRSA},
		{"2017 RTM", x509.SHA256WithRSA},
		{"2022 RTM", x509.SHA256WithRSA},
	}
	for _, test := range tests {
		t.Run(test.version, func(t *testing.T) {
			b := setUp(t, Options{Version: test.version})
			b.ok(makeKey + "; CREATE CERTIFICATE [Cert_SQL01] WITH SUBJECT = 'Certificate for SQL01'")
			c := b.s.database("master").certificate("Cert_SQL01")
			cert, err := x509.ParseCertificate(c.DER)
			if err != nil {
				t.Fatal(err)
			}
			if cert.SignatureAlgorithm != test.want {
				t.Errorf("signed with %v, want %v", cert.SignatureAlgorithm, test.want)
			}
			if key, ok := cert.PublicKey.(*rsa.PublicKey); !ok || key.N.BitLen() != 2048 {
				t.Errorf("public key %T, want RSA 2048", cert.PublicKey)
			}
			if cert.Subject.CommonName != "Certificate for SQL01" || cert.Issuer.CommonName != "Certificate for SQL01" {
				t.Errorf("subject %v issuer %v", cert.Subject, cert.Issuer)
			}
			if !cert.NotBefore.Equal(noon) || !cert.NotAfter.Equal(noon.AddDate(1, 0, 0)) {
				t.Errorf("valid %v to %v, want a year from now", cert.NotBefore, cert.NotAfter)
			}
			if c.DER[0] != 0x30 || c.DER[1] != 0x82 {
				t.Errorf("DER begins % x, want 30 82", c.DER[:2])
			}
			if c.KeyEncryption != "MK" || !c.ActiveDialog {
				t.Errorf("private key %s, active %v; want MK, true", c.KeyEncryption, c.ActiveDialog)
			}
		})
	}
}

func TestSelfSignatureVerifies(t *testing.T) {
	der, err := selfSigned{Subject: "a", Serial: []byte{1, 2}, Start: noon, End: noon.AddDate(1, 0, 0)}.build(pooledKey(0))
	if err != nil {
		t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	if err := cert.CheckSignature(cert.SignatureAlgorithm, cert.RawTBSCertificate, cert.Signature); err != nil {
		t.Error(err)
	}
}

func TestCertificatesAreTheSameInEveryRun(t *testing.T) {
	text := makeKey + "; CREATE CERTIFICATE c WITH SUBJECT = 's'"
	one, two := setUp(t, Options{}), setUp(t, Options{})
	one.ok(text)
	two.ok(text)
	if !bytes.Equal(one.s.database("master").certificate("c").DER, two.s.database("master").certificate("c").DER) {
		t.Error("two runs of one scenario differ")
	}
	one.ok("CREATE CERTIFICATE d WITH SUBJECT = 's'")
	c, d := one.s.database("master").certificate("c"), one.s.database("master").certificate("d")
	if bytes.Equal(c.Thumbprint(), d.Thumbprint()) {
		t.Error("two certificates are the same")
	}
}

func TestCertificateDates(t *testing.T) {
	day := func(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, time.UTC) }
	tests := []struct {
		name, dates string
		from, to    time.Time
		says, want  []int32
	}{
		{"digits", "EXPIRY_DATE = '20301231'", noon, day(2030, 12, 31), nil, nil},
		{"month first", "EXPIRY_DATE = '03/30/2030'", noon, day(2030, 3, 30), nil, nil},
		{"both", "START_DATE = '20260101', EXPIRY_DATE = '2031-06-01'", day(2026, 1, 1), day(2031, 6, 1), nil, nil},
		{"day first is no date", "EXPIRY_DATE = '30/03/2030'", time.Time{}, time.Time{}, nil, []int32{242}},
		{"no date", "EXPIRY_DATE = 'soon'", time.Time{}, time.Time{}, nil, []int32{241}},
		{"expired", "START_DATE = '20240101', EXPIRY_DATE = '20250330'", day(2024, 1, 1), day(2025, 3, 30), []int32{15214}, nil},
		{"ends before it starts", "START_DATE = '20300101', EXPIRY_DATE = '20290101'", day(2030, 1, 1), day(2029, 1, 1), []int32{15213}, nil},
		{"starts later", "START_DATE = '20270101'", day(2027, 1, 1), day(2028, 1, 1), []int32{15215}, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			b := setUp(t, Options{})
			b.ok(makeKey)
			b.outcome("CREATE CERTIFICATE c WITH SUBJECT = 's', "+test.dates, test.want...)
			if test.want != nil {
				return
			}
			b.says(test.says...)
			c := b.s.database("master").certificate("c")
			if !c.Starts().Equal(test.from) || !c.Expires().Equal(test.to) {
				t.Errorf("valid %v to %v, want %v to %v", c.Starts(), c.Expires(), test.from, test.to)
			}
		})
	}
}

func TestCreateCertificateRefusals(t *testing.T) {
	b := setUp(t, Options{})
	b.fails("CREATE CERTIFICATE c WITH SUBJECT = 's'", 15581)
	b.ok("CREATE CERTIFICATE pw ENCRYPTION BY PASSWORD = 'Pass-word-1' WITH SUBJECT = 's'") // needs no master key
	b.fails("CREATE CERTIFICATE pw2 ENCRYPTION BY PASSWORD = 'weak' WITH SUBJECT = 's'", 15116)
	b.ok(makeKey + "; CREATE CERTIFICATE c WITH SUBJECT = 's'")
	b.fails("CREATE CERTIFICATE C WITH SUBJECT = 'other'", 15232) // names without case
	b.fails("CREATE CERTIFICATE e WITH SUBJECT = ''", 15212)
	b.fails("CREATE CERTIFICATE f AUTHORIZATION nobody WITH SUBJECT = 's'", 15151)
	b.fails("CREATE CERTIFICATE g FROM BINARY = 0x00010203", 15297)
	b.fails(`CREATE CERTIFICATE g FROM FILE = 'C:\no\such.cer'`, 15208)
	b.ok("CREATE LOGIN weak WITH PASSWORD = 'Pass-word-1'")
	b.as("weak").fails("CREATE CERTIFICATE h WITH SUBJECT = 's'", 262)
}

// rootDER is a certificate that came from somewhere else.
func rootDER(t *testing.T, subject string) []byte {
	t.Helper()
	der, err := selfSigned{Subject: subject, Serial: []byte{7}, Start: noon.AddDate(-1, 0, 0), End: noon.AddDate(10, 0, 0)}.build(pooledKey(1))
	if err != nil {
		t.Fatal(err)
	}
	return der
}

func TestImportCertificate(t *testing.T) {
	b := setUp(t, Options{})
	der := rootDER(t, "CN=Lab Root, O=Lab, C=DE")
	folder := b.s.Settings.DataDirectory
	b.s.Host.Disk.Files[folder+"root.crt"] = der
	b.s.Host.Disk.Files[folder+"root.pem"] = pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})

	b.fails("CREATE CERTIFICATE [Root] FROM FILE = '"+folder+"root.pem'", 15208)
	b.ok("CREATE CERTIFICATE [Root] FROM FILE = '" + strings.ToUpper(folder) + "ROOT.CRT'") // Windows folds case
	c := b.s.database("master").certificate("Root")
	sum := sha1.Sum(der)
	if !bytes.Equal(c.Thumbprint(), sum[:]) || c.KeyEncryption != "NA" || c.Key != nil {
		t.Errorf("thumbprint %x, key %s", c.Thumbprint(), c.KeyEncryption)
	}
	if got, want := c.SubjectText(), "CN=Lab Root, O=Lab, C=DE"; got != want {
		t.Errorf("subject %q, want %q", got, want)
	}
	b.fails("CREATE CERTIFICATE [Other name] FROM BINARY = 0x"+hex.EncodeToString(der), 15232)
	b.ok("DROP CERTIFICATE Root; CREATE CERTIFICATE [Other name] FROM BINARY = 0x" + hex.EncodeToString(der))
	b.fails("DROP CERTIFICATE Root", 15151)
}

func TestImportOnLinuxMindsCase(t *testing.T) {
	b := setUp(t, Options{Linux: true})
	b.s.Host.Disk.Files["/var/opt/mssql/data/root.crt"] = rootDER(t, "r")
	b.fails("CREATE CERTIFICATE r FROM FILE = '/var/opt/mssql/data/ROOT.crt'", 15208)
	b.ok("CREATE CERTIFICATE r FROM FILE = '/var/opt/mssql/data/root.crt'")
}

func TestBackupCertificateWithPrivateKey(t *testing.T) {
	b := setUp(t, Options{})
	b.ok(makeKey + "; CREATE CERTIFICATE c WITH SUBJECT = 's'")
	c := b.s.database("master").certificate("c")
	b.ok("BACKUP CERTIFICATE c TO FILE = 'c.cer' WITH PRIVATE KEY (FILE = 'c.pvk', ENCRYPTION BY PASSWORD = 'Pass-word-9')")
	folder := b.s.Settings.DataDirectory
	if got, _ := b.s.Host.Disk.Read(folder + "c.cer"); !bytes.Equal(got, c.DER) {
		t.Error("the file does not hold the DER bytes")
	}
	if !c.KeyLastBackup.Equal(noon) {
		t.Errorf("last backup of the key %v", c.KeyLastBackup)
	}
	raw, _ := b.s.Host.Disk.Read(folder + "c.pvk")
	if got := hex.EncodeToString(raw[:4]); got != "1ef1b5b0" {
		t.Errorf("the key file begins %s, want the magic of a .pvk", got)
	}
	b.fails("BACKUP CERTIFICATE c TO FILE = 'c.cer'", 15240)
	b.fails("BACKUP CERTIFICATE c TO FILE = 'd.cer' WITH PRIVATE KEY (FILE = 'c.pvk', ENCRYPTION BY PASSWORD = 'Pass-word-9')", 15240)
	if b.s.Host.Disk.Exists(folder + "d.cer") {
		t.Error("a failed backup left a file")
	}

	back := "FROM FILE = 'c.cer' WITH PRIVATE KEY (FILE = 'c.pvk', DECRYPTION BY PASSWORD = 'Pass-word-"
	b.ok("DROP CERTIFICATE c")
	b.fails("CREATE CERTIFICATE c "+back+"8')", 15465)
	b.ok("CREATE CERTIFICATE c " + back + "9')")
	restored := b.s.database("master").certificate("c")
	if restored.KeyEncryption != "MK" || !c.Key.(*rsa.PrivateKey).Equal(restored.Key) {
		t.Error("the private key did not come back")
	}
	b.ok("CREATE CERTIFICATE other WITH SUBJECT = 'o'; BACKUP CERTIFICATE other TO FILE = 'o.cer'; DROP CERTIFICATE other")
	b.fails("CREATE CERTIFICATE other FROM FILE = 'o.cer' WITH PRIVATE KEY (FILE = 'c.pvk', DECRYPTION BY PASSWORD = 'Pass-word-9')", 15474)
}

func TestBackupCertificateRefusals(t *testing.T) {
	b := setUp(t, Options{})
	b.ok("CREATE CERTIFICATE pub FROM BINARY = 0x" + hex.EncodeToString(rootDER(t, "r")))
	b.ok("CREATE CERTIFICATE pw ENCRYPTION BY PASSWORD = 'Pass-word-1' WITH SUBJECT = 's'")
	key := " WITH PRIVATE KEY (FILE = 'x.pvk', ENCRYPTION BY PASSWORD = 'Pass-word-9'"
	b.fails("BACKUP CERTIFICATE pub TO FILE = 'x.cer'"+key+")", 15246)
	b.fails("BACKUP CERTIFICATE pw TO FILE = 'x.cer'"+key+")", 15334)
	b.fails("BACKUP CERTIFICATE pw TO FILE = 'x.cer'"+key+", DECRYPTION BY PASSWORD = 'wrong')", 15465)
	b.ok("BACKUP CERTIFICATE pw TO FILE = 'x.cer'" + key + ", DECRYPTION BY PASSWORD = 'Pass-word-1')")
	b.fails("BACKUP CERTIFICATE nobody TO FILE = 'y.cer'", 15151)
}

func TestPFX(t *testing.T) {
	b := setUp(t, Options{Version: "2022 RTM"})
	b.ok(makeKey + "; CREATE CERTIFICATE c WITH SUBJECT = 's'")
	thumbprint := b.s.database("master").certificate("c").Thumbprint()
	b.ok("BACKUP CERTIFICATE c TO FILE = 'c.pfx' WITH FORMAT = 'PFX', PRIVATE KEY (ENCRYPTION BY PASSWORD = 'Pass-word-9', ALGORITHM = 'AES_256')")
	b.ok("DROP CERTIFICATE c")
	b.fails("CREATE CERTIFICATE c FROM FILE = 'c.pfx' WITH FORMAT = 'PFX', PRIVATE KEY (DECRYPTION BY PASSWORD = 'wrong')", 33598)
	b.ok("CREATE CERTIFICATE c FROM FILE = 'c.pfx' WITH FORMAT = 'PFX', PRIVATE KEY (DECRYPTION BY PASSWORD = 'Pass-word-9')")
	c := b.s.database("master").certificate("c")
	if !bytes.Equal(c.Thumbprint(), thumbprint) || c.KeyEncryption != "MK" {
		t.Error("the certificate did not come back whole")
	}
}

func TestDropCertificateInUse(t *testing.T) {
	b := setUp(t, Options{})
	b.ok(makeKey + "; CREATE CERTIFICATE c WITH SUBJECT = 's'")
	b.ok(mirroring("CREATE", "e", "STARTED", "AUTHENTICATION = CERTIFICATE c"))
	b.fails("DROP CERTIFICATE c", 3716)
	b.ok("DROP ENDPOINT e; CREATE LOGIN l FROM CERTIFICATE c")
	b.fails("DROP CERTIFICATE c", 15559)
	b.ok("DROP LOGIN l")
	b.s.Databases[3].Encryption = &EncryptionKey{State: 3, Thumbprint: b.s.database("master").certificate("c").Thumbprint()}
	b.fails("DROP CERTIFICATE c", 15352)
	b.s.Databases[3].Encryption = nil
	b.ok("DROP CERTIFICATE c")
}

func FuzzDecodePVK(f *testing.F) {
	f.Add(encodePVK(pooledKey(0), "pw", make([]byte, 16)), "pw")
	f.Add([]byte{0x1e, 0xf1, 0xb5, 0xb0}, "")
	f.Fuzz(func(t *testing.T, raw []byte, password string) {
		key, err := decodePVK(raw, password)
		if err == nil && key.Validate() != nil {
			t.Error("a bad key was accepted")
		}
	})
}

func FuzzDecodePFX(f *testing.F) {
	pfx, err := encodePFX([]byte{0x30, 0}, pooledKey(0), "pw", func(n int) []byte { return make([]byte, n) })
	if err != nil {
		f.Fatal(err)
	}
	f.Add(pfx, "pw")
	f.Add(pfx[:40], "pw")
	f.Fuzz(func(t *testing.T, raw []byte, password string) {
		content, err := decodePFX(raw, password)
		if err != nil && (content.certificates != nil || content.keys != nil) {
			t.Error("content beside an error")
		}
	})
}

func FuzzSubject(f *testing.F) {
	for _, s := range []string{"plain", "CN=a, O=b", "CN=", "=", "CN=a,b", "ü"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, subject string) {
		if name := parseSubject(subject); len(name) == 0 {
			t.Errorf("%q has no name", subject)
		}
	})
}

func TestNameText(t *testing.T) {
	tests := []struct{ subject, want string }{
		{"Certificate for Cert_SQL01_endpoint", "Certificate for Cert_SQL01_endpoint"},
		{"CN=only", "only"},
		{"C=US, O=DigiCert Inc, OU=www.digicert.com, CN=DigiCert Global Root G2", "C=US, O=DigiCert Inc, OU=www.digicert.com, CN=DigiCert Global Root G2"},
		{"a = b, plain", `"a = b, plain"`},
	}
	for _, test := range tests {
		c := &Certificate{DER: rootDER(t, test.subject)}
		if got := c.SubjectText(); got != test.want {
			t.Errorf("%q shows as %q, want %q", test.subject, got, test.want)
		}
	}
	if got := (&Certificate{DER: rootDER(t, "x")}).SerialText(); got != "07" {
		t.Errorf("serial %q, want 07", got)
	}
}

func TestDamagedKeyFileIsRefused(t *testing.T) {
	good := encodePVK(pooledKey(0), "pw", make([]byte, pvkSaltBytes))
	if key, err := decodePVK(good, "pw"); err != nil || !key.Equal(pooledKey(0)) {
		t.Fatalf("the file as written: %v", err)
	}
	for name, at := range map[string]int{
		"magic": 0, "key length": 20, "salt": pvkHeader, "blob type": pvkHeader + pvkSaltBytes,
		"modulus": pvkHeader + pvkSaltBytes + blobHeader + 40, "prime": pvkHeader + pvkSaltBytes + blobHeader + 12 + 256 + 3,
	} {
		bad := bytes.Clone(good)
		bad[at] ^= 0x40
		if _, err := decodePVK(bad, "pw"); err == nil {
			t.Errorf("a file with a damaged %s was read", name)
		}
	}
	if _, err := decodePVK(good, "other"); err != errKeyPassword {
		t.Errorf("wrong password: %v", err)
	}
}
