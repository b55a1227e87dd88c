package rules

import "milink/internal/facts"

// ProductName is a version as people call it: SQL Server 2022.
func ProductName(v facts.Version) string { return productName(v.Major()) }
