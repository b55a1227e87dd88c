// Package config reads milink.yaml: what the person wishes, exactly and nothing else.
// Unknown keys, wrong types and bad values are errors with their place in the file, all of
// them at once. It must never know what a wish means for a server, and never hold a secret
// where a reference to one will do.
package config

import "path/filepath"

// Config is milink.yaml. A section that the file does not have is nil.
type Config struct {
	Source    Source    `yaml:"source"`
	Target    *Target   `yaml:"target"` // nil: only the source is judged
	Azure     *Azure    `yaml:"azure"`
	Databases []string  `yaml:"databases"` // empty: every user database
	Link      *Link     `yaml:"link"`
	Route     Route     `yaml:"route"`
	Timeouts  *Timeouts `yaml:"timeouts"`
	Proxy     string    `yaml:"proxy"`
	Simulated bool      `yaml:"simulated"` // written by `milink lab up` alone

	dir string // where the file stands: relative paths in it start there
}

// Path resolves a path written in the file: relative ones start at the file's folder.
func (c *Config) Path(p string) string {
	if p == "" || filepath.IsAbs(p) {
		return p
	}
	return filepath.Join(c.dir, p)
}

// Source is the SQL Server instance to take to Azure.
type Source struct {
	Server   string    `yaml:"server"` // host[\instance][,port]
	Login    Login     `yaml:"login"`
	TLS      TLS       `yaml:"tls"`
	Endpoint *Endpoint `yaml:"endpoint"`
	Host     *Host     `yaml:"host"`
	Arc      *Arc      `yaml:"arc"`
}

// Login is how to sign in.
type Login struct {
	Method   Method     `yaml:"method"`
	User     string     `yaml:"user"`
	Password *SecretRef `yaml:"password"`
}

// TLS is how the connection to the source is protected.
type TLS struct {
	Mode TLSMode `yaml:"mode"`
	// CA is a file with the certificates to trust instead of the machine's.
	CA string `yaml:"ca"`
	// Pin is the SHA-256 of the server's certificate, in hex.
	Pin string `yaml:"pin"`
	// Trust takes any certificate: whoever stands between may read along. It is never the
	// default and shows in the report.
	Trust bool `yaml:"trust"`
}

// Endpoint is the database mirroring endpoint as the managed instance reaches it.
type Endpoint struct {
	Address string `yaml:"address"`
	Port    int    `yaml:"port"`
}

// Host is how to reach the machine under the instance.
type Host struct {
	Via Via `yaml:"via"`
}

// Arc is the instance as Azure Arc knows it.
type Arc struct {
	Instance string `yaml:"instance"` // resource id
}

// Target is the managed instance.
type Target struct {
	Instance string `yaml:"instance"` // resource id
	Login    Login  `yaml:"login"`
}

// Azure is the cloud of the target.
type Azure struct {
	Cloud      Cloud  `yaml:"cloud"`
	Tenant     string `yaml:"tenant"`
	Credential string `yaml:"credential"`
	APIVersion string `yaml:"apiVersion"`
}

// Link names what will be created; empty names are generated and shown before use.
type Link struct {
	Name              string `yaml:"name"`
	AvailabilityGroup string `yaml:"availabilityGroup"`
}

// Timeouts bound one thing each; nothing bounds a whole migration.
type Timeouts struct {
	Connect   Duration `yaml:"connect"`
	RoundTrip Duration `yaml:"roundTrip"`
}
