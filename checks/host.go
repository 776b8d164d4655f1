package checks

// HostFacts are what this machine is, recognised from files and environment variables alone.
type HostFacts struct {
	// Kind is "workstation" (nothing recognised), "azure-vm", "app-service", "functions", "container-apps", "aks-pod",
	// "azure-arc", "cloud-shell", "service-fabric", "azure-ml", "github-actions", "azure-pipelines", "docker", "wsl".
	Kind string `json:"kind"`
	// Azure tells that Azure offers a managed identity endpoint here, whether or not one is assigned.
	Azure bool `json:"azure,omitempty"`
	// CI tells that a build agent runs this.
	CI bool `json:"ci,omitempty"`
	// OS and Arch are GOOS and GOARCH values.
	OS   string `json:"os"`
	Arch string `json:"arch"`
	// Evidence names the files and variables that showed it.
	Evidence []string `json:"evidence,omitempty"`
}

// observeHost recognises the machine. It must not ask for other shared facts.
func observeHost(s *Session) *HostFacts { return &HostFacts{Kind: "workstation", OS: s.OS} }
