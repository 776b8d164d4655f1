// Package acceptance holds the tests of the built azdoctor program, seen from outside: its command line, its exit codes,
// the real Azure CLI against a stand-in for Azure, interruption, and the benchmarks of whole runs. It has no code of its own.
package acceptance
