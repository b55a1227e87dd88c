// Package contract holds tests only: what a SQL Server answers to the T-SQL that DBAs,
// monitoring scripts and the link's documentation send. One suite runs against the lab
// and, with MILINK_TEST_SQLSERVER set to a sqlserver:// URL, against a real SQL Server;
// its output says which of the two were run.
//
// The batches under testdata were written from facts/tsql.md by someone who had not seen
// the product's collector nor its statements, and they must stay so: this package must
// never know what milink sends. Two tests read the golden file of those statements as data:
// one that none of them stands in the lab, one that they write the names of the catalog in
// its letters. Expectations are stated by hand. Those that hold on every server begin with
// "expect", those that describe a world of the lab with "lab".
package contract
