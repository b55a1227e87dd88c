package instance

import "time"

// encryptionViews hold the TDE keys.
var encryptionViews = []*view{
	{
		name: "sys.dm_database_encryption_keys", state: securityState,
		columns: columns(`
			database_id int
			encryption_state int?
			create_date datetime
			regenerate_date datetime
			modify_date datetime
			set_date datetime
			opened_date datetime
			key_algorithm nvarchar(32)
			key_length int
			encryptor_thumbprint varbinary(20)?
			encryptor_type nvarchar(32)?
			percent_complete real
			encryption_state_desc nvarchar(32)? @15
			encryption_scan_state int? @15
			encryption_scan_state_desc nvarchar(32)? @15
			encryption_scan_modify_date datetime? @15`),
		rows:     (*reader).encryptionKeys,
		modelled: "words of encryption_state_desc; tempdb follows the first encrypted database",
	},
}

var encryptionStates = []string{"NO_ENCRYPTION_KEY", "UNENCRYPTED", "ENCRYPTION_IN_PROGRESS", "ENCRYPTED",
	"KEY_CHANGE_IN_PROGRESS", "DECRYPTION_IN_PROGRESS", "PROTECTION_CHANGE_IN_PROGRESS"}

// encryptionKeys has a row per database with a key, and tempdb as soon as one is encrypted.
func (r *reader) encryptionKeys() []row {
	var rows []row
	for _, d := range r.s.Databases {
		if d.Encryption != nil {
			if len(rows) == 0 && d.encrypted() {
				tempdb := r.encryptionKey(2, d.Encryption)
				tempdb["encryptor_thumbprint"], tempdb["encryptor_type"] = nil, "ASYMMETRIC KEY"
				rows = append(rows, tempdb)
			}
			rows = append(rows, r.encryptionKey(d.ID, d.Encryption))
		}
	}
	return rows
}

func (r *reader) encryptionKey(id int, k *EncryptionKey) row {
	algorithm, length := "AES", 256
	switch k.Algorithm {
	case "AES_128":
		length = 128
	case "AES_192", "TRIPLE_DES_3KEY":
		length = 192
	}
	out := row{"database_id": id, "create_date": k.Created, "regenerate_date": k.Created, "modify_date": k.Created,
		"set_date": k.Set, "opened_date": k.Created, "key_algorithm": algorithm, "key_length": length,
		"encryptor_thumbprint": k.Thumbprint, "encryptor_type": k.EncryptorType, "percent_complete": 0.0,
		"encryption_scan_state": 4, "encryption_scan_state_desc": "COMPLETE", "encryption_scan_modify_date": k.Set}
	out.code("encryption_state", k.State, encryptionStates)
	if k.Set.IsZero() {
		out["set_date"] = neverSet
		out["encryption_scan_state"], out["encryption_scan_state_desc"] = 0, "NONE"
	}
	return out
}

// neverSet is set_date of a key whose encryption was never turned on.
var neverSet = time.Date(1900, 1, 1, 0, 0, 0, 0, time.UTC)
