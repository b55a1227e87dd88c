package instance

import (
	"strconv"
	"strings"

	"milink/internal/lab/engine"
	"milink/internal/lab/value"
)

var whoProcedures = []procedure{
	{name: "sp_who", run: (*action).who, params: []engine.ProcParam{defaulted("@loginame", value.SysnameT, nil)}},
}

// whoColumns are the columns of sp_who as its page lists them.
var whoColumns = columns(`
	spid smallint
	ecid smallint =0
	status nchar(30)
	loginame nchar(128)?
	hostname nchar(128)
	blk char(5) =0
	dbname nchar(128)?
	cmd nchar(16)
	request_id int =0`)

// who lists the sessions the caller may see: those of a login, one session, those that do
// something, or all.
//
// modelled: the words of status and cmd of a session that waits, which are the ones seen in
// practice; nobody blocks anybody; the sessions of the system do not show.
func (a *action) who(args arguments) (int32, error) {
	wanted, err := a.whoWanted(args.text("@loginame"))
	if err != nil {
		return 1, err
	}
	var rows []row
	a.se.reader(a.database()).eachSession(func(se *Session) {
		if !wanted(se) {
			return
		}
		out := row{"spid": se.spid, "status": "sleeping", "loginame": se.login, "hostname": se.request.Host,
			"dbname": se.database, "cmd": "AWAITING COMMAND"}
		if se == a.se {
			out["status"], out["cmd"] = "runnable", "SELECT"
		}
		rows = append(rows, out)
	})
	a.table(whoColumns, rows)
	return 0, nil
}

// whoWanted reads the argument of sp_who; a word that is no login is 15007.
func (a *action) whoWanted(filter string) (func(*Session) bool, error) {
	if filter == "" {
		return func(*Session) bool { return true }, nil
	}
	if strings.EqualFold(filter, "ACTIVE") {
		return func(se *Session) bool { return se == a.se }, nil
	}
	if id, err := strconv.Atoi(filter); err == nil {
		return func(se *Session) bool { return se.spid == id }, nil
	}
	p := a.s.principal(filter)
	if p == nil || p.Type == "R" {
		return nil, fault(15007, filter)
	}
	return func(se *Session) bool { return a.s.sameName(se.login, p.Name) }, nil
}

// table keeps a result set for the client whose rows go by column names.
func (a *action) table(cols []viewColumn, rows []row) {
	out := make([][]any, len(rows))
	for i, r := range rows {
		out[i] = r.render(cols)
	}
	a.result(engineColumns(cols), out)
}
