package instance

import (
	"encoding/binary"
	"fmt"
	"strings"

	"milink/internal/lab/value"
)

// The ids and names of the two master keys (facts/tsql.md C3).
const (
	masterKeyID    = 101
	masterKeyName  = "##MS_DatabaseMasterKey##"
	serviceKeyID   = 102
	serviceKeyName = "##MS_ServiceMasterKey##"
)

// keyViews are the keys and certificates of the database they are read in.
var keyViews = []*view{
	{
		name: "sys.symmetric_keys",
		columns: columns(`
			name sysname
			principal_id int? =1
			symmetric_key_id int
			key_length int
			key_algorithm char(2)
			algorithm_desc nvarchar(60)?
			create_date datetime
			modify_date datetime
			key_guid uniqueidentifier?
			key_thumbprint sql_variant?
			provider_type nvarchar(120)?
			cryptographic_provider_guid uniqueidentifier?
			cryptographic_provider_algid sql_variant?`),
		rows:     (*reader).symmetricKeys,
		modelled: "the id of the service master key; only master keys exist",
	},
	{
		name: "sys.key_encryptions",
		columns: columns(`
			key_id int
			thumbprint varbinary(32)?
			crypt_type char(4)
			crypt_type_desc nvarchar(60)?
			crypt_property varbinary(max)?`),
		rows:     (*reader).keyEncryptions,
		modelled: "crypt_type of the password (ESKP until 2016, ESP2 after); no rows for the service master key",
	},
	{
		name: "sys.certificates",
		columns: columns(`
			name sysname
			certificate_id int
			principal_id int? =1
			pvt_key_encryption_type char(2)
			pvt_key_encryption_type_desc nvarchar(60)?
			is_active_for_begin_dialog bit? =1
			issuer_name nvarchar(442)?
			cert_serial_number nvarchar(64)?
			sid varbinary(85)?
			string_sid nvarchar(128)?
			subject nvarchar(4000)?
			expiry_date datetime?
			start_date datetime?
			thumbprint varbinary(32)
			attested_by nvarchar(260)?
			pvt_key_last_backup_date datetime?
			key_length int? @13`),
		rows: (*reader).certificates,
	},
	{
		name: "sys.asymmetric_keys",
		columns: columns(`
			name sysname
			principal_id int? =1
			asymmetric_key_id int
			pvt_key_encryption_type char(2) =NA
			pvt_key_encryption_type_desc nvarchar(60)?
			thumbprint varbinary(32)
			algorithm char(2)
			algorithm_desc nvarchar(60)?
			key_length int
			sid varbinary(85)?
			string_sid nvarchar(128)?
			public_key varbinary(max)
			attested_by nvarchar(260)?
			provider_type nvarchar(120)?
			cryptographic_provider_guid uniqueidentifier?
			cryptographic_provider_algid sql_variant?`),
		rows:     (*reader).asymmetricKeys,
		modelled: "pvt_key_encryption_type of a provider key; the public key is not kept",
	},
}

// symmetricKeys are the database master key and, in master, the service master key.
func (r *reader) symmetricKeys() []row {
	var rows []row
	if k := r.db.MasterKey; k != nil && r.se.CanSeeKey(r.db, masterKeyName) {
		out := row{"name": masterKeyName, "symmetric_key_id": masterKeyID, "create_date": k.Created,
			"modify_date": k.Created, "key_guid": r.s.guid("master key", r.db.Name, k.Created.String())}
		out.describeAlgorithm(k.Algorithm)
		rows = append(rows, out)
	}
	if r.db.ID == 1 && r.se.CanSeeKey(r.db, serviceKeyName) {
		out := row{"name": serviceKeyName, "symmetric_key_id": serviceKeyID, "create_date": installed,
			"modify_date": installed, "key_guid": r.s.guid("service master key")}
		out.describeAlgorithm("AES_256")
		rows = append(rows, out)
	}
	return rows
}

func (out row) describeAlgorithm(name string) {
	if name == "TRIPLE_DES" {
		out["key_length"], out["key_algorithm"], out["algorithm_desc"] = 128, "D3", name
		return
	}
	out["key_length"], out["key_algorithm"], out["algorithm_desc"] = 256, "A3", "AES_256"
}

// keyEncryptions say how the database master key is protected.
func (r *reader) keyEncryptions() []row {
	k := r.db.MasterKey
	if k == nil || !r.se.CanSeeKey(r.db, masterKeyName) {
		return nil
	}
	var rows []row
	if k.ByServiceKey {
		rows = append(rows, row{"key_id": masterKeyID, "crypt_type": "ESKM", "crypt_type_desc": "ENCRYPTION BY MASTER KEY",
			"thumbprint": r.s.digest("service master key")[:16]})
	}
	kind, words := "ESKP", "ENCRYPTION BY PASSWORD"
	if r.major >= 14 {
		kind, words = "ESP2", "ENCRYPTION BY PASSWORD V2"
	}
	return append(rows, row{"key_id": masterKeyID, "crypt_type": kind, "crypt_type_desc": words,
		"crypt_property": r.s.digest("password", r.db.Name, k.Created.String())})
}

// keyProtections are the descriptions of pvt_key_encryption_type.
var keyProtections = map[string]string{
	"NA": "NO_PRIVATE_KEY", "MK": "ENCRYPTED_BY_MASTER_KEY", "PW": "ENCRYPTED_BY_PASSWORD", "SK": "ENCRYPTED_BY_SERVICE_MASTER_KEY",
}

func (r *reader) certificates() []row {
	var rows []row
	for _, c := range r.db.Certificates {
		if r.se.CanSeeCertificate(r.db, c) {
			rows = append(rows, r.certificateRow(c))
		}
	}
	return rows
}

func (r *reader) certificateRow(c *Certificate) row {
	protection := c.KeyEncryption
	if protection == "" {
		protection = "NA"
	}
	sid := c.SID()
	return row{
		"name": c.Name, "certificate_id": c.ID, "principal_id": r.ownerID(c.Owner),
		"pvt_key_encryption_type": protection, "pvt_key_encryption_type_desc": keyProtections[protection],
		"is_active_for_begin_dialog": c.ActiveDialog || c.Internal,
		"issuer_name":                c.IssuerText(), "cert_serial_number": c.SerialText(), "subject": c.SubjectText(),
		"sid": sid, "string_sid": sidText(sid),
		"expiry_date": c.Expires(), "start_date": c.Starts(), "thumbprint": c.Thumbprint(),
		"pvt_key_last_backup_date": c.KeyLastBackup, "key_length": c.KeyBits(),
	}
}

// ownerID is the database principal that owns something; dbo when none is named.
func (r *reader) ownerID(name string) int {
	if u := r.db.user(name); u != nil {
		return u.ID
	}
	return 1
}

func (r *reader) asymmetricKeys() []row {
	var rows []row
	for _, k := range r.db.AsymmetricKeys {
		if !r.se.CanSeeAsymmetricKey(r.db, k) {
			continue
		}
		rows = append(rows, row{
			"name": k.Name, "principal_id": r.ownerID(k.Owner), "asymmetric_key_id": k.ID,
			"pvt_key_encryption_type_desc": keyProtections["NA"], "thumbprint": k.Thumbprint,
			"algorithm": fmt.Sprintf("%dR", k.KeyLength/1024), "algorithm_desc": fmt.Sprintf("RSA_%d", k.KeyLength),
			"key_length": k.KeyLength, "public_key": []byte{}, "provider_type": "CRYPTOGRAPHIC PROVIDER",
			"cryptographic_provider_guid":  k.Provider,
			"cryptographic_provider_algid": value.Var{Type: value.VarBinaryN(8), Value: []byte{0, 0, 0xa4, 0}},
		})
	}
	return rows
}

// sidText writes a SID as S-1-..; bytes that are no SID are NULL.
func sidText(sid []byte) any {
	if len(sid) < 8 || len(sid) != 8+4*int(sid[1]) {
		return nil
	}
	authority := uint64(0)
	for _, b := range sid[2:8] {
		authority = authority<<8 | uint64(b)
	}
	var text strings.Builder
	fmt.Fprintf(&text, "S-%d-%d", sid[0], authority)
	for i := 8; i < len(sid); i += 4 {
		fmt.Fprintf(&text, "-%d", binary.LittleEndian.Uint32(sid[i:]))
	}
	return text.String()
}
