package instance

import (
	"bytes"
	"crypto"
	"crypto/rsa"
	"crypto/x509"
	"errors"

	"milink/internal/lab/message"
	"milink/internal/lab/syntax"
)

// createCertificate adds a certificate to the current database, from a file, from bytes or
// newly signed by itself.
func (a *action) createCertificate(st *syntax.CreateCertificate) error {
	d := a.database()
	if !a.se.HasDatabase(d, "CREATE CERTIFICATE") {
		return fault(262, "CREATE CERTIFICATE", d.Name)
	}
	if st.Owner.Text != "" && d.user(st.Owner.Text) == nil {
		return cannotFind("find", "user", st.Owner.Text)
	}
	if d.certificate(st.Name.Text) != nil {
		return fault(15232, st.Name.Text)
	}
	c, err := a.certificateOf(d, st)
	if err != nil {
		return err
	}
	for _, other := range d.Certificates {
		if bytes.Equal(other.Thumbprint(), c.Thumbprint()) {
			return fault(15232, st.Name.Text)
		}
	}
	c.ID = a.s.takeID("certificate", 256)
	c.Name, c.Owner = st.Name.Text, st.Owner.Text
	c.ActiveDialog = st.ActiveForDialog != "OFF"
	d.Certificates = append(d.Certificates, c)
	return nil
}

// certificateOf builds the certificate that the statement describes.
func (a *action) certificateOf(d *Database, st *syntax.CreateCertificate) (*Certificate, error) {
	if st.HasSubject {
		return a.signNew(d, st)
	}
	if st.Assembly.Text != "" {
		return nil, cannotFind("find", "assembly", st.Assembly.Text) // the lab has no assemblies
	}
	if st.Executable {
		return nil, fault(15208) // and no signed libraries
	}
	if st.Format == "PFX" {
		return a.fromPFX(d, st)
	}
	der, err := a.publicPart(st)
	if err != nil {
		return nil, err
	}
	c := &Certificate{DER: der, KeyEncryption: "NA"}
	if !st.HasKey {
		return c, nil
	}
	key, err := a.readPrivateKey(st)
	if err != nil {
		return nil, err
	}
	return c, a.attachKey(d, c, key, st.EncryptionPassword)
}

// publicPart reads the DER bytes of FROM FILE (15208) or FROM BINARY (15297). Text forms
// such as PEM are refused by both.
func (a *action) publicPart(st *syntax.CreateCertificate) ([]byte, error) {
	if st.HasBinary {
		if !isDER(st.FromBinary) {
			return nil, fault(15297)
		}
		return bytes.Clone(st.FromBinary), nil
	}
	raw, refused := a.s.Host.Disk.Read(a.placed(st.FromFile, a.s.Settings.DataDirectory))
	if refused != nil || !isDER(raw) {
		return nil, fault(15208)
	}
	return bytes.Clone(raw), nil
}

func isDER(raw []byte) bool {
	_, err := x509.ParseCertificate(raw)
	return err == nil
}

// readPrivateKey reads the .pvk of WITH PRIVATE KEY: 15208 or 15297 when it is none, 15465
// when the password does not open it.
func (a *action) readPrivateKey(st *syntax.CreateCertificate) (*rsa.PrivateKey, error) {
	raw, unreadable := st.KeyBinary, fault(15297)
	if st.KeyFile != "" {
		content, refused := a.s.Host.Disk.Read(a.placed(st.KeyFile, a.s.Settings.DataDirectory))
		if refused != nil {
			return nil, fault(15208)
		}
		raw, unreadable = content, fault(15208)
	}
	key, err := decodePVK(raw, st.DecryptionPassword)
	if errors.Is(err, errKeyPassword) {
		return nil, fault(15465)
	}
	if err != nil {
		return nil, unreadable
	}
	return key, nil
}

// attachKey gives the certificate its private key, encrypted by the password or, without
// one, by the master key of the database (15581).
func (a *action) attachKey(d *Database, c *Certificate, key *rsa.PrivateKey, password string) error {
	public, ok := c.parsed().PublicKey.(interface{ Equal(crypto.PublicKey) bool })
	if !ok || !public.Equal(key.Public()) {
		return fault(15474, "certificate")
	}
	if password == "" {
		if !a.masterKeyUsable(d) {
			return fault(15581)
		}
		c.Key, c.KeyEncryption = key, "MK"
		return nil
	}
	if weak := checkPassword(password); weak != nil {
		return weak
	}
	c.Key, c.KeyEncryption, c.KeyPassword = key, "PW", password
	return nil
}

// signNew makes a self-signed certificate, valid for a year unless the statement says more.
func (a *action) signNew(d *Database, st *syntax.CreateCertificate) (*Certificate, error) {
	if n := len([]rune(st.Subject)); n == 0 || n > 4000 {
		return nil, fault(15212, 4000)
	}
	start, end, err := a.validity(st)
	if err != nil {
		return nil, err
	}
	number := a.s.takeID("key", 0)
	key := pooledKey(int(a.s.seed%poolSize) + number)
	der, err := selfSigned{
		Subject: st.Subject, Serial: a.s.serial(number), Start: start, End: end,
		SHA1: a.s.Identity.Build.Major == 13,
	}.build(key)
	if err != nil {
		return nil, fault(15296)
	}
	c := &Certificate{DER: der}
	if err := a.attachKey(d, c, key, st.EncryptionPassword); err != nil {
		return nil, err
	}
	for _, warning := range validityWarnings(start, end, a.now) {
		a.say(warning)
	}
	return c, nil
}

// dropCertificate refuses what an endpoint, a login or an encryption key still needs.
func (a *action) dropCertificate(st *syntax.DropCertificate) error {
	d := a.database()
	c := d.certificate(st.Name.Text)
	if c == nil || !a.se.HasCertificate(d, c, "CONTROL") {
		return cannotFind("drop", "certificate", st.Name.Text)
	}
	if d.Name == "master" {
		if err := a.certificateInUse(c); err != nil {
			return err
		}
	}
	for i, other := range d.Certificates {
		if other == c {
			d.Certificates = append(d.Certificates[:i:i], d.Certificates[i+1:]...)
			break
		}
	}
	return nil
}

// certificateInUse finds what in the instance hangs on a certificate of master.
//
// modelled: 3716 with "endpoint" as the second word; the sheet says "3716-like".
func (a *action) certificateInUse(c *Certificate) error {
	for _, e := range a.s.Endpoints {
		if e.Certificate != "" && a.s.sameName(e.Certificate, c.Name) {
			return fault(3716, "certificate", c.Name, "endpoint")
		}
	}
	for _, p := range a.s.Principals {
		if p.Type == "C" && a.s.sameName(p.Certificate, c.Name) {
			return fault(15559, "certificate", c.Name, "login")
		}
	}
	for _, d := range a.s.Databases {
		if d.Encryption != nil && bytes.Equal(d.Encryption.Thumbprint, c.Thumbprint()) {
			return fault(15352, "certificate")
		}
	}
	return nil
}

// backupCertificate writes the DER file and, when asked, the .pvk with the private key.
func (a *action) backupCertificate(st *syntax.BackupCertificate) error {
	d := a.database()
	c := d.certificate(st.Name.Text)
	if c == nil || !a.se.CanSeeCertificate(d, c) || st.HasKey && !a.se.HasCertificate(d, c, "CONTROL") {
		return cannotFind("find", "certificate", st.Name.Text)
	}
	if st.Format == "PFX" || st.Algorithm != "" {
		return a.backupPFX(d, c, st)
	}
	if !st.HasKey {
		return a.writeNew(st.File, c.DER)
	}
	key, err := a.openPrivateKey(d, c, st)
	if err != nil {
		return err
	}
	if weak := checkPassword(st.EncryptionPassword); weak != nil {
		return weak
	}
	if a.s.Host.Disk.Exists(a.placed(st.KeyFile, a.s.Settings.DataDirectory)) {
		return fault(15240, st.KeyFile)
	}
	if err := a.writeNew(st.File, c.DER); err != nil {
		return err
	}
	c.KeyLastBackup = a.now
	return a.writeNew(st.KeyFile, encodePVK(key, st.EncryptionPassword, a.s.randomBytes("pvk salt", pvkSaltBytes)))
}

// openPrivateKey returns the private key for export: 15246 when there is none, 15334 and
// 15465 when a password guards it, 15581 when the master key is closed.
func (a *action) openPrivateKey(d *Database, c *Certificate, st *syntax.BackupCertificate) (*rsa.PrivateKey, error) {
	key, ok := c.Key.(*rsa.PrivateKey)
	if !ok || key == nil {
		return nil, fault(15246, c.Name)
	}
	if err := a.mayUseKey(d, c, st.DecryptionPassword); err != nil {
		return nil, err
	}
	return key, nil
}

func (a *action) mayUseKey(d *Database, c *Certificate, password string) *message.Message {
	switch {
	case c.KeyEncryption == "PW" && password == "":
		return fault(15334, "certificate")
	case c.KeyEncryption == "PW" && password != c.KeyPassword:
		return fault(15465)
	case c.KeyEncryption == "MK" && !a.masterKeyUsable(d):
		return fault(15581)
	}
	return nil
}
