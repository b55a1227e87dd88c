// Package sqlserver is the hand that reaches a SQL Server instance: it opens one session
// and collects facts through it, in at most three round trips. It knows the wire and how an
// answer becomes a fact; it must never know rules, plans or what a fact is good for.
//
// A session is one connection of the driver, used directly and not through database/sql:
// the pool would retry in silence, and it stops reading a batch at the first error, where
// a denied read must not cost the answers behind it.
//
// Logins: SQL logins are exercised by the tests. Windows logins use SSPI on Windows and
// Kerberos elsewhere (ticket cache, keytab and /etc/krb5.conf as MIT Kerberos names them);
// both are the driver's and unproven here, for want of a domain. Microsoft Entra logins are
// refused with a clear error.
package sqlserver
