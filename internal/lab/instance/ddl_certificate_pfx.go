package instance

import (
	"errors"

	"milink/internal/lab/syntax"
)

// fromPFX reads certificate and private key out of one PFX file (2022 and later).
func (a *action) fromPFX(d *Database, st *syntax.CreateCertificate) (*Certificate, error) {
	switch {
	case a.s.major() < 16:
		return nil, fault(102, "FORMAT")
	case !st.HasKey:
		return nil, fault(33575)
	case st.KeyFile != "" || len(st.KeyBinary) > 0:
		return nil, fault(33574)
	}
	raw, invalid := st.FromBinary, fault(15297)
	if !st.HasBinary {
		content, refused := a.s.Host.Disk.Read(a.placed(st.FromFile, a.s.Settings.DataDirectory))
		if refused != nil {
			return nil, fault(15208)
		}
		raw, invalid = content, fault(15208)
	}
	content, err := decodePFX(raw, st.DecryptionPassword)
	switch {
	case errors.Is(err, errKeyPassword):
		return nil, fault(33598)
	case err != nil || len(content.certificates) == 0 || !isDER(content.certificates[0]):
		return nil, invalid
	case len(content.certificates) > 1:
		return nil, fault(33577)
	case len(content.keys) != 1:
		return nil, fault(33578)
	}
	c := &Certificate{DER: content.certificates[0]}
	return c, a.attachKey(d, c, content.keys[0], st.EncryptionPassword)
}

// backupPFX writes certificate and private key into one PFX file (2022 and later). Only a
// PFX takes ALGORITHM (33593), and it must (33594).
func (a *action) backupPFX(d *Database, c *Certificate, st *syntax.BackupCertificate) error {
	switch {
	case a.s.major() < 16:
		return fault(102, "FORMAT")
	case st.Format != "PFX":
		return fault(33593)
	case !st.HasKey:
		return fault(33575)
	case st.Algorithm == "":
		return fault(33594, "AES_128", "AES_256")
	case st.Algorithm != "AES_256" && st.Algorithm != "AES_128":
		return fault(33591, "AES_128", "AES_256")
	}
	key, err := a.openPrivateKey(d, c, st)
	if err != nil {
		return err
	}
	if weak := checkPassword(st.EncryptionPassword); weak != nil {
		return weak
	}
	raw, err := encodePFX(c.DER, key, st.EncryptionPassword, func(n int) []byte { return a.s.randomBytes("pfx salt", n) })
	if err != nil {
		return fault(15296)
	}
	if err := a.writeNew(st.File, raw); err != nil {
		return err
	}
	c.KeyLastBackup = a.now
	return nil
}
