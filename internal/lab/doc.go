// Package lab is a simulated world for milink: SQL Server instances that speak TDS, with
// the behaviour that facts/*.md document. It knows how the outside world behaves and must
// never import another package of the product, so that the two do not share beliefs.
package lab
