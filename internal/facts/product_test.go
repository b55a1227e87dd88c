package facts

import "testing"

// facts/tsql.md G: 10.50 is a product of its own name with the major version of another.
func TestProductNames(t *testing.T) {
	for version, want := range map[string]string{
		"9.0.5000.0": "SQL Server 2005", "10.0.6000.1": "SQL Server 2008", "10.50.6000.1": "SQL Server 2008 R2",
		"11.0.7001.0": "SQL Server 2012", "12.0.6024.0": "SQL Server 2014", "13.0.7000.253": "SQL Server 2016",
		"14.0.3490.10": "SQL Server 2017", "15.0.4312.2": "SQL Server 2019", "16.0.4125.3": "SQL Server 2022",
		"17.0.1000.7": "SQL Server 2025", "18.0.1.1": "SQL Server version 18", "8.0.2039.0": "SQL Server version 8",
	} {
		v, err := ParseVersion(version)
		if err != nil || v.Product() != want {
			t.Errorf("%s is called %s, want %s (%v)", version, v.Product(), want, err)
		}
	}
}
