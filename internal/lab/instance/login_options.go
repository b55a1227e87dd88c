package instance

// userOption is a SET option that 'user options' of sp_configure can turn on for every new
// session.
type userOption struct {
	name string // as DBCC USEROPTIONS shows it
	bit  int64  // as in @@OPTIONS
	// always marks what every login has on here, so that the bit changes nothing.
	always bool
}

// arithAbort is the bit of ARITHABORT, which dm_exec_sessions shows.
const arithAbort = 64

// userOptions are the bits of 'user options' (the page of the option).
//
// modelled: bit 1, DISABLE_DEF_CNST_CHK, is kept and does nothing. The ANSI options are on
// for every login, not only for one with the ODBC flag.
var userOptions = []userOption{
	{"implicit_transactions", implicitTransactions, false}, {"cursor_close_on_commit", closeCursorOnCommit, false},
	{"ansi_warnings", 8, true}, {"ansi_padding", 16, true}, {"ansi_nulls", 32, true},
	{"arithabort", arithAbort, false}, {"arithignore", 128, false}, {"quoted_identifier", 256, true}, {"nocount", 512, false},
	{"ansi_null_dflt_on", 1024, true}, {"ansi_null_dflt_off", ansiNullOff, false}, {"concat_null_yields_null", 4096, true},
	{"numeric_roundabort", 8192, false}, {"xact_abort", 16384, false},
}

// The bits that the ODBC flag of a login turns off again.
const (
	implicitTransactions = 2
	closeCursorOnCommit  = 4
	ansiNullOff          = 2048
)

// userOptions are the SET options a new session gets from sp_configure. A login with the
// ODBC flag gets ANSI_DEFAULTS without implicit transactions and without the closing of
// cursors, whatever the server says: the page of the option says so of the first, the
// protocol documentation of both.
func (s *Server) userOptions(req LoginRequest) int64 {
	bits := s.Settings.Configurations["user options"].InUse
	if req.ODBC {
		bits &^= implicitTransactions | closeCursorOnCommit | ansiNullOff
	}
	return bits
}

// InitialOptions implements engine.InitialOptions: what the login found configured holds
// for the session, also after a reset, whatever is configured since.
func (se *Session) InitialOptions() int64 { return se.options }
