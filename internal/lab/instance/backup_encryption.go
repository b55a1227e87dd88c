package instance

import (
	"strings"

	"milink/internal/lab/syntax"
)

// encryptorName is the certificate of WITH ENCRYPTION (ALGORITHM = a, SERVER CERTIFICATE = c).
func encryptorName(options []syntax.WithOption) string {
	o := option(options, "ENCRYPTION")
	if o == nil {
		return ""
	}
	if c := option(o.Sub, "SERVER CERTIFICATE"); c != nil {
		return optionText(*c)
	}
	return ""
}

func encryptionAlgorithm(options []syntax.WithOption) string {
	if o := option(options, "ENCRYPTION"); o != nil {
		if algorithm := option(o.Sub, "ALGORITHM"); algorithm != nil {
			return algorithm.Value
		}
	}
	return ""
}

// encryptor is the certificate that encrypts the backup, nil without one.
func (a *action) encryptor(options []syntax.WithOption) *Certificate {
	name := encryptorName(options)
	if name == "" {
		return nil
	}
	return a.s.database("master").certificate(name)
}

// encryptionAllowed checks WITH ENCRYPTION: the certificate must be in master, its master
// key open, and the edition have it (1844).
func (a *action) encryptionAllowed(options []syntax.WithOption) error {
	if !given(options, "ENCRYPTION") {
		return nil
	}
	id := a.s.Identity
	if id.Edition.Engine == 4 || strings.HasPrefix(id.Edition.Name, "Web") {
		return fault(1844, "BACKUP WITH ENCRYPTION", id.Edition.Name)
	}
	c := a.encryptor(options)
	if c == nil {
		return cannotFind("find", "certificate", encryptorName(options))
	}
	if c.KeyEncryption == "MK" && !a.masterKeyUsable(a.s.database("master")) {
		return fault(15581)
	}
	return nil
}
