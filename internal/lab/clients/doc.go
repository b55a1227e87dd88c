// Package clients judges the lab by programs that nobody here wrote: FreeTDS's tsql and
// bsqldb, unixODBC's isql, tedious and pymssql send the article's own scripts to labs of
// every version. It has no code of its own, only tests.
package clients
