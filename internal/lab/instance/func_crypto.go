package instance

import (
	"crypto/rsa"
	"strings"

	"milink/internal/lab/value"
)

// derType is what the functions that give bytes return: at most 8,000 bytes.
var derType = value.VarBinaryN(8000)

// cryptoFunctions are about keys and certificates of the current database.
var cryptoFunctions = map[string]function{
	"cert_id":        {1, 1, value.IntT, nameType, (*reader).certID},
	"certencoded":    {1, 1, derType, idType, (*reader).certEncoded},
	"certproperty":   {2, 2, value.VariantT, []value.Type{value.IntT, value.SysnameT}, (*reader).certProperty},
	"certprivatekey": {2, 3, derType, []value.Type{value.IntT, value.NVarCharN(4000), value.NVarCharN(4000)}, (*reader).certPrivateKey},
	"key_id":         {1, 1, value.IntT, nameType, (*reader).keyID},
	"asymkey_id":     {1, 1, value.IntT, nameType, (*reader).asymmetricKeyID},
}

// certID is CERT_ID; the name may carry brackets or quotes.
func (r *reader) certID(args []any) (any, error) {
	name, _ := textArg(args, 0)
	c := r.db.certificate(name)
	if c == nil {
		c = r.db.certificate(unquote(name))
	}
	if c == nil || !r.se.CanSeeCertificate(r.db, c) {
		return nil, nil
	}
	return c.ID, nil
}

// certificateArg is the certificate with the id of the first argument, nil when it does
// not show.
func (r *reader) certificateArg(args []any) *Certificate {
	id, ok := intArg(args, 0)
	if !ok {
		return nil
	}
	c := r.db.certificateByID(id)
	if c == nil || !r.se.CanSeeCertificate(r.db, c) {
		return nil
	}
	return c
}

func (r *reader) certEncoded(args []any) (any, error) {
	if c := r.certificateArg(args); c != nil {
		return c.DER, nil
	}
	return nil, nil
}

// certProperty is CERTPROPERTY: dates as datetime, words as nvarchar, the sid as
// varbinary.
func (r *reader) certProperty(args []any) (any, error) {
	c := r.certificateArg(args)
	if c == nil {
		return nil, nil
	}
	name, _ := textArg(args, 1)
	switch strings.ToLower(name) {
	case "expiry_date":
		return value.Var{Type: value.DateTimeT, Value: value.RoundDateTime(c.Expires())}, nil
	case "start_date":
		return value.Var{Type: value.DateTimeT, Value: value.RoundDateTime(c.Starts())}, nil
	case "issuer_name":
		return variantText(c.IssuerText()), nil
	case "cert_serial_number":
		return variantText(c.SerialText()), nil
	case "subject":
		return variantText(c.SubjectText()), nil
	case "sid":
		return value.Var{Type: sidType, Value: c.SID()}, nil
	case "string_sid":
		text, _ := sidText(c.SID()).(string)
		return variantText(text), nil
	}
	return nil, nil
}

// certPrivateKey is CERTPRIVATEKEY: the private key as PVK under a password; NULL without
// CONTROL, without a key, or when the key does not open. A managed instance never gives it.
func (r *reader) certPrivateKey(args []any) (any, error) {
	c := r.certificateArg(args)
	password, ok := textArg(args, 1)
	if c == nil || !ok || r.s.Identity.ManagedAzure || !r.se.HasCertificate(r.db, c, "CONTROL") {
		return nil, nil
	}
	key, ok := c.Key.(*rsa.PrivateKey)
	if !ok || !r.opens(c, args) {
		return nil, nil
	}
	return encodePVK(key, password, r.s.digest("pvk", c.Name, password)[:16]), nil
}

// opens tells whether the private key can be read: with the decryption password for PW,
// with a master key that opens by itself or was opened for MK.
func (r *reader) opens(c *Certificate, args []any) bool {
	if c.KeyEncryption == "PW" {
		password, _ := textArg(args, 2)
		return password == c.KeyPassword
	}
	k := r.db.MasterKey
	return k != nil && (k.ByServiceKey || r.se.admin.OpenKeys[strings.ToLower(r.db.Name)])
}

func (r *reader) keyID(args []any) (any, error) {
	name, _ := textArg(args, 0)
	name = unquote(name)
	if !r.se.CanSeeKey(r.db, name) {
		return nil, nil
	}
	switch {
	case r.db.sameName(name, masterKeyName) && r.db.MasterKey != nil:
		return masterKeyID, nil
	case r.db.sameName(name, serviceKeyName) && r.db.ID == 1:
		return serviceKeyID, nil
	}
	return nil, nil
}

func (r *reader) asymmetricKeyID(args []any) (any, error) {
	name, _ := textArg(args, 0)
	for _, k := range r.db.AsymmetricKeys {
		if r.db.sameName(k.Name, unquote(name)) && r.se.CanSeeAsymmetricKey(r.db, k) {
			return k.ID, nil
		}
	}
	return nil, nil
}
