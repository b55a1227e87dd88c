package tds

// RequestKind says what a client asked for.
type RequestKind string

// The kinds of request a Fault can be set on.
const (
	RequestLogin       RequestKind = "login"
	RequestBatch       RequestKind = "batch"
	RequestCall        RequestKind = "call"
	RequestTransaction RequestKind = "transaction"
)

// Request is one request of a client, as the Fault hook sees it. Text may hold secrets.
type Request struct {
	Connection uint64
	Number     int64 // 1 for the first request after the login; 0 for the login
	Kind       RequestKind
	Text       string // the batch, or the name or id of the first procedure called
	Login      Login
}

// Fault cuts the connection while a request is answered.
type Fault struct {
	rows, bytes int
}

// CutAfterBytes cuts the connection after n bytes of the answer; 0 is before the first.
func CutAfterBytes(n int) *Fault { return &Fault{rows: -1, bytes: n} }

// CutAfterRows cuts the connection when n rows are sent, at the latest before the answer
// ends.
func CutAfterRows(n int) *Fault { return &Fault{rows: n, bytes: -1} }
