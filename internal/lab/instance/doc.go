// Package instance is one simulated SQL Server instance: what it is (version, edition,
// host), what it holds (databases, keys, certificates, endpoints, logins, groups, backup
// history, jobs), what each login may see of it through catalog views and DMVs, and what
// administrative statements and restarts change. It implements engine.World.
//
// It knows SQL Server from facts/tsql.md only. It must never know the product's queries,
// the wire protocol or the names of scenarios.
package instance
