package azuretest

import (
	"bytes"
	"maps"
	"os/exec"
	"slices"
	"testing"
	"time"
)

// AzureCLI is the real az, signed in to an Azure over a proxy.
type AzureCLI struct {
	// Path is the real az.
	Path string
	// ConfigDir is its configuration directory.
	ConfigDir string
	// Env is the whole environment it runs in, name to value: for azdoctor to run in too.
	Env map[string]string
	t   testing.TB
}

// LoginAzureCLI signs the real az, at path, in to this Azure, and returns it. For a user it uses a device code, which the first
// user of Contoso answers; a service principal uses ClientSecret; a managed identity asks IMDS. The environment holds nothing
// of this process's own: az reaches the loopback proxy and no other host.
func (a *Azure) LoginAzureCLI(t testing.TB, path string, id Identity) *AzureCLI {
	t.Helper()
	c := a.NewAzureCLI(t, path)
	args := []string{"login", "--use-device-code"}
	switch id.Kind {
	case ServicePrincipal:
		args = []string{"login", "--service-principal", "--username", id.ClientID, "--password", ClientSecret, "--tenant", id.tenant()}
	case ManagedIdentity:
		args = []string{"login", "--identity"}
		if !id.systemAssigned() {
			args = append(args, "--username", id.ClientID)
		}
	}
	if stdout, stderr, code := c.Run(append(args, "--output", "none")...); code != 0 {
		t.Fatalf("az login: exit code %d\n%s%s", code, stdout, stderr)
	}
	return c
}

// NewAzureCLI returns the real az, at path, with this Azure for its network and nobody signed in.
func (a *Azure) NewAzureCLI(t testing.TB, path string) *AzureCLI {
	c := &AzureCLI{Path: path, ConfigDir: t.TempDir(), t: t}
	c.Env = a.ProxyEnv(t, a.ListenProxy(t))
	c.Env["AZURE_CONFIG_DIR"], c.Env["HOME"], c.Env["PATH"] = c.ConfigDir, t.TempDir(), "/usr/bin:/bin"
	return c
}

// Run runs az with these arguments and returns what it printed and its exit code. It gives up after two minutes, with -1.
func (c *AzureCLI) Run(args ...string) (stdout, stderr string, code int) {
	command := exec.Command(c.Path, args...)
	for _, name := range slices.Sorted(maps.Keys(c.Env)) {
		command.Env = append(command.Env, name+"="+c.Env[name])
	}
	var out, problems bytes.Buffer
	command.Stdout, command.Stderr, command.WaitDelay = &out, &problems, time.Second
	if err := command.Start(); err != nil {
		c.t.Fatal(err)
	}
	limit := time.AfterFunc(2*time.Minute, func() { command.Process.Kill() })
	defer limit.Stop()
	command.Wait()
	return out.String(), problems.String(), command.ProcessState.ExitCode()
}
