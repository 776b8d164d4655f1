package checks

import (
	"runtime"
	"slices"
	"strings"
)

// HostFacts are what this machine is, recognised from files and environment variables alone.
type HostFacts struct {
	// Kind is "workstation" (nothing recognised), "cloud-shell", "container-apps", "functions", "app-service", "azure-ml",
	// "service-fabric", "github-actions", "azure-pipelines", "codespaces", "aks-pod", "kubernetes", "azure-arc", "azure-vm",
	// "other-cloud", "docker", "wsl".
	Kind string `json:"kind"`
	// Also are the other kinds that fit, in the same order: a GitHub runner is also an Azure VM.
	Also []string `json:"also,omitempty"`
	// Azure tells that Azure offers a managed identity endpoint here, whether or not one is assigned.
	Azure bool `json:"azure,omitempty"`
	// Cloud is whose virtual machine this is ("azure", "aws", "google", ...); "" where neither firmware nor variables tell.
	Cloud string `json:"cloud,omitempty"`
	// CI tells that a build agent runs this, Hosted that the agent is a machine of the CI service: no identity of the
	// user's can be assigned to it.
	CI     bool `json:"ci,omitempty"`
	Hosted bool `json:"hosted,omitempty"`
	// App and ResourceGroup are the names under which Azure's commands address an App Service, Function or Container App; ""
	// where the variables do not tell.
	App           string `json:"app,omitempty"`
	ResourceGroup string `json:"resourceGroup,omitempty"`
	// OS and Arch are GOOS and GOARCH values.
	OS   string `json:"os"`
	Arch string `json:"arch"`
	// Evidence names the files and variables that showed it.
	Evidence []string `json:"evidence,omitempty"`
}

// Is reports whether the machine is of a kind, first or also. nil is of none.
func (h *HostFacts) Is(kind string) bool {
	return h != nil && (h.Kind == kind || slices.Contains(h.Also, kind))
}

// Suits reports whether something meant for GOOS values, kinds of host or "ci", separated by spaces, is for this machine. "" is for
// all, and everything is for a machine that nobody looked at. What is done to a virtual machine cannot be done to one that
// belongs to a CI service.
func (h *HostFacts) Suits(on string) bool {
	if on == "" || h == nil || h.Kind == "" || h.OS == "" {
		return true
	}
	return slices.ContainsFunc(strings.Fields(on), func(one string) bool {
		return one == h.OS || one == "ci" && h.CI || h.Is(one) && !(h.Hosted && one == "azure-vm")
	})
}

// String names the machine for people, with an article: "an Azure virtual machine".
func (h *HostFacts) String() string {
	if h == nil {
		return "a machine nobody looked at"
	}
	name, known := hostNames[h.Kind]
	if !known {
		name = "a " + h.Kind + " host"
	}
	if h.Hosted {
		name += " of the CI service"
	}
	return name
}

var hostNames = map[string]string{
	"workstation":     "no Azure host",
	"cloud-shell":     "Azure Cloud Shell",
	"container-apps":  "a Container App",
	"functions":       "a Function App",
	"app-service":     "an App Service app",
	"azure-ml":        "an Azure Machine Learning compute",
	"service-fabric":  "a Service Fabric service",
	"github-actions":  "a GitHub Actions runner",
	"azure-pipelines": "an Azure Pipelines agent",
	"codespaces":      "a GitHub codespace",
	"aks-pod":         "an AKS pod",
	"kubernetes":      "a Kubernetes pod",
	"azure-arc":       "an Azure Arc server",
	"azure-vm":        "an Azure virtual machine",
	"other-cloud":     "a virtual machine of another cloud",
	"docker":          "a container",
	"wsl":             "Windows Subsystem for Linux",
}

// observeHost recognises the machine. It must not ask for other shared facts.
func observeHost(s *Session) *HostFacts {
	look := hostLook{System: s.System}
	facts := &HostFacts{OS: s.OS, Arch: runtime.GOARCH}
	cloud, cloudEvidence := look.cloud()
	facts.Cloud = cloud
	facts.Evidence = append(facts.Evidence, cloudEvidence...)
	for _, known := range hostKinds {
		evidence := known.signs(look, cloud)
		if evidence == nil {
			continue
		}
		facts.Evidence = append(facts.Evidence, evidence...)
		facts.Azure = facts.Azure || known.azure
		if facts.Kind == "" {
			facts.Kind = known.kind
		} else {
			facts.Also = append(facts.Also, known.kind)
		}
	}
	if facts.Kind == "" {
		facts.Kind = "workstation"
	}
	if facts.Kind == "codespaces" {
		facts.Azure = false // runs on Azure, and lets nobody reach the metadata address
	}
	switch facts.Kind {
	case "app-service", "functions":
		facts.App, facts.ResourceGroup = look.value("WEBSITE_SITE_NAME"), look.value("WEBSITE_RESOURCE_GROUP")
	case "container-apps":
		facts.App = look.value("CONTAINER_APP_NAME")
	}
	var evidence []string
	facts.CI, facts.Hosted, evidence = look.buildAgent()
	facts.Evidence = append(facts.Evidence, evidence...)
	slices.Sort(facts.Evidence)
	facts.Evidence = slices.Compact(facts.Evidence)
	return facts
}

// hostKinds are the kinds of machine, the one that says most about identities first. signs returns the variables and
// files that show the kind; nil where nothing does. Functions comes before App Service, which it also is, and both before
// Service Fabric, whose variables a Function App carries too.
var hostKinds = []struct {
	kind  string
	azure bool
	signs func(look hostLook, cloud string) []string
}{
	{"cloud-shell", true, func(l hostLook, _ string) []string {
		// Set by Cloud Shell's images. azure-cli util.py in_cloud_console, read 2026-11-22.
		if strings.HasPrefix(l.value("AZUREPS_HOST_ENVIRONMENT"), "cloud-shell/") {
			return []string{"AZUREPS_HOST_ENVIRONMENT"}
		}
		return l.all("ACC_CLOUD")
	}},
	{"container-apps", true, func(l hostLook, _ string) []string {
		// https://learn.microsoft.com/azure/container-apps/environment-variables#built-in-environment-variables, read 2026-11-22.
		return either(l.all("CONTAINER_APP_NAME", "CONTAINER_APP_REVISION"), l.all("CONTAINER_APP_JOB_NAME"))
	}},
	{"functions", true, func(l hostLook, _ string) []string {
		// WEBSITE_INSTANCE_ID is missing on Linux Consumption, which sets CONTAINER_NAME; the local Core Tools set neither.
		// https://github.com/Azure/azure-functions-host EnvironmentExtensions.cs, read 2026-11-22.
		runtime := l.any("FUNCTIONS_WORKER_RUNTIME", "FUNCTIONS_EXTENSION_VERSION")
		site := either(l.all("WEBSITE_INSTANCE_ID"), l.all("WEBSITE_SITE_NAME", "CONTAINER_NAME"), l.all("WEBSITE_SITE_NAME", "WEBSITE_SKU"))
		if runtime == nil || site == nil {
			return nil
		}
		return append(runtime, site...)
	}},
	{"app-service", true, func(l hostLook, _ string) []string {
		// https://learn.microsoft.com/azure/app-service/reference-app-settings#app-environment, read 2026-11-22.
		return either(l.all("WEBSITE_INSTANCE_ID"), l.all("WEBSITE_SITE_NAME", "IDENTITY_ENDPOINT"))
	}},
	{"azure-ml", true, func(l hostLook, _ string) []string {
		// Set in jobs, on online endpoints and on compute instances. azureml-core's run context, read 2026-11-22.
		if l.value("APPSETTING_WEBSITE_SITE_NAME") == "AMLComputeInstance" {
			return []string{"APPSETTING_WEBSITE_SITE_NAME"}
		}
		return l.any("AZUREML_RUN_ID", "AZUREML_ARM_WORKSPACE_NAME", "AZUREML_MODEL_DIR")
	}},
	{"service-fabric", true, func(l hostLook, _ string) []string {
		// https://learn.microsoft.com/azure/service-fabric/service-fabric-environment-variables-reference, read 2026-11-22.
		if strings.HasPrefix(l.value("Fabric_ApplicationName"), "fabric:/") {
			return []string{"Fabric_ApplicationName"}
		}
		return nil
	}},
	{"github-actions", false, func(l hostLook, _ string) []string { return l.all("GITHUB_ACTIONS") }},
	{"azure-pipelines", false, func(l hostLook, _ string) []string { return l.all("TF_BUILD") }},
	// https://docs.github.com/codespaces/developing-in-a-codespace/default-environment-variables-for-your-codespace, read 2026-11-22.
	{"codespaces", false, func(l hostLook, _ string) []string { return l.all("CODESPACES") }},
	{"aks-pod", true, func(l hostLook, cloud string) []string {
		// An annotation puts the API server's own name in the place of its address in the cluster.
		// https://github.com/Azure/AKS/issues/3183, read 2026-11-22.
		if cloud == "azure" || strings.HasSuffix(l.value("KUBERNETES_SERVICE_HOST"), ".azmk8s.io") {
			return l.all("KUBERNETES_SERVICE_HOST")
		}
		return nil
	}},
	{"kubernetes", false, func(l hostLook, _ string) []string { return l.all("KUBERNETES_SERVICE_HOST") }},
	{"azure-arc", true, func(l hostLook, _ string) []string { return l.arc() }},
	{"azure-vm", true, func(l hostLook, cloud string) []string { return l.azureVM(cloud) }},
	{"other-cloud", false, func(_ hostLook, cloud string) []string {
		if cloud != "" && cloud != "azure" {
			return []string{} // the firmware's evidence says it
		}
		return nil
	}},
	{"docker", false, func(l hostLook, _ string) []string {
		// Docker and Podman leave these files; Dev Containers sets the variable.
		return either(l.files("/.dockerenv", "/run/.containerenv"), l.all("REMOTE_CONTAINERS"))
	}},
	{"wsl", false, func(l hostLook, _ string) []string {
		// https://learn.microsoft.com/windows/wsl/compare-versions, read 2026-11-22: the kernel is Microsoft's own build.
		if release := l.content("/proc/sys/kernel/osrelease"); strings.Contains(strings.ToLower(release), "microsoft") {
			return []string{"/proc/sys/kernel/osrelease"}
		}
		return l.any("WSL_DISTRO_NAME", "WSL_INTEROP")
	}},
}
