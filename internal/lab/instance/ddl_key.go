package instance

import (
	"strings"
	"unicode"

	"milink/internal/lab/message"
	"milink/internal/lab/syntax"
)

// checkPassword is the Windows password policy as it strikes most often: at least eight
// characters of at least three of the four kinds (15116 to 15118).
//
// modelled: the real rule asks the operating system and also knows account names.
func checkPassword(password string) *message.Message {
	length := len([]rune(password))
	switch {
	case length < 8:
		return fault(15116)
	case length > 128:
		return fault(15117)
	case passwordKinds(password) < 3:
		return fault(15118)
	}
	return nil
}

// passwordKinds counts which of upper case, lower case, digits and others occur.
func passwordKinds(password string) int {
	var kinds [4]int
	for _, r := range password {
		switch {
		case unicode.IsUpper(r):
			kinds[0] = 1
		case unicode.IsLower(r):
			kinds[1] = 1
		case unicode.IsDigit(r):
			kinds[2] = 1
		default:
			kinds[3] = 1
		}
	}
	return kinds[0] + kinds[1] + kinds[2] + kinds[3]
}

// createMasterKey makes the database master key of the current database. It is encrypted
// by the password and by the service master key, so that it opens by itself.
func (a *action) createMasterKey(st *syntax.CreateMasterKey) error {
	d := a.database()
	if !a.se.HasDatabase(d, "CONTROL") {
		return fault(15247)
	}
	if d.MasterKey != nil {
		return fault(15578)
	}
	if weak := checkPassword(st.Password); weak != nil {
		return weak
	}
	d.MasterKey = &MasterKey{Created: a.now, Password: st.Password, ByServiceKey: true, Algorithm: "AES_256"}
	return nil
}

// masterKeyUsable tells whether the session can use the database's master key: it opens by
// itself or the session opened it.
func (a *action) masterKeyUsable(d *Database) bool {
	return d.MasterKey != nil && (d.MasterKey.ByServiceKey || a.se.admin.OpenKeys[strings.ToLower(d.Name)])
}

// ownMasterKey returns the current database's master key for a statement that needs CONTROL
// on the database.
func (a *action) ownMasterKey(verb string) (*Database, error) {
	d := a.database()
	if !a.se.HasDatabase(d, "CONTROL") || d.MasterKey == nil {
		return nil, cannotFind(verb, "symmetric key", "master key")
	}
	return d, nil
}

func (a *action) openMasterKey(st *syntax.OpenMasterKey) error {
	d, err := a.ownMasterKey("find")
	if err != nil {
		return err
	}
	if !d.MasterKey.opensWith(st.Password) {
		return fault(15313)
	}
	if a.se.admin.OpenKeys == nil {
		a.se.admin.OpenKeys = map[string]bool{}
	}
	a.se.admin.OpenKeys[strings.ToLower(d.Name)] = true
	return nil
}

func (a *action) closeMasterKey() error {
	name := strings.ToLower(a.database().Name)
	if !a.se.admin.OpenKeys[name] {
		return fault(15315, "master key")
	}
	delete(a.se.admin.OpenKeys, name)
	return nil
}

// opensWith tells whether one of the key's passwords is this one.
func (k *MasterKey) opensWith(password string) bool {
	if k.Password == password {
		return true
	}
	for _, more := range k.MorePasswords {
		if more == password {
			return true
		}
	}
	return false
}

func (a *action) alterMasterKey(st *syntax.AlterMasterKey) error {
	d, err := a.ownMasterKey("find")
	if err != nil {
		return err
	}
	if !a.masterKeyUsable(d) && !(st.Action == "REGENERATE" && st.Force) {
		if st.Action == "REGENERATE" {
			return fault(15329)
		}
		return fault(15581)
	}
	switch st.Action {
	case "ADD":
		return d.MasterKey.addEncryption(st)
	case "DROP":
		return d.MasterKey.dropEncryption(st)
	}
	if weak := checkPassword(st.Password); weak != nil {
		return weak
	}
	d.MasterKey.Password, d.MasterKey.MorePasswords = st.Password, nil
	d.MasterKey.Algorithm = "AES_256"
	return nil
}

func (k *MasterKey) addEncryption(st *syntax.AlterMasterKey) error {
	if st.ServiceKey {
		if k.ByServiceKey {
			return fault(15579, "service master key", "service master key")
		}
		k.ByServiceKey = true
		return nil
	}
	if weak := checkPassword(st.Password); weak != nil {
		return weak
	}
	if k.opensWith(st.Password) {
		return fault(15579, "password", "******")
	}
	k.MorePasswords = append(k.MorePasswords, st.Password)
	return nil
}

// dropEncryption takes one encryption away. The last one stays: a key nobody can open
// would be lost.
func (k *MasterKey) dropEncryption(st *syntax.AlterMasterKey) error {
	if st.ServiceKey {
		k.ByServiceKey = false
		return nil
	}
	if !k.opensWith(st.Password) {
		return fault(15313)
	}
	if len(k.MorePasswords) == 0 {
		return fault(15558, "encryption", "password", "******") // modelled: which number the last password gives
	}
	if k.Password == st.Password {
		k.Password, k.MorePasswords = k.MorePasswords[0], k.MorePasswords[1:]
		return nil
	}
	for i, more := range k.MorePasswords {
		if more == st.Password {
			k.MorePasswords = append(k.MorePasswords[:i], k.MorePasswords[i+1:]...)
			break
		}
	}
	return nil
}

// dropMasterKey refuses while a private key of the database hangs on the master key.
func (a *action) dropMasterKey() error {
	d, err := a.ownMasterKey("drop")
	if err != nil {
		return err
	}
	for _, c := range d.Certificates {
		if c.KeyEncryption == "MK" {
			return fault(15580, "master key", "certificate", c.Name)
		}
	}
	d.MasterKey = nil
	delete(a.se.admin.OpenKeys, strings.ToLower(d.Name))
	return nil
}

// masterKeyMagic opens a master key backup as the lab writes it.
//
// modelled: the real file format is not public.
const masterKeyMagic = "simulated SQL Server master key\n"

func (a *action) backupMasterKey(st *syntax.BackupMasterKey) error {
	d, err := a.ownMasterKey("find")
	if err != nil {
		return err
	}
	if !a.masterKeyUsable(d) {
		return fault(15581)
	}
	if weak := checkPassword(st.Password); weak != nil {
		return weak
	}
	return a.writeNew(st.File, []byte(masterKeyMagic+d.Name))
}

// writeNew writes a file that must not exist yet (15240). A name without a folder goes to
// the data folder.
func (a *action) writeNew(file string, content []byte) error {
	disk := a.s.Host.Disk
	full := a.placed(file, a.s.Settings.DataDirectory)
	if disk.Exists(full) {
		return fault(15240, file)
	}
	if refused := disk.Write(full, content, int64(len(content))); refused != nil {
		return fault(15240, file)
	}
	return nil
}

// placed puts a name without a folder into the given one.
func (a *action) placed(file, folder string) string {
	if a.s.Host.Disk.Absolute(file) {
		return file
	}
	return a.s.Host.Disk.Join(folder, file)
}
