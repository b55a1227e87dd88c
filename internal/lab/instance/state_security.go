package instance

import (
	"time"
)

// Principal is a server principal: login or role.
type Principal struct {
	ID              int
	Name            string
	Type            string // S, U, G, R, C, K, E
	Password        string
	Disabled        bool
	LockedOut       bool
	MustChange      bool
	Expired         bool
	DefaultDatabase string
	Roles           []string // fixed server roles it is in: sysadmin, ...
	Certificate     string   // for type C
	FixedRole       bool
	CheckPolicy     bool
	CheckExpiration bool
	Language        string // empty for us_english
	SID             []byte // derived from the name when empty
	Owner           string // of a server role
	Created         time.Time
}

// Grant is one granted or denied permission.
type Grant struct {
	Permission string // VIEW SERVER STATE, SELECT, CONNECT ...
	State      string // G, W, D
	To         string // principal or user name
	Class      string // SERVER, DATABASE, OBJECT, ENDPOINT, CERTIFICATE ...
	Securable  string // object name for OBJECT ("dbo.backupset"), ENDPOINT, CERTIFICATE
}

// Endpoint is one endpoint, system ones included.
type Endpoint struct {
	ID          int
	Name        string
	Owner       string
	Protocol    int // 2 TCP, 3 NAMED_PIPES, 4 SHARED_MEMORY, 5 VIA
	Type        int // 2 TSQL, 4 DATABASE_MIRRORING
	State       int // 0 STARTED, 1 STOPPED, 2 DISABLED
	Admin       bool
	Port        int
	IP          string // empty for ALL
	Role        int    // 1 PARTNER, 2 WITNESS, 3 ALL
	Encrypted   bool
	Auth        int // connection_auth of sys.database_mirroring_endpoints
	Certificate string
	Algorithm   int // encryption_algorithm
	// Failed says that the endpoint is STARTED by definition but could not open its
	// certificate when the service started: nothing listens.
	Failed bool
}
