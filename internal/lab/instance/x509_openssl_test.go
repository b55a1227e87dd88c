package instance

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// TestOpenSSLReadsOurFiles lets an independent program read what BACKUP CERTIFICATE writes,
// and reads back what that program writes.
func TestOpenSSLReadsOurFiles(t *testing.T) {
	program, err := exec.LookPath("openssl")
	if err != nil {
		if os.Getenv("MILINK_REQUIRE_CLIENTS") != "" {
			t.Fatal(err)
		}
		t.Skip("openssl is not here; .ci/run installs it")
	}
	b := setUp(t, Options{})
	b.ok(makeKey + "; CREATE CERTIFICATE c WITH SUBJECT = 'Certificate for x'")
	b.ok("BACKUP CERTIFICATE c TO FILE = 'c.cer' WITH PRIVATE KEY (FILE = 'c.pvk', ENCRYPTION BY PASSWORD = 'Pass-word-9')")
	b.ok("BACKUP CERTIFICATE c TO FILE = 'c.pfx' WITH FORMAT = 'PFX', PRIVATE KEY (ENCRYPTION BY PASSWORD = 'Pass-word-9', ALGORITHM = 'AES_256')")
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	for _, name := range []string{"c.cer", "c.pvk", "c.pfx"} {
		raw, _ := b.s.Host.Disk.Read(b.s.Settings.DataDirectory + name)
		if err := os.WriteFile(at(name), raw, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	run := func(args ...string) {
		t.Helper()
		if out, err := exec.Command(program, args...).CombinedOutput(); err != nil {
			t.Fatalf("openssl %v: %v\n%s", args, err, out)
		}
	}
	run("x509", "-inform", "der", "-in", at("c.cer"), "-out", at("c.pem"))
	run("pkcs12", "-in", at("c.pfx"), "-passin", "pass:Pass-word-9", "-nodes", "-nocerts", "-out", at("k.pem"))
	run("rsa", "-provider", "legacy", "-provider", "default", "-inform", "PVK", "-in", at("c.pvk"), "-passin", "pass:Pass-word-9", "-check", "-noout")
	run("pkcs12", "-export", "-in", at("c.pem"), "-inkey", at("k.pem"), "-passout", "pass:Pass-word-9", "-out", at("o.pfx"))
	raw, err := os.ReadFile(at("o.pfx"))
	if err != nil {
		t.Fatal(err)
	}
	content, err := decodePFX(raw, "Pass-word-9")
	if err != nil || len(content.certificates) != 1 || len(content.keys) != 1 || !content.keys[0].Equal(b.s.database("master").certificate("c").Key) {
		t.Errorf("read back %d certificates and %d keys: %v", len(content.certificates), len(content.keys), err)
	}
}
