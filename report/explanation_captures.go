package report

import (
	"slices"

	"azdoctor/checks"
	"azdoctor/checks/cause"
)

// capture says how to make a program tell more. The settings, each from its maker's page:
// az --debug: https://learn.microsoft.com/cli/azure/use-azure-cli-successfully-troubleshooting;
// Go: https://pkg.go.dev/github.com/Azure/azure-sdk-for-go/sdk/azcore/log, read 2026-11-22;
// .NET: https://learn.microsoft.com/dotnet/azure/sdk/logging, read 2026-11-22;
// Python: https://learn.microsoft.com/azure/developer/python/azure-sdk-logging, read 2026-11-22;
// Java: https://learn.microsoft.com/java/api/com.azure.core.util.logging.loglevel for the words, read 2026-11-22;
// JavaScript: https://github.com/Azure/azure-sdk-for-js/blob/main/sdk/core/logger/README.md, read 2026-11-22;
// Terraform: https://developer.hashicorp.com/terraform/internals/debugging;
// GitHub: https://docs.github.com/actions/how-tos/monitor-workflows/enable-debug-logging;
// Azure Pipelines: https://learn.microsoft.com/azure/devops/pipelines/troubleshooting/review-logs.
type capture struct {
	program string // as explain.Explanation.Programs has it
	name    string // for people
	do      string
	run     cause.Command
}

var knownCaptures = []capture{
	{"az", "Azure CLI", "Run the same command with --debug, and keep both what it prints and what it warns of: 2>&1", ""},
	{"azd", "Azure Developer CLI", "Run the same command with --debug", ""},
	{"go", "Azure SDK for Go", "Set this before the program starts", "export AZURE_SDK_GO_LOGGING=all"},
	{"dotnet", "Azure SDK for .NET", "Create a console logger at the program's start and keep it: AzureEventSourceListener.CreateConsoleLogger(EventLevel.Verbose)", ""},
	{"python", "Azure SDK for Python", "Let the program log at its start: logging.basicConfig(level=logging.DEBUG)", ""},
	{"java", "Azure SDK for Java", "Set this before the program starts; where SLF4J is bound, set the loggers com.azure to debug instead", "export AZURE_LOG_LEVEL=verbose"},
	{"javascript", "Azure SDK for JavaScript", "Set this before the program starts", "export AZURE_LOG_LEVEL=verbose"},
	{"cpp", "Azure SDK for C++", "Set this before the program starts", "export AZURE_LOG_LEVEL=verbose"},
	{"rust", "Azure SDK for Rust", "Print the whole error with its sources, as {error:?} does", ""},
	{"terraform", "Terraform", "Set this before terraform runs", "export TF_LOG=DEBUG"},
	{"powershell", "Azure PowerShell", "Show the last error in full", "Resolve-AzError -Last"},
	{"github-actions", "GitHub Actions", "Run the job again with debug logging, a box in the dialogue of Re-run jobs", ""},
	{"azure-pipelines", "Azure Pipelines", "Run the pipeline again with system diagnostics, a box in the dialogue of Run pipeline", ""},
	{"kubernetes", "Kubernetes", "Keep what the pod's description and events say", "kubectl describe pod POD"},
}

// usualPrograms are those of which captures are told where none was seen.
var usualPrograms = []string{"az", "go", "dotnet", "python", "java", "javascript"}

// captures are how to make these programs tell more; where nothing is known of them, the usual ones.
func captures(programs []string) []Capture {
	told := captured(programs)
	if len(told) == 0 {
		told = captured(usualPrograms)
	}
	return told
}

func captured(programs []string) []Capture {
	told := []Capture{}
	for _, known := range knownCaptures {
		if slices.Contains(programs, known.program) {
			one := Capture{Program: known.program, Name: known.name, Do: known.do}
			if known.run != "" {
				one.Run = &Command{POSIX: known.run.POSIX(nil), PowerShell: known.run.PowerShell(nil)}
			}
			told = append(told, one)
		}
	}
	return told
}

// programNames are programs for people.
func programNames(programs []string) []string {
	var names []string
	for _, program := range programs {
		name := program
		if at := slices.IndexFunc(knownCaptures, func(known capture) bool { return known.program == program }); at >= 0 {
			name = knownCaptures[at].name
		}
		names = append(names, name)
	}
	return names
}

// unrecognised says what was seen, and how to find out.
func (t *explanationText) unrecognised(e Explanation) {
	if e.Bytes == 0 {
		t.put(0, t.symbol("unknown"), "Cannot tell: there was nothing to read", t.bold)
		return
	}
	said := "nothing here is a failure of an Azure sign-in that azdoctor knows"
	if e.Hints {
		said = "something here is about signing in to Azure, but azdoctor does not know this failure"
	}
	t.put(0, t.symbol("unknown"), "Cannot tell: "+said, t.bold)
	if t.Quiet {
		return
	}
	t.put(2, nothing, "Read "+counted(int(e.Lines), "line")+sawPrograms(e.Programs), t.dim)
	t.captures(e.Captures)
	t.put(4, nothing, "Such logs may hold tokens: azdoctor prints none, but do not pass the logs on.", t.dim)
	t.blank()
	t.put(2, nothing, "On the machine where it fails azdoctor looks for itself; run it there as the user it fails for:", plain)
	t.command(4, "azdoctor")
}

// captures say how to get a text that tells more.
func (t *explanationText) captures(captures []Capture) {
	if len(captures) == 0 {
		return
	}
	t.blank()
	t.put(2, nothing, "Here is how to find out. Run it again so that it tells more, and explain what it then prints:", plain)
	for _, c := range captures {
		t.put(4, nothing, c.Name+":", plain)
		t.put(6, nothing, c.Do+colonIf(c.Run != nil), plain)
		t.capture(c.Run)
	}
}

func (t *explanationText) capture(run *Command) {
	if run == nil {
		return
	}
	if t.Shell == "powershell" {
		t.command(8, run.PowerShell)
	} else {
		t.command(8, run.POSIX)
	}
}

func sawPrograms(programs []string) string {
	if len(programs) == 0 {
		return ""
	}
	return ", with words of " + checks.Enumerate(programNames(programs))
}
