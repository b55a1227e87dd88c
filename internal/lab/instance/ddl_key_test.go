package instance

import "testing"

const makeKey = "CREATE MASTER KEY ENCRYPTION BY PASSWORD = 'Pass-word-1'"

func TestCreateMasterKey(t *testing.T) {
	tests := []struct {
		name, text string
		want       []int32
	}{
		{"too short", "CREATE MASTER KEY ENCRYPTION BY PASSWORD = 'Aa1!'", []int32{15116}},
		{"too plain", "CREATE MASTER KEY ENCRYPTION BY PASSWORD = 'onlyletters'", []int32{15118}},
		{"two kinds", "CREATE MASTER KEY ENCRYPTION BY PASSWORD = 'letters1234'", []int32{15118}},
		{"three kinds", "CREATE MASTER KEY ENCRYPTION BY PASSWORD = 'Letters1234'", nil},
		{"twice", makeKey, []int32{15578}},
	}
	b := setUp(t, Options{})
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) { b.t = t; b.outcome(test.text, test.want...) })
	}
	key := b.s.database("master").MasterKey
	if key == nil || !key.ByServiceKey || key.Algorithm != "AES_256" {
		t.Errorf("master key %+v, want one that opens by itself with AES_256", key)
	}
}

func TestMasterKeyBelongsToItsDatabase(t *testing.T) {
	b := setUp(t, Options{})
	b.ok("CREATE DATABASE app; USE app; " + makeKey)
	if b.s.database("master").MasterKey != nil || b.s.database("app").MasterKey == nil {
		t.Error("the key is in the wrong database")
	}
}

func TestMasterKeyWithoutServiceKey(t *testing.T) {
	b := setUp(t, Options{})
	b.fails("OPEN MASTER KEY DECRYPTION BY PASSWORD = 'x'", 15151)
	b.ok(makeKey)
	b.fails("ALTER MASTER KEY ADD ENCRYPTION BY SERVICE MASTER KEY", 15579)
	b.ok("ALTER MASTER KEY DROP ENCRYPTION BY SERVICE MASTER KEY")
	b.fails("CREATE CERTIFICATE c WITH SUBJECT = 's'", 15581)
	b.fails("OPEN MASTER KEY DECRYPTION BY PASSWORD = 'wrong'", 15313)
	b.fails("CLOSE MASTER KEY", 15315)
	b.ok("OPEN MASTER KEY DECRYPTION BY PASSWORD = 'Pass-word-1'")
	b.ok("CREATE CERTIFICATE c WITH SUBJECT = 's'")

	other := &bench{t: t, s: b.s, clock: b.clock, se: b.logIn("sa", "Sa-Pass-1")}
	other.fails("CREATE CERTIFICATE d WITH SUBJECT = 's'", 15581) // opened for one session only

	b.ok("ALTER MASTER KEY ADD ENCRYPTION BY SERVICE MASTER KEY; CLOSE MASTER KEY")
	other.ok("CREATE CERTIFICATE d WITH SUBJECT = 's'")
}

func TestMasterKeyPasswords(t *testing.T) {
	b := setUp(t, Options{})
	b.ok(makeKey)
	b.fails("ALTER MASTER KEY DROP ENCRYPTION BY PASSWORD = 'Pass-word-1'", 15558)
	b.ok("ALTER MASTER KEY ADD ENCRYPTION BY PASSWORD = 'Pass-word-2'")
	b.fails("ALTER MASTER KEY ADD ENCRYPTION BY PASSWORD = 'Pass-word-2'", 15579)
	b.ok("ALTER MASTER KEY DROP ENCRYPTION BY PASSWORD = 'Pass-word-1'")
	b.fails("OPEN MASTER KEY DECRYPTION BY PASSWORD = 'Pass-word-1'", 15313)
	b.ok("OPEN MASTER KEY DECRYPTION BY PASSWORD = 'Pass-word-2'")
	b.ok("ALTER MASTER KEY REGENERATE WITH ENCRYPTION BY PASSWORD = 'Pass-word-3'; OPEN MASTER KEY DECRYPTION BY PASSWORD = 'Pass-word-3'")
	b.ok("ALTER MASTER KEY DROP ENCRYPTION BY SERVICE MASTER KEY; CLOSE MASTER KEY")
	b.fails("ALTER MASTER KEY REGENERATE WITH ENCRYPTION BY PASSWORD = 'Pass-word-4'", 15329)
	b.ok("ALTER MASTER KEY FORCE REGENERATE WITH ENCRYPTION BY PASSWORD = 'Pass-word-4'")
}

func TestDropAndBackupMasterKey(t *testing.T) {
	b := setUp(t, Options{})
	b.fails("DROP MASTER KEY", 15151)
	b.ok(makeKey + "; CREATE CERTIFICATE c WITH SUBJECT = 's'")
	b.fails("DROP MASTER KEY", 15580)
	b.ok("BACKUP MASTER KEY TO FILE = 'dmk.key' ENCRYPTION BY PASSWORD = 'Pass-word-1'")
	b.fails("BACKUP MASTER KEY TO FILE = 'dmk.key' ENCRYPTION BY PASSWORD = 'Pass-word-1'", 15240)
	b.fails(`BACKUP MASTER KEY TO FILE = 'Z:\nowhere\dmk.key' ENCRYPTION BY PASSWORD = 'Pass-word-1'`, 15240)
	b.ok("DROP CERTIFICATE c; DROP MASTER KEY")
	if b.s.database("master").MasterKey != nil {
		t.Error("the key is still there")
	}
}

func TestMasterKeyNeedsControl(t *testing.T) {
	b := setUp(t, Options{})
	b.ok("CREATE LOGIN weak WITH PASSWORD = 'Pass-word-1'")
	weak := b.as("weak")
	weak.fails(makeKey, 15247)
	b.ok(makeKey)
	weak.fails("DROP MASTER KEY", 15151)
}
