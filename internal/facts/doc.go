// Package facts is the document of what was seen: every value known, or unknown with the
// reason. It has a versioned JSON form that newer rules can judge again on another
// machine. It must never know how anything was fetched or what a value means.
package facts
