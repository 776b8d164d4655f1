package checks

import (
	"slices"
	"testing"
)

func TestObserveHost(t *testing.T) {
	const tag, vendor = "/sys/class/dmi/id/chassis_asset_tag", "/sys/class/dmi/id/sys_vendor"
	azureVM := map[string]string{tag: "7783-7084-3265-9085-8269-3286-77\n"}
	tests := []struct {
		name   string
		os     string
		files  map[string]string
		env    map[string]string
		kind   string
		also   []string
		azure  bool
		cloud  string
		ci     bool
		hosted bool
		shown  string // one piece of evidence
	}{
		{name: "laptop", kind: "workstation"},
		{name: "Hyper-V on a laptop", files: map[string]string{tag: "None\n", vendor: "Microsoft Corporation\n"}, kind: "workstation"},
		{name: "Azure VM by its asset tag", files: azureVM, kind: "azure-vm", azure: true, cloud: "azure", shown: tag},
		{name: "Azure VM by its agent", files: map[string]string{"/var/lib/waagent/provisioned": ""}, kind: "azure-vm", azure: true, shown: "/var/lib/waagent/provisioned"},
		{name: "Azure VM by cloud-init", files: map[string]string{"/run/cloud-init/cloud-id": "azure\n"}, kind: "azure-vm", azure: true, shown: "/run/cloud-init/cloud-id"},
		{name: "Azure's disk on Amazon's machine", files: map[string]string{vendor: "Amazon EC2", "/var/lib/waagent/provisioned": ""}, kind: "other-cloud", cloud: "aws", shown: vendor},
		{name: "Windows VM", os: "windows", env: map[string]string{"SYSTEMDRIVE": "C:"}, files: map[string]string{`C:\WindowsAzure/x`: ""}, kind: "azure-vm", azure: true},
		{name: "Google", files: map[string]string{"/sys/class/dmi/id/product_name": "Google Compute Engine\n"}, kind: "other-cloud", cloud: "google"},
		{name: "Lambda", env: map[string]string{"AWS_LAMBDA_FUNCTION_NAME": "f"}, kind: "other-cloud", cloud: "aws", shown: "AWS_LAMBDA_FUNCTION_NAME"},
		{name: "App Service", env: map[string]string{"WEBSITE_INSTANCE_ID": "1", "WEBSITE_SITE_NAME": "contoso"}, kind: "app-service", azure: true, shown: "WEBSITE_INSTANCE_ID"},
		{name: "Functions is also App Service", env: map[string]string{"WEBSITE_INSTANCE_ID": "1", "WEBSITE_SITE_NAME": "contoso", "FUNCTIONS_WORKER_RUNTIME": "node"}, kind: "functions", also: []string{"app-service"}, azure: true, shown: "FUNCTIONS_WORKER_RUNTIME"},
		{name: "Functions, Linux Consumption, on Service Fabric", env: map[string]string{"WEBSITE_SITE_NAME": "contoso", "CONTAINER_NAME": "9133", "FUNCTIONS_EXTENSION_VERSION": "~4", "Fabric_ApplicationName": "App-9133"}, kind: "functions", azure: true},
		{name: "Functions on a laptop", env: map[string]string{"FUNCTIONS_WORKER_RUNTIME": "node", "WEBSITE_HOSTNAME": "localhost:7071"}, kind: "workstation"},
		{name: "Container App", env: map[string]string{"CONTAINER_APP_NAME": "contoso", "CONTAINER_APP_REVISION": "contoso--1"}, kind: "container-apps", azure: true},
		{name: "Container Apps job", env: map[string]string{"CONTAINER_APP_JOB_NAME": "contoso"}, kind: "container-apps", azure: true},
		{name: "Service Fabric on Windows, where names are upper case", os: "windows", env: map[string]string{"FABRIC_APPLICATIONNAME": "fabric:/Contoso"}, kind: "service-fabric", azure: true, shown: "Fabric_ApplicationName"},
		{name: "Azure ML", env: map[string]string{"AZUREML_RUN_ID": "run"}, kind: "azure-ml", azure: true},
		{name: "Azure ML compute instance", env: map[string]string{"APPSETTING_WEBSITE_SITE_NAME": "AMLComputeInstance"}, files: azureVM, kind: "azure-ml", also: []string{"azure-vm"}, azure: true, cloud: "azure"},
		{name: "Cloud Shell", env: map[string]string{"AZUREPS_HOST_ENVIRONMENT": "cloud-shell/1.0", "ACC_CLOUD": "PROD"}, kind: "cloud-shell", azure: true},
		{name: "Arc", files: map[string]string{"/opt/azcmagent/bin/himds": ""}, kind: "azure-arc", azure: true, shown: "/opt/azcmagent/bin/himds"},
		{name: "Arc by its variables", env: map[string]string{"IDENTITY_ENDPOINT": "http://localhost:40342/metadata/identity/oauth2/token", "IMDS_ENDPOINT": "http://localhost:40342"}, kind: "azure-arc", azure: true, shown: "IMDS_ENDPOINT"},
		{name: "Arc on Windows", os: "windows", env: map[string]string{"PROGRAMFILES": `C:\Program Files`}, files: map[string]string{`C:\Program Files\AzureConnectedMachineAgent\himds.exe`: ""}, kind: "azure-arc", azure: true},
		{name: "AKS", env: map[string]string{"KUBERNETES_SERVICE_HOST": "10.0.0.1"}, files: azureVM, kind: "aks-pod", also: []string{"kubernetes", "azure-vm"}, azure: true, cloud: "azure"},
		{name: "Kubernetes elsewhere", env: map[string]string{"KUBERNETES_SERVICE_HOST": "10.0.0.1", "AZURE_FEDERATED_TOKEN_FILE": "/f"}, kind: "kubernetes"},
		{name: "hosted GitHub runner", env: map[string]string{"GITHUB_ACTIONS": "true", "CI": "true", "RUNNER_ENVIRONMENT": "github-hosted"}, files: azureVM, kind: "github-actions", also: []string{"azure-vm"}, azure: true, cloud: "azure", ci: true, hosted: true},
		{name: "self-hosted GitHub runner", env: map[string]string{"GITHUB_ACTIONS": "true", "RUNNER_ENVIRONMENT": "self-hosted"}, kind: "github-actions", ci: true},
		{name: "hosted pipeline agent", env: map[string]string{"TF_BUILD": "True", "AGENT_NAME": "Azure Pipelines 2", "AGENT_ISSELFHOSTED": "0"}, files: azureVM, kind: "azure-pipelines", also: []string{"azure-vm"}, azure: true, cloud: "azure", ci: true, hosted: true},
		{name: "own pipeline agent of a misleading name", env: map[string]string{"TF_BUILD": "True", "AGENT_NAME": "Azure Pipelines 2", "AGENT_ISSELFHOSTED": "1"}, kind: "azure-pipelines", ci: true},
		{name: "another CI", env: map[string]string{"GITLAB_CI": "true"}, kind: "workstation", ci: true, shown: "GITLAB_CI"},
		{name: "codespace", env: map[string]string{"CODESPACES": "true"}, files: azureVM, kind: "codespaces", also: []string{"azure-vm"}, cloud: "azure"},
		{name: "container", files: map[string]string{"/.dockerenv": ""}, kind: "docker", shown: "/.dockerenv"},
		{name: "dev container in WSL", env: map[string]string{"REMOTE_CONTAINERS": "true"}, files: map[string]string{"/proc/sys/kernel/osrelease": "6.6.87.2-microsoft-standard-WSL2\n"}, kind: "docker", also: []string{"wsl"}},
		{name: "WSL", files: map[string]string{"/proc/sys/kernel/osrelease": "6.6.87.2-microsoft-standard-WSL2\n"}, kind: "wsl", shown: "/proc/sys/kernel/osrelease"},
		{name: "Mac", os: "darwin", files: azureVM, kind: "workstation"},
		{name: "huge file in the place of the tag", files: map[string]string{tag: string(make([]byte, 1<<20))}, kind: "workstation"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			m := newMachine(t)
			if test.os != "" {
				m.OS = test.os
			}
			for name, content := range test.files {
				m.Files[name] = content
			}
			for name, value := range test.env {
				m.set(name, value)
			}
			got := observeHost(m.session(Request{}))
			if got.Kind != test.kind || !slices.Equal(got.Also, test.also) || got.Azure != test.azure || got.Cloud != test.cloud || got.CI != test.ci || got.Hosted != test.hosted {
				t.Errorf("got %+v", got)
			}
			if test.shown != "" && !slices.Contains(got.Evidence, test.shown) {
				t.Errorf("evidence %q lacks %s", got.Evidence, test.shown)
			}
			if (test.kind == "workstation" && !test.ci) != (len(got.Evidence) == 0) {
				t.Errorf("%s with evidence %q", got.Kind, got.Evidence)
			}
			if got.Arch == "" || got.OS != m.OS || hostNames[got.Kind] == "" || got.String() == "" {
				t.Errorf("%+v lacks a name, OS or architecture", got)
			}
		})
	}
	if (*HostFacts)(nil).Is("azure-vm") || (*HostFacts)(nil).String() == "" {
		t.Error("no host is of no kind and has a name")
	}
}

func TestHostApp(t *testing.T) {
	m := newMachine(t).set("WEBSITE_INSTANCE_ID", "1").set("WEBSITE_SITE_NAME", "contoso-app").set("WEBSITE_RESOURCE_GROUP", "contoso-rg")
	if got := observeHost(m.session(Request{})); got.App != "contoso-app" || got.ResourceGroup != "contoso-rg" {
		t.Errorf("App Service: %+v", got)
	}
	m = newMachine(t).set("CONTAINER_APP_NAME", "contoso-app").set("CONTAINER_APP_REVISION", "1")
	if got := observeHost(m.session(Request{})); got.App != "contoso-app" {
		t.Errorf("Container App: %+v", got)
	}
}

func TestHostSuits(t *testing.T) {
	for _, test := range []struct {
		host *HostFacts
		on   string
		want bool
	}{
		{nil, "windows", true},
		{&HostFacts{}, "azure-vm", true},
		{&HostFacts{Kind: "workstation", OS: "linux"}, "", true},
		{&HostFacts{Kind: "workstation", OS: "linux"}, "linux", true},
		{&HostFacts{Kind: "workstation", OS: "linux"}, "windows darwin", false},
		{&HostFacts{Kind: "workstation", OS: "linux"}, "azure-vm workstation", true},
		{&HostFacts{Kind: "functions", Also: []string{"app-service"}, OS: "linux"}, "app-service", true},
		{&HostFacts{Kind: "aks-pod", Also: []string{"azure-vm"}, OS: "linux"}, "azure-vm", true},
		{&HostFacts{Kind: "github-actions", Also: []string{"azure-vm"}, OS: "linux", Hosted: true}, "azure-vm", false},
	} {
		if got := test.host.Suits(test.on); got != test.want {
			t.Errorf("%+v suits %q: %v", test.host, test.on, got)
		}
	}
}

func TestSuitsPipelines(t *testing.T) {
	if pipeline := (&HostFacts{Kind: "github-actions", OS: "linux", CI: true}); !pipeline.Suits("ci") || !pipeline.Suits("windows ci") {
		t.Error("a pipeline's host does not suit what is meant for CI")
	}
	if laptop := (&HostFacts{Kind: "workstation", OS: "linux"}); laptop.Suits("ci") {
		t.Error("a laptop suits what is meant for CI")
	}
}
