// Package engine runs T-SQL for one session: it binds names and types, executes queries
// over relations, keeps variables, temp tables and control flow. What exists on the server
// and what an administrative statement does belongs to the World behind it (package
// instance); the engine never knows a catalog view or an instance property by name.
package engine
