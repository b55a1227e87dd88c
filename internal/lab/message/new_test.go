package message

import (
	"slices"
	"strings"
	"testing"
)

// TestTexts compares the whole text with what the fact sheet and public transcripts show.
func TestTexts(t *testing.T) {
	for _, c := range []struct {
		number int32
		args   []any
		class  uint8
		state  uint8
		text   string
	}{
		{102, []any{")"}, 15, 1, "Incorrect syntax near ')'."},
		{111, []any{"CREATE VIEW"}, 15, 1, "'CREATE VIEW' must be the first statement in a query batch."},
		{137, []any{"@x"}, 15, 2, "Must declare the scalar variable \"@x\"."},
		{156, []any{"from"}, 15, 1, "Incorrect syntax near the keyword 'from'."},
		{207, []any{"nope"}, 16, 1, "Invalid column name 'nope'."},
		{208, []any{"sys.nope"}, 16, 1, "Invalid object name 'sys.nope'."},
		{226, []any{"ALTER DATABASE"}, 16, 6, "ALTER DATABASE statement not allowed within multi-statement transaction."},
		{229, []any{"SELECT", "backupset", "msdb", "dbo"}, 14, 5, "The SELECT permission was denied on the object 'backupset', database 'msdb', schema 'dbo'."},
		{245, []any{"varchar", "abc", "int"}, 16, 1, "Conversion failed when converting the varchar value 'abc' to data type int."},
		{262, []any{"BACKUP DATABASE", "shop"}, 14, 1, "BACKUP DATABASE permission denied in database 'shop'."},
		{297, nil, 16, 1, "The user does not have permission to perform this action."},
		{300, []any{"VIEW SERVER STATE", "server", "master"}, 14, 1, "VIEW SERVER STATE permission was denied on object 'server', database 'master'."},
		{911, []any{"x"}, 16, 1, "Database 'x' does not exist. Make sure that the name is entered correctly."},
		{1465, []any{"shop"}, 16, 1, "Database \"shop\" database is not in full recovery mode on each of the server instances. The full recovery model is required for a database to participate in database mirroring or in an availability group."},
		{2528, nil, 10, 1, "DBCC execution completed. If DBCC printed error messages, contact your system administrator."},
		{2571, []any{"public", "TRACEON"}, 14, 3, "User 'public' does not have permission to run DBCC TRACEON."},
		{2812, []any{"sp_nope"}, 16, 62, "Could not find stored procedure 'sp_nope'."},
		{3013, []any{"BACKUP DATABASE"}, 16, 1, "BACKUP DATABASE is terminating abnormally."},
		{3014, []any{"BACKUP DATABASE", 426, 0, 31, 107, 7}, 10, 1, "BACKUP DATABASE successfully processed 426 pages in 0.031 seconds (107.007 MB/sec)."},
		{3201, []any{`C:\b.bak`, "5(Access is denied.)"}, 16, 1, `Cannot open backup device 'C:\b.bak'. Operating system error 5(Access is denied.).`},
		{3211, []any{10}, 10, 1, "10 percent processed."},
		{4035, []any{424, "shop", "shop_data", 1}, 10, 1, "Processed 424 pages for database 'shop', file 'shop_data' on file 1."},
		{4060, []any{"x"}, 11, 1, "Cannot open database \"x\" requested by the login. The login failed."},
		{5060, []any{100}, 10, 1, "Nonqualified transactions are being rolled back. Estimated rollback completion: 100%."},
		{5069, nil, 16, 1, "ALTER DATABASE statement failed."},
		{5701, []any{"master"}, 10, 2, "Changed database context to 'master'."},
		{5703, []any{"us_english"}, 10, 1, "Changed language setting to us_english."},
		{8115, []any{"expression", "int"}, 16, 2, "Arithmetic overflow error converting expression to data type int."},
		{8134, nil, 16, 1, "Divide by zero error encountered."},
		{15151, []any{"find", "certificate", "x"}, 16, 1, "Cannot find the certificate 'x', because it does not exist or you do not have permission."},
		{15281, []any{"procedure", "sys.xp_cmdshell", "xp_cmdshell", "xp_cmdshell", "xp_cmdshell", "xp_cmdshell"}, 16, 1, "SQL Server blocked access to procedure 'sys.xp_cmdshell' of component 'xp_cmdshell' because this component is turned off as part of the security configuration for this server. A system administrator can enable the use of 'xp_cmdshell' by using sp_configure. For more information about enabling 'xp_cmdshell', search for 'xp_cmdshell' in SQL Server Books Online."},
		{15313, nil, 16, 1, "The key is not encrypted using the specified decryptor."},
		{15581, nil, 16, 1, "Please create a master key in the database or open the master key in the session before performing this operation."},
		{18456, []any{"sa"}, 14, 1, "Login failed for user 'sa'."},
		{19435, []any{"AG", 41041, 16, 0}, 16, 1, "Always On: AG integrity check failed for AG 'AG' with error 41041, severity 16, state 0."},
		{35250, nil, 16, 7, "The connection to the primary replica is not active.  The command cannot be processed."},
		{41152, []any{"AG", 41042}, 16, 2, "Failed to create availability group 'AG'.  The operation encountered SQL Server error 41042 and has been rolled back.  Check the SQL Server error log for more details.  When the cause of the error has been resolved, retry CREATE AVAILABILITY GROUP command."},
		{47105, nil, 16, 1, "The Always On Availability Groups feature must be enabled for this server instance before you can perform availability group operations. Please enable the feature, then retry the operation."},
		{50000, []any{"100% sure"}, 16, 1, "100% sure"},
	} {
		m := New(c.number, c.args...)
		if m.Number != c.number || m.Class != c.class || m.State != c.state || m.Text != c.text {
			t.Errorf("%d reads\n\t%+v, want class %d state %d\n\t%s", c.number, *m, c.class, c.state, c.text)
		}
	}
}

// TestNumbersOfTheFactSheet holds the table against every number that sections F1 to F15
// list one by one.
func TestNumbersOfTheFactSheet(t *testing.T) {
	sheet := []int32{
		102, 111, 134, 137, 156, 207, 208, 226, 229, 262, 297, 300, 574, 907, 911, 916, 921, 922, 923, 924, 926, 927,
		933, 934, 909, 905, 941, 942, 943, 945, 946, 948, 952, 976, 978, 979, 982, 983, 988,
		1404, 1405, 1408, 1409, 1412, 1418, 1453, 1454, 1462, 1464, 1465, 1466, 1467, 1468, 1469, 1474, 1475, 1478, 1479, 1480, 1484, 1488, 1490,
		2528, 2812, 2571, 7983,
		3002, 3007, 3009, 3013, 3014, 3021, 3023, 3024, 3027, 3031, 3032, 3033, 3035, 3036, 3038, 3041, 3043, 3059, 3062,
		3095, 3096, 3097, 3098, 3101, 3102, 3104, 3197, 3198, 3201, 3202, 3203, 3204, 3206, 3211, 3241, 3242, 3254, 3257, 3262, 3271,
		4014, 4035, 4060, 4061, 4062, 4063, 4064, 4104, 4202, 4208, 4212, 4214, 4218, 4219, 4221,
		5001, 5002, 5004, 5011, 5030, 5052, 5058, 5059, 5060, 5061, 5063, 5069, 5070, 5078, 5084, 5093, 5094,
		7835, 7860, 7862, 7863, 7869, 7871, 7873, 7874, 7878, 7884, 7885, 7886, 7890, 7894,
		14234, 14261, 14262, 14274, 14284, 14287, 14294, 14393, 14515, 14516, 14523, 14517, 14530, 14525, 14526, 14528, 14536, 22022,
		15007, 15023, 15025, 15116, 15117, 15118, 15119, 15121, 15123, 15151, 15165, 15208, 15212, 15213, 15214, 15215, 15223,
		15232, 15240, 15246, 15247, 15268, 15281, 15282, 15296, 15297, 15313, 15315, 15317, 15329, 15334, 15352, 15464, 15465,
		15466, 15468, 15474, 15507, 15530, 15556, 15559, 15563, 15578, 15579, 15580, 15581,
		18401, 18451, 18452, 18453, 18454, 18456, 18461, 18470, 18486, 18487, 18488,
		19405, 19406, 19407, 19419, 19421, 19422, 19416, 19433, 19434, 19435, 19436, 19482, 19486, 19494, 19495, 19496, 19497,
		19498, 19499, 19501, 19502, 19503, 19504, 19506, 19507, 19508, 19509, 19510, 19511, 19512, 19513, 19516, 19517, 19518,
		19519, 19520, 19521, 19522, 19523, 19524, 19525, 19526, 19527, 19528, 19529,
		33566, 33574, 33575, 33576, 33577, 33578, 33591, 33593, 33594, 33592, 33598, 33560, 33563, 33564,
		35102, 35103, 35104, 35200, 35201, 35202, 35203, 35204, 35206, 35207, 35208, 35210, 35211, 35214, 35215, 35217, 35220,
		35221, 35222, 35223, 35233, 35224, 35226, 35232, 35234, 35235, 35236, 35237, 35238, 35239, 35242, 35240, 35244, 35246,
		35247, 35248, 35249, 35250, 35251, 35252, 35253, 35254, 35256, 35257, 35259, 35261, 35262, 35264, 35265, 35266, 35267,
		35268, 35269, 35273, 35274, 35275, 35277, 35278, 35279, 35280, 35281, 35282, 35283, 35284, 35285, 35299,
		41024, 41038, 41039, 41042, 41044, 41045, 41046, 41062, 41091, 41093, 41094, 41100, 41104, 41106, 41108, 41112, 41113,
		41114, 41115, 41116, 41117, 41118, 41122, 41126, 41128, 41130, 41131, 41132, 41133, 41145, 41134, 41136, 41138, 41140,
		41142, 41143, 41144, 41146, 41150, 41148, 41149, 41151, 41152, 41153, 41154, 41155, 41156, 41178, 41158, 41159, 41160,
		41163, 41164, 41165, 41166, 41167, 41168, 41169, 41171, 41183, 41184, 41185, 41186, 41187, 41188, 41189, 41190, 41191,
		41192, 41195, 41197, 41198, 41199, 41347,
		41901, 41906, 41934, 41902, 41904, 41905, 41912, 41916, 41914, 41915, 41947, 41921, 41948, 41922, 41923, 41924, 41925,
		41926, 41929, 41941, 41949, 41950, 41951, 41952, 41953, 41954, 41955, 41956, 41957, 41958, 41959, 41960, 41961, 41962,
		41963, 41964, 41965, 41966, 41967, 41968, 41969, 41970, 41973, 41974, 41975, 41976, 41977, 41986, 41988, 45201,
		47100, 47101, 47104, 47105, 47106, 47115, 47122, 47123, 47129, 47144,
	}
	for _, number := range sheet {
		if !Known(number) {
			t.Errorf("%d is missing", number)
		}
	}
}

// TestClassesOfTheFactSheet holds the classes the sheet gives apart from 16, with the
// raised one where it names one.
func TestClassesOfTheFactSheet(t *testing.T) {
	for class, numbers := range map[uint8][]int32{
		10: {1480, 2528, 3014, 3197, 3198, 3211, 3262, 4035, 4219, 5060, 5084, 15268, 18453, 18454, 19406, 19494, 19495, 19496,
			33560, 33563, 33564, 35201, 35202, 35204, 35206, 35262, 35264, 35265, 35266, 35267, 35273, 35274, 35285, 35299,
			41091, 41093, 41094, 41131, 41133, 41145, 41941},
		11: {4060, 4061, 4062, 4063, 4064, 15223},
		14: {229, 262, 300, 916, 921, 922, 923, 924, 926, 927, 942, 943, 946, 976, 978, 979, 982, 983, 988, 2571, 5011, 7983,
			18401, 18451, 18452, 18456, 18461, 18470, 18486, 18487, 18488},
		15: {102, 111, 134, 137, 156, 7860, 35236, 41197, 41198},
		16: {15281, 15313, 35275, 3041, 7835, 33566},
		17: {1453, 1454, 41138, 41192},
		20: {948, 4014, 7884, 7885, 7886},
		21: {905, 909, 933, 934, 35269, 41954, 41961},
	} {
		for _, number := range numbers {
			if got := New(number).Class; got != class {
				t.Errorf("%d has class %d, want %d", number, got, class)
			}
		}
	}
}

func TestTableIsSound(t *testing.T) {
	seen := make(map[int32]bool)
	for _, table := range tables {
		if !slices.IsSortedFunc(table, func(a, b entry) int { return int(a.number - b.number) }) {
			t.Errorf("the table that starts with %d is out of order", table[0].number)
		}
		for _, e := range table {
			if seen[e.number] {
				t.Errorf("%d stands twice", e.number)
			}
			seen[e.number] = true
			if e.class < 10 || e.class > 25 || e.text == "" || strings.Contains(e.text, "%.*") || strings.Contains(e.text, "%s") || strings.Contains(e.text, "%d") {
				t.Errorf("%d is malformed: %+v", e.number, e)
			}
			if text := New(e.number).Text; strings.Contains(text, "%!") || strings.Contains(text, "%v") {
				t.Errorf("%d does not fill in: %s", e.number, text)
			}
		}
	}
	if numbers := Numbers(); len(numbers) != len(seen) || !slices.IsSorted(numbers) {
		t.Errorf("Numbers lists %d of %d", len(numbers), len(seen))
	}
}

func TestInsertsThatDoNotMatch(t *testing.T) {
	if got := New(208).Text; got != "Invalid object name '(null)'." {
		t.Errorf("missing insert: %s", got)
	}
	if got := New(3014, "BACKUP").Text; got != "BACKUP successfully processed (null) pages in (null).(null) seconds ((null).(null) MB/sec)." {
		t.Errorf("missing numbers: %s", got)
	}
	if got := New(208, "a", "b").Text; got != "Invalid object name 'a'." {
		t.Errorf("surplus insert: %s", got)
	}
}

func TestUnknownNumber(t *testing.T) {
	m := New(49999, "x")
	if Known(49999) || m.Number != 49999 || m.Class != 16 || !strings.HasPrefix(m.Text, "Error 49999, severity 16, state 1 was raised") {
		t.Errorf("got %+v", *m)
	}
}

func TestCopiesLeaveTheOriginalAlone(t *testing.T) {
	m := New(18456, "sa")
	changed := m.With(8, 20).In("p").At(3)
	if m.State != 1 || m.Class != 14 || m.Procedure != "" || m.Line != 0 {
		t.Errorf("the original became %+v", *m)
	}
	if changed.State != 8 || changed.Class != 20 || changed.Procedure != "p" || changed.Line != 3 || changed.At(9).Line != 3 {
		t.Errorf("the copy is %+v", *changed)
	}
	if !m.IsError() || New(5701, "master").IsError() {
		t.Error("class 14 is an error, class 10 is not")
	}
}

func TestErrorsShowTheCause(t *testing.T) {
	e := Errors{New(300, "VIEW SERVER STATE", "server", "master"), New(297)}
	if !strings.HasPrefix(e.Error(), "Msg 300, Level 14, State 1") || (Errors{}).Error() != "no message" {
		t.Errorf("got %s", e.Error())
	}
}
