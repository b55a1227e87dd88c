package engine

// Session runs T-SQL for one login. It implements Client.
type Session struct {
	world     World
	trancount int
}

// NewSession starts a session over a world.
func NewSession(world World) *Session { return &Session{world: world} }
