// Command azdoctor finds out why Azure sign-in fails on this machine and says what to do about it.
package main

func main() {}
