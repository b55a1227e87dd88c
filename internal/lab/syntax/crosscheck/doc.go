// Package crosscheck holds the lab's parser against one written by others. It consists of a
// test and must never be imported: the other parser belongs in no binary.
package crosscheck
