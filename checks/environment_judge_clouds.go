package checks

import (
	"fmt"
	"slices"
	"strings"

	"azdoctor/checks/cause"
)

// judgeAuthority holds the sign-in host against the cloud that the rest of the run names.
func (o *Observations) judgeAuthority() []cause.Finding {
	e, target := o.Environment, o.Target()
	principal := e.Configured() == configuredSecret || e.Configured() == configuredCertificate || e.WorkloadIdentityConfigured()
	value := e.Value("AZURE_AUTHORITY_HOST")
	host := hostOf(value)
	if host == "" {
		return o.judgeDefaultAuthority(principal, target)
	}
	if strings.HasSuffix(host, "login.microsoftonline.de") {
		return []cause.Finding{o.cloudFinding(principal, "AZURE_AUTHORITY_HOST names the sign-in host of Microsoft Cloud Germany, which closed on 2021-10-29.", Clouds[0], value)}
	}
	authority := CloudOfAuthority(host)
	if authority == nil {
		return nil
	}
	meant, source := o.meantCloud(target)
	if meant == nil || meant.Name == authority.Name {
		return nil
	}
	return []cause.Finding{o.cloudFinding(principal, fmt.Sprintf("AZURE_AUTHORITY_HOST signs in to %s, and %s is of %s.", authority.CLIName, source, meant.CLIName), *meant, value)}
}

// meantCloud is the cloud that something else than AZURE_AUTHORITY_HOST names: --cloud, or a vault's host name.
func (o *Observations) meantCloud(target Target) (*Cloud, string) {
	if asked := CloudNamed(o.Request.Cloud); asked != nil {
		return asked, "--cloud"
	}
	for _, vault := range target.Vaults {
		if known := CloudOfVault(vault.Host); known != nil && vault.WasURL {
			return known, vault.Host
		}
	}
	return nil, ""
}

// judgeDefaultAuthority warns of a sovereign cloud that nothing tells the SDKs of: they sign in to the public one.
func (o *Observations) judgeDefaultAuthority(principal bool, target Target) []cause.Finding {
	if !principal || target.Cloud.Name == Clouds[0].Name {
		return nil
	}
	f := o.cloudFinding(principal, fmt.Sprintf("The cloud is %s (%s), but AZURE_AUTHORITY_HOST is not set: the SDKs sign in at %s unless the program says otherwise. azdoctor asked %s.",
		target.Cloud.CLIName, target.CloudSource, Clouds[0].AuthorityHosts[0], target.Cloud.AuthorityHosts[0]), target.Cloud, "")
	f.Severity = cause.Warning
	return []cause.Finding{f}
}

// cloudFinding says that sign-in host and cloud do not belong together: an error where it stops a configured sign-in.
func (o *Observations) cloudFinding(principal bool, detail string, meant Cloud, value string) cause.Finding {
	f := cause.Finding{Cause: cause.CloudWrong, Severity: cause.Info, Credential: CredentialEnvironment, Detail: detail, Evidence: []cause.Evidence{
		{Name: "sign-in host of the cloud", Value: "https://" + meant.AuthorityHosts[0] + "/", Source: "azdoctor", Fills: "value"},
		{Name: "cloud", Value: meant.CLIName, Source: "azdoctor", Fills: "cloud"},
	}}
	if value != "" {
		f.Evidence = append(f.Evidence, cause.Evidence{Name: "AZURE_AUTHORITY_HOST", Value: value, Source: "environment"})
	}
	if !principal {
		return f
	}
	f.Severity = cause.Warning
	for _, credential := range []string{CredentialEnvironment, CredentialWorkloadIdentity} {
		if attempt := o.Attempt(credential); attempt != nil && attempt.Outcome == OutcomeFailed {
			f.Severity = cause.Error
		}
	}
	return f
}

// vaultShape says how a value differs from what its variable's name promises, and what was meant; "" where it does not.
func vaultShape(variable, value string, vault VaultName) (detail, meant string) {
	url := "https://" + vault.Host + "/"
	_, bare := unwrap(value)
	switch {
	case strings.HasSuffix(variable, "_NAME") && vault.WasURL:
		return "a URL where its own name promises a vault's short name", vault.Name
	case strings.HasSuffix(variable, "_NAME"):
		return "", ""
	case !vault.WasURL:
		return "a name where its own name promises a URL", url
	case !strings.HasPrefix(strings.ToLower(bare), "https://"):
		return "no https:// URL, which Key Vault clients want", url
	case !strings.EqualFold(strings.TrimSuffix(bare, "/")+"/", url):
		return "more than the vault's own URL", url
	}
	return "", ""
}

// judgeVaultVariables compares the variables that name a vault with each other and with their own names.
func (o *Observations) judgeVaultVariables() []cause.Finding {
	target := o.Target()
	var findings []cause.Finding
	var hosts []string
	var named []cause.Evidence
	for _, variable := range VaultVariables {
		value := o.Environment.Value(variable)
		vault := ParseVault(value, variable, target.Cloud)
		if vault.Host == "" {
			continue
		}
		if !slices.Contains(hosts, vault.Host) {
			hosts = append(hosts, vault.Host)
		}
		named = append(named, cause.Evidence{Name: variable, Value: vault.Host, Source: "environment"})
		if detail, meant := vaultShape(variable, value, vault); detail != "" {
			f := malformed(&Variable{Name: variable, Value: value}, cause.Info)
			f.Detail = fmt.Sprintf("%s holds %s. azdoctor takes it; a program that builds the vault's address from it may not.", variable, detail)
			f.Evidence = append(f.Evidence, cause.Evidence{Name: "value meant", Value: meant, Source: variable, Fills: "value"})
			findings = append(findings, f)
		}
	}
	if len(hosts) > 1 && len(o.Request.Vaults) == 0 {
		used := target.Vaults[0]
		var others []string
		for _, e := range named {
			if e.Value != used.Host {
				others = append(others, e.Name)
			}
		}
		named = append(named, cause.Evidence{Name: "variables that name another", Value: strings.Join(others, " "), Source: "environment", Fills: "variables"})
		evidence := append([]cause.Evidence{{Name: "vault used", Value: used.Name, Source: used.Source, Fills: "vault"}}, named...)
		findings = append(findings, cause.Finding{Cause: cause.KeyVaultNameConflict, Severity: cause.Warning, Evidence: evidence,
			Detail: fmt.Sprintf("azdoctor uses %s from %s. No SDK reads any of them, so each program decides for itself.", used.Given, used.Source)})
	}
	return findings
}

// judgeNetworkVariables looks at proxies: what cannot be read, and what Go and Python would read differently.
func (o *Observations) judgeNetworkVariables() []cause.Finding {
	e := o.Environment
	var findings []cause.Finding
	for i := range e.Variables {
		v := &e.Variables[i]
		if shapeOf(v.Name) == proxyShape && len(v.Defects) > 0 {
			f := malformed(v, cause.Warning)
			if v.Has(defectNotURL) {
				f.Detail += " Go and azd take a wrong proxy or none from it, without a word; az and Python fail."
			}
			findings = append(findings, f)
		}
	}
	for _, upper := range []string{"HTTPS_PROXY", "HTTP_PROXY"} {
		lower := strings.ToLower(upper)
		if e.Has(upper) && e.Has(lower) && e.Value(upper) != e.Value(lower) {
			findings = append(findings, cause.Finding{Cause: cause.EnvConflict, Severity: cause.Info, Subject: upper,
				Detail: fmt.Sprintf("%s and %s name different proxies: Go and azd take the upper-case one, az and Python the lower-case one.", upper, lower),
				Evidence: []cause.Evidence{{Name: upper, Value: e.Value(upper), Source: "environment"}, {Name: lower, Value: e.Value(lower), Source: "environment"},
					{Name: "variable of az and Python", Value: lower, Source: "environment", Fills: "variables"}}})
		}
	}
	return findings
}
