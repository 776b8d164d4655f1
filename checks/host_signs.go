package checks

import "strings"

// hostLook looks at the files and variables that tell what a machine is. Each method returns the names of what it found,
// or nil.
type hostLook struct{ *System }

// value returns a variable that is set and not empty. On Windows names are upper case in the snapshot.
func (l hostLook) value(name string) string {
	if l.OS == "windows" {
		name = strings.ToUpper(name)
	}
	return l.Environ[name]
}

func (l hostLook) all(names ...string) []string {
	for _, name := range names {
		if l.value(name) == "" {
			return nil
		}
	}
	return names
}

func (l hostLook) any(names ...string) (set []string) {
	for _, name := range names {
		if l.value(name) != "" {
			set = append(set, name)
		}
	}
	return set
}

func (l hostLook) files(names ...string) (found []string) {
	for _, name := range names {
		if _, err := l.Stat(name); err == nil {
			found = append(found, name)
		}
	}
	return found
}

// content returns a small file's text without surrounding space; "" where it cannot be read.
func (l hostLook) content(name string) string {
	content, err := l.ReadFile(name, 4<<10)
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(content))
}

func either(alternatives ...[]string) []string {
	for _, evidence := range alternatives {
		if evidence != nil {
			return evidence
		}
	}
	return nil
}

// azureAssetTag is the chassis asset tag of every Azure virtual machine: "MSFT AZURE VM" in decimal ASCII.
// cloud-init sources/azure/identity.py, read 2026-11-22.
const azureAssetTag = "7783-7084-3265-9085-8269-3286-77"

// dmi is where Linux shows the firmware's words to every user.
const dmi = "/sys/class/dmi/id/"

// vendors are how the firmware or hypervisor of other clouds' machines begins to name itself.
// cloud-init tools/ds-identify, DigitalOcean's droplet-agent install.sh and
// https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/identify_ec2_instances.html, read 2026-11-22.
var vendors = []struct{ file, prefix, cloud string }{
	{dmi + "sys_vendor", "Amazon EC2", "aws"},
	{"/sys/hypervisor/uuid", "ec2", "aws"},
	{dmi + "product_name", "Google Compute Engine", "google"},
	{dmi + "product_name", "Alibaba Cloud ECS", "alibaba"},
	{dmi + "bios_vendor", "DigitalOcean", "digitalocean"},
	{dmi + "sys_vendor", "Hetzner", "hetzner"},
	{dmi + "chassis_asset_tag", "OracleCloud.com", "oracle"},
	{dmi + "product_name", "OpenStack Nova", "openstack"},
	{dmi + "product_name", "OpenStack Compute", "openstack"},
}

// cloudVariables are set by other clouds' hosts where no firmware can be seen.
// https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html, https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-metadata-endpoint-v4.html
// and https://cloud.google.com/run/docs/container-contract#env-vars, read 2026-11-22.
var cloudVariables = []struct{ variable, cloud string }{
	{"AWS_LAMBDA_FUNCTION_NAME", "aws"}, {"ECS_CONTAINER_METADATA_URI_V4", "aws"}, {"AWS_EXECUTION_ENV", "aws"}, {"K_REVISION", "google"},
}

// cloud tells whose machine this is, from the firmware first.
func (l hostLook) cloud() (cloud string, evidence []string) {
	if l.OS == "linux" {
		if l.content(dmi+"chassis_asset_tag") == azureAssetTag {
			return "azure", []string{dmi + "chassis_asset_tag"}
		}
		for _, v := range vendors {
			if strings.HasPrefix(l.content(v.file), v.prefix) {
				return v.cloud, []string{v.file}
			}
		}
	}
	for _, v := range cloudVariables {
		if l.value(v.variable) != "" {
			return v.cloud, []string{v.variable}
		}
	}
	return "", nil
}

// azureVM finds an Azure virtual machine: by its firmware, else by what Azure's agent leaves when it provisions a machine.
// A disk that was moved to another cloud carries those files too; there the firmware decides.
// https://github.com/Azure/WALinuxAgent and https://learn.microsoft.com/azure/virtual-machines/extensions/agent-windows, read 2026-11-22.
func (l hostLook) azureVM(cloud string) []string {
	if cloud != "" {
		if cloud == "azure" {
			return []string{dmi + "chassis_asset_tag"}
		}
		return nil
	}
	if l.OS == "windows" {
		return l.files(l.Environ.Default("SYSTEMDRIVE", "C:") + `\WindowsAzure`)
	}
	if l.OS != "linux" {
		return nil
	}
	if l.content("/run/cloud-init/cloud-id") == "azure" {
		return []string{"/run/cloud-init/cloud-id"}
	}
	return l.files("/var/lib/waagent/provisioned", "/var/lib/waagent/ovf-env.xml")
}

// arc finds the agent of Azure Arc, wherever its installers and the SDKs say it is, or the variables it sets.
// MSAL Go 1.10.1 managedidentity.go (ProgramData), MSAL.NET and MSAL Node (ProgramFiles), read 2026-11-22.
func (l hostLook) arc() []string {
	var files []string
	switch l.OS {
	case "linux":
		files = l.files(himdsLinux)
	case "windows":
		for _, variable := range []string{"PROGRAMDATA", "PROGRAMFILES"} {
			if dir := l.Environ[variable]; dir != "" {
				files = append(files, l.files(dir+himdsWindows)...)
			}
		}
	}
	if files != nil || l.value("IDENTITY_HEADER") != "" {
		return files
	}
	return l.all("IDENTITY_ENDPOINT", "IMDS_ENDPOINT")
}

// buildAgent tells whether a CI service runs this, and whether on its own machines.
// https://docs.github.com/actions/reference/workflows-and-actions/variables and
// https://learn.microsoft.com/azure/devops/pipelines/build/variables, read 2026-11-22.
func (l hostLook) buildAgent() (ci, hosted bool, evidence []string) {
	switch {
	case l.value("GITHUB_ACTIONS") != "":
		return true, l.value("RUNNER_ENVIRONMENT") == "github-hosted", l.any("GITHUB_ACTIONS", "RUNNER_ENVIRONMENT")
	case l.value("TF_BUILD") != "":
		selfHosted, agent := l.value("AGENT_ISSELFHOSTED"), l.value("AGENT_NAME")
		hosted = selfHosted == "0" || selfHosted == "" && (strings.HasPrefix(agent, "Azure Pipelines") || strings.HasPrefix(agent, "Hosted Agent"))
		return true, hosted, l.any("TF_BUILD", "AGENT_ISSELFHOSTED", "AGENT_NAME")
	case strings.EqualFold(l.value("CI"), "true") || l.value("CI") == "1":
		return true, false, []string{"CI"}
	}
	evidence = l.any("GITLAB_CI", "JENKINS_URL", "TEAMCITY_VERSION", "BUILDKITE", "CIRCLECI", "BITBUCKET_BUILD_NUMBER")
	return len(evidence) > 0, false, evidence
}
