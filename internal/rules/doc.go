// Package rules is the judgement of milink: a catalogue of rules, each of which turns
// facts into findings. Rules are pure: they read a facts document, the person's wishes and
// an injected time, and nothing else. They name the step kinds that would repair a fault
// but never know what a step contains, how a fact was fetched, or the network.
package rules
