package checks

import (
	"os"
	"sync"
	"time"

	azlog "github.com/Azure/azure-sdk-for-go/sdk/azcore/log"
)

// azidentity starts az and azd as "/bin/sh -c ..." and, at a deadline, ends that shell alone
// (azidentity 1.15.0 developer_credential_util.go, read 2026-11-22): the Python behind az, and whatever it started, would
// live on. So a run ends every process below this one that is new since the run began. That includes the uploader az
// leaves behind for its telemetry, where PrepareChildren has not switched it off: it does not outlive the run either.
// Processes that existed before, and those of anybody else, are never touched.

// tracking is what all runs of this program share: processes are the program's, not a run's.
var tracking struct {
	sync.Mutex
	runs  int
	since *processTracker
}

// endPatience bounds the wait for processes that were ended: one stuck in the kernel goes when it can.
const endPatience = time.Second

// trackProcesses notes which processes exist now. The function it returns ends those below this process that are new
// since then and returns when they are gone, or after endPatience; of runs that overlap, the last one does.
func trackProcesses() (end func()) {
	tracking.Lock()
	defer tracking.Unlock()
	if tracking.runs == 0 {
		tracking.since = newProcessTracker()
	}
	tracking.runs++
	return sync.OnceFunc(func() {
		tracking.Lock()
		defer tracking.Unlock()
		if tracking.runs--; tracking.runs == 0 {
			tracking.since.end()
			tracking.since = nil
		}
	})
}

// PrepareChildren sets the environment that az and azd will inherit from this process: no telemetry (and so no process
// left behind for it), no look for updates, no debug output among the answer. It also closes the SDK's own log, which
// AZURE_SDK_GO_LOGGING opens on standard error. Neither changes what a sign-in does. Call it from main, once, after Host
// has taken its snapshot, so that the report shows the user's own settings.
func PrepareChildren() {
	for name, value := range map[string]string{
		"AZURE_CORE_COLLECT_TELEMETRY": "no",   // azure-cli 2.45.0 core/telemetry.py, read 2026-11-22
		"AZURE_DEV_COLLECT_TELEMETRY":  "no",   // https://github.com/Azure/azure-dev#data-collection, read 2026-11-22
		"AZD_SKIP_UPDATE_CHECK":        "true", // azure-dev cli/azd/main.go (fetchLatestVersion), read 2026-11-22
	} {
		_ = os.Setenv(name, value) // fails for malformed names only
	}
	_ = os.Unsetenv("AZD_DEBUG") // makes azd ask whether a debugger is ready: azure-dev cli/azd/cmd/middleware/debug.go, read 2026-11-22
	azlog.SetListener(nil)
}
