package explain

import "azdoctor/checks/cause"

// Capture says how to make a program tell more of a sign-in.
type Capture struct {
	// Program is a name of Explanation.Programs.
	Program string
	// Name is the program's for people.
	Name string
	// Do is a verb phrase without a final period.
	Do string
	// Run is what to type first; "" where it is done otherwise.
	Run cause.Command
	// See is where it was read.
	See cause.Source
}

// CaptureWarning is to be told with every Capture.
const CaptureWarning = "Such logs may hold tokens, secrets and personal data: read them before you pass them on."

// Captures are the ways to make programs tell more, in the order of Explanation.Programs.
var Captures = []Capture{
	{"az", "Azure CLI", "Run the same command with --debug added", "", cause.Source{URL: "https://learn.microsoft.com/cli/azure/use-azure-cli-successfully-troubleshooting", Read: "2026-11-22"}},
	{"azd", "Azure Developer CLI", "Run the same command with --debug added", "", cause.Source{URL: "https://learn.microsoft.com/azure/developer/azure-developer-cli/troubleshoot", Read: "2026-11-22"}},
	{"go", "Azure SDK for Go", "Have the SDK write its log to standard error", "export AZURE_SDK_GO_LOGGING=all", cause.Source{URL: "https://pkg.go.dev/github.com/Azure/azure-sdk-for-go/sdk/azcore/log", Read: "2026-11-22"}},
	{"dotnet", "Azure SDK for .NET", "Create a listener before the first credential and keep it: AzureEventSourceListener.CreateConsoleLogger(EventLevel.Verbose)", "", cause.Source{URL: "https://learn.microsoft.com/dotnet/azure/sdk/logging", Read: "2026-11-22"}},
	{"python", "Azure SDK for Python", "Write the log of the libraries: logging.basicConfig(level=logging.DEBUG), and logging_enable=True for the credential", "", cause.Source{URL: "https://learn.microsoft.com/azure/developer/python/sdk/azure-sdk-logging", Read: "2026-11-22"}},
	{"java", "Azure SDK for Java", "Have the SDK write its log", "export AZURE_LOG_LEVEL=verbose", cause.Source{URL: "https://learn.microsoft.com/azure/developer/java/sdk/logging-overview", Read: "2026-11-22"}},
	{"javascript", "Azure SDK for JavaScript", "Have the SDK write its log to standard error", "export AZURE_LOG_LEVEL=verbose", cause.Source{URL: "https://learn.microsoft.com/azure/developer/javascript/sdk/debug-client-libraries", Read: "2026-11-22"}},
	{"rust", "Azure SDK for Rust", "Have the program's subscriber of tracing write what the crates say", "export RUST_LOG=debug", cause.Source{URL: "https://learn.microsoft.com/azure/developer/rust/sdk/logging", Read: "2026-11-22"}},
	{"cpp", "Azure SDK for C++", "Have the SDK write its log to standard error", "export AZURE_LOG_LEVEL=verbose", cause.Source{URL: "https://github.com/Azure/azure-sdk-for-cpp/blob/main/sdk/core/azure-core/README.md", Read: "2026-11-22"}},
	{"terraform", "Terraform", "Have Terraform and its providers write their log to standard error", "export TF_LOG=DEBUG", cause.Source{URL: "https://developer.hashicorp.com/terraform/internals/debugging", Read: "2026-11-22"}},
	{"powershell", "Azure PowerShell", "Run the same command with -Debug added", "", cause.Source{URL: "https://learn.microsoft.com/powershell/azure/troubleshooting", Read: "2026-11-22"}},
	{"github-actions", "GitHub Actions", "Run the jobs again with debug logging on, or set the variable ACTIONS_STEP_DEBUG of the repository to true", "", cause.Source{URL: "https://docs.github.com/actions/how-tos/monitor-workflows/enable-debug-logging", Read: "2026-11-22"}},
	{"azure-pipelines", "Azure Pipelines", "Run the pipeline again with system diagnostics on, or set its variable System.Debug to true", "", cause.Source{URL: "https://learn.microsoft.com/azure/devops/pipelines/troubleshooting/review-logs", Read: "2026-11-22"}},
	{"kubernetes", "Kubernetes", "Read what the pod, its events and the driver said: kubectl describe pod, kubectl logs --previous", "", cause.Source{URL: "https://learn.microsoft.com/azure/aks/workload-identity-overview", Read: "2026-11-22"}},
}
