package acceptance

import (
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"azdoctor/checks/azuretest"
)

// The benchmarks of whole runs, as a user waits for them:
//
//	go test ./checks/acceptance -run '^$' -bench . -benchtime 20x
//
// Each reports the median of its runs in ms and the most memory a run held in MB.

// figures collects what the runs of one benchmark took.
type figures struct {
	took   []float64
	memory float64
}

func (f *figures) run(b *testing.B, environ []string, args ...string) {
	b.Helper()
	command := exec.Command(args[0], args[1:]...)
	command.Env = environ
	started := time.Now()
	out, err := command.Output()
	f.took = append(f.took, float64(time.Since(started).Microseconds())/1000)
	if command.ProcessState == nil {
		b.Fatalf("%v: %s", err, out)
	}
	f.memory = max(f.memory, peakMemory(command.ProcessState))
}

func (f *figures) median() float64 {
	slices.Sort(f.took)
	return f.took[len(f.took)/2]
}

func (f *figures) report(b *testing.B) {
	b.ReportMetric(0, "ns/op") // the mean is of no use here
	b.ReportMetric(f.median(), "median-ms")
	b.ReportMetric(f.took[len(f.took)-1], "max-ms")
	b.ReportMetric(f.memory, "peak-MB")
}

func BenchmarkVersion(b *testing.B) {
	var f figures
	environ := bareMachine(b)
	for b.Loop() {
		f.run(b, environ, program, "--version")
	}
	f.report(b)
}

func BenchmarkNobodySignedIn(b *testing.B) {
	var f figures
	environ := bareMachine(b)
	for b.Loop() {
		f.run(b, environ, program)
	}
	f.report(b)
}

// BenchmarkTwoHundredVaults opens 200 vaults that take 50 ms for each answer.
func BenchmarkTwoHundredVaults(b *testing.B) {
	azure := azuretest.New(b)
	args := []string{program, "--format", "json"}
	for i := range 200 {
		name := fmt.Sprintf("contoso-kv%d", i)
		azure.AddVault(azuretest.Vault{Name: name, Delay: 50 * time.Millisecond, Permissions: map[string][]string{azuretest.App.ObjectID: azuretest.AllPermissions}})
		args = append(args, "--vault", name)
	}
	environ := append(bareMachine(b), "AZURE_TENANT_ID="+azuretest.TenantID, "AZURE_CLIENT_ID="+azuretest.ClientID, "AZURE_CLIENT_SECRET="+azuretest.ClientSecret)
	for name, value := range azure.ProxyEnv(b, azure.ListenProxy(b)) {
		environ = append(environ, name+"="+value)
	}
	var f figures
	for b.Loop() {
		f.run(b, environ, args...)
	}
	f.report(b)
}

// BenchmarkBesideAzureCLI runs the real az for a token and azdoctor with one vault in turn, and reports how much longer
// azdoctor takes.
func BenchmarkBesideAzureCLI(b *testing.B) {
	m := signedIn(b, azuretest.Alice)
	m.az.Run("account", "get-access-token", "--resource", azuretest.VaultAudience) // the token is in az's cache from now on, for both
	var az, doctor figures
	for b.Loop() {
		az.run(b, m.environ(), m.az.Path, "account", "get-access-token", "--output", "json", "--resource", azuretest.VaultAudience, "--tenant", azuretest.TenantID)
		doctor.run(b, m.environ(), program, "--vault", azuretest.VaultName)
	}
	doctor.report(b)
	b.ReportMetric(az.median(), "az-median-ms")
	b.ReportMetric(doctor.median()/az.median(), "times-az")
}

// peakMemory is the most memory a process held, in MB. Linux counts it in KB.
func peakMemory(state *os.ProcessState) float64 {
	usage := fmt.Sprintf("%+v", state.SysUsage())
	_, after, found := strings.Cut(usage, "Maxrss:")
	var kilobytes float64
	if _, err := fmt.Sscan(after, &kilobytes); !found || err != nil {
		return 0
	}
	return kilobytes / 1024
}
