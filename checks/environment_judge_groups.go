package checks

import (
	"fmt"
	"slices"
	"strings"

	"azdoctor/checks/cause"
)

// set returns those of the variables that are set to more than nothing.
func (e *EnvironmentFacts) set(names ...string) []string {
	return slices.DeleteFunc(names, func(name string) bool { return !e.Has(name) })
}

// incomplete returns the variables of a sign-in that was begun and not finished, and those it lacks; nothing where none
// was begun. AZURE_TENANT_ID or AZURE_CLIENT_ID alone begin none: the one serves az and azd users as a note, the other
// selects a user-assigned identity.
func (o *Observations) incomplete() (group, missing []string) {
	e := o.Environment
	ids := []string{"AZURE_TENANT_ID", "AZURE_CLIENT_ID"}
	proofs := e.set("AZURE_CLIENT_SECRET", "AZURE_CLIENT_CERTIFICATE_PATH", "AZURE_FEDERATED_TOKEN_FILE")
	known := e.set(slices.Clone(ids)...)
	switch {
	case e.Configured() != "" || e.WorkloadIdentityConfigured() || e.emptyTokenFileStops():
		return nil, nil
	case len(proofs) > 0:
		return append(known, proofs...), slices.DeleteFunc(ids, e.Has)
	case len(known) == 2 && e.Has("AZURE_USERNAME"):
		return append(known, "AZURE_USERNAME"), []string{"AZURE_PASSWORD"}
	case len(known) == 2:
		return known, []string{"AZURE_CLIENT_SECRET", "AZURE_CLIENT_CERTIFICATE_PATH", "AZURE_FEDERATED_TOKEN_FILE"}
	}
	return nil, nil
}

// judgeIncomplete says what a half-configured sign-in lacks. Every SDK then goes on to the next credential.
func (o *Observations) judgeIncomplete() []cause.Finding {
	group, missing := o.incomplete()
	if len(missing) == 0 {
		return nil
	}
	f := cause.Finding{Cause: cause.EnvIncomplete, Severity: cause.Error, Evidence: []cause.Evidence{
		{Name: "variables set", Value: strings.Join(group, " "), Source: "environment", Fills: "variables"},
		{Name: "missing", Value: missing[0], Source: "environment", Fills: "variable"},
	}}
	if len(missing) == 2 {
		f.Evidence = append(f.Evidence, cause.Evidence{Name: "missing too", Value: missing[1], Source: "environment"})
	}
	for _, name := range missing {
		if v := o.Environment.Variable(name); v != nil && v.Empty {
			f.Detail = name + " is set to nothing, as CI hosts do for a secret that does not exist. "
		}
	}
	onlyIDs := len(missing) == 3
	if onlyIDs {
		f.Evidence = append(f.Evidence, cause.Evidence{Name: "or missing", Value: strings.Join(missing[1:], " or "), Source: "environment"})
		o.explainOnlyIDs(&f)
	} else {
		f.Detail += fmt.Sprintf("%s, so every SDK passes over it.", does(missing, "is missing", "are missing"))
	}
	switch {
	case len(o.Working()) > 0 && onlyIDs:
		f.Severity = cause.Info
	case len(o.Working()) > 0:
		f.Severity = cause.Warning
		f.Detail += " Programs sign in through " + Enumerate(o.workingBut("")) + " instead."
	case onlyIDs && (o.Host == nil || !o.Host.CI && !o.Host.Azure):
		f.Severity = cause.Warning
	}
	return []cause.Finding{f}
}

// explainOnlyIDs says what AZURE_TENANT_ID and AZURE_CLIENT_ID without any proof usually mean on this kind of host.
func (o *Observations) explainOnlyIDs(f *cause.Finding) {
	f.Detail += "AZURE_TENANT_ID and AZURE_CLIENT_ID are set without anything that proves who asks; DefaultAzureCredential then takes AZURE_CLIENT_ID for a user-assigned identity. "
	switch {
	case o.Host.Is("aks-pod"):
		f.Cause = cause.WorkloadIdentityNotInjected
		f.Detail += "In a pod the workload identity webhook sets AZURE_FEDERATED_TOKEN_FILE; here it has not."
	case o.Host.Is("github-actions"):
		f.Detail += "A workflow that signs in by OIDC exports just these two; the azure/login step does the rest, for az."
		state := "not set: the job has no permissions: id-token: write"
		if o.Environment.Has("ACTIONS_ID_TOKEN_REQUEST_URL") {
			state = "set: the job may ask for OIDC tokens"
		}
		f.Evidence = append(f.Evidence, cause.Evidence{Name: "ACTIONS_ID_TOKEN_REQUEST_URL", Value: state, Source: "environment"})
	case o.Host.Is("azure-pipelines"):
		f.Detail += "In a pipeline the program itself names the service connection to AzurePipelinesCredential, or an AzureCLI task signs az in."
	}
	f.Detail = strings.TrimSpace(f.Detail)
}

// judgeConflicts finds two answers to the same question, and says which one wins.
func (o *Observations) judgeConflicts() []cause.Finding {
	e := o.Environment
	var findings []cause.Finding
	conflict := func(subject, detail string, weight cause.Severity, winner string) {
		f := cause.Finding{Cause: cause.EnvConflict, Severity: weight, Subject: subject, Detail: detail}
		if winner != "" {
			f.Evidence = []cause.Evidence{{Name: "variable that wins", Value: winner, Source: "environment", Fills: "variables"}}
		}
		findings = append(findings, f)
	}
	federated := func(detail, winner string, weight cause.Severity) {
		conflict("AZURE_FEDERATED_TOKEN_FILE", detail, weight, winner)
		last := &findings[len(findings)-1]
		last.Evidence = append(last.Evidence, cause.Evidence{Name: "credential that reads the file", Value: "WorkloadIdentityCredential", Source: "environment", Fills: "credentials"})
	}
	weight := cause.Warning
	if o.Attempt(CredentialEnvironment).Works() {
		weight = cause.Info
	}
	switch e.Configured() {
	case configuredSecret:
		if e.Has("AZURE_CLIENT_CERTIFICATE_PATH") {
			conflict("AZURE_CLIENT_CERTIFICATE_PATH", "A secret and a certificate are configured; every SDK takes the secret and never opens the certificate.", weight, "AZURE_CLIENT_SECRET")
		}
		if e.Has("AZURE_FEDERATED_TOKEN_FILE") {
			federated("A secret and workload identity are configured; EnvironmentCredential with the secret comes first.", "AZURE_CLIENT_SECRET", weight)
		}
	case configuredCertificate:
		if e.Has("AZURE_FEDERATED_TOKEN_FILE") {
			federated("A certificate and workload identity are configured; EnvironmentCredential with the certificate comes first.", "AZURE_CLIENT_CERTIFICATE_PATH", weight)
		}
	}
	for _, suffix := range []string{"TENANT_ID", "CLIENT_ID"} {
		if azure, arm := e.Value("AZURE_"+suffix), e.Value("ARM_"+suffix); azure != "" && arm != "" && !strings.EqualFold(strings.TrimSpace(azure), strings.TrimSpace(arm)) {
			conflict("ARM_"+suffix, fmt.Sprintf("ARM_%s, which Terraform reads, differs from AZURE_%s, which the SDKs read.", suffix, suffix), cause.Info, "")
		}
	}
	if identity, client := firstValue(e, "AZURE_USER_ASSIGNED_IDENTITY", "AZURE_USER_ASSIGNED_IDENTITY_CLIENT_ID"), e.Value("AZURE_CLIENT_ID"); guid.MatchString(identity) && client != "" && !strings.EqualFold(identity, client) {
		conflict("AZURE_USER_ASSIGNED_IDENTITY", "It names another identity than AZURE_CLIENT_ID; the SDKs read only AZURE_CLIENT_ID.", cause.Info, "AZURE_CLIENT_ID")
	}
	return findings
}

// firstValue returns the value of the first of the variables that is set.
func firstValue(e *EnvironmentFacts, names ...string) string {
	if set := e.set(names...); len(set) > 0 {
		return e.Value(set[0])
	}
	return ""
}

// unread says that a variable was set in vain; meant is the one that the SDKs read in its place, "" where there is none.
func unread(v *Variable, detail string, weight cause.Severity, meant string) cause.Finding {
	f := cause.Finding{Cause: cause.EnvVariableUnread, Severity: weight, Subject: v.Name, Credential: CredentialEnvironment, Detail: detail,
		Evidence: []cause.Evidence{{Name: "variable", Value: v.Name, Source: "environment", Fills: "variables"}}}
	if meant == "" {
		f.Credential = CredentialManagedIdentity
		return f
	}
	f.Evidence = append(f.Evidence, cause.Evidence{Name: "variable that is read", Value: meant, Source: "environment", Fills: "variable"})
	if guid.MatchString(v.Value) {
		f.Evidence = append(f.Evidence, cause.Evidence{Name: "value", Value: v.Value, Source: v.Name, Fills: "value"})
	}
	return f
}

// judgeUnread finds variables that somebody set in vain.
func (o *Observations) judgeUnread() []cause.Finding {
	e := o.Environment
	findings := o.judgeIdentityVariables()
	weight := cause.Warning
	if len(o.Working()) > 0 {
		weight = cause.Info
	}
	for i := range e.Variables {
		if v := &e.Variables[i]; v.Resembles != "" && !e.Has(v.Resembles) {
			findings = append(findings, unread(v, fmt.Sprintf("No SDK reads %s; %s is what they read.", v.Name, v.Resembles), weight, v.Resembles))
		}
	}
	if e.Has("AZURE_POD_IDENTITY_AUTHORITY_HOST") {
		findings = append(findings, unread(e.Variable("AZURE_POD_IDENTITY_AUTHORITY_HOST"),
			"The SDK for Go ignores it and asks the metadata address itself; .NET, Python, JavaScript and C++ follow it.", cause.Info, ""))
	}
	if terraform := e.set("ARM_CLIENT_ID", "ARM_CLIENT_SECRET", "ARM_CLIENT_CERTIFICATE_PATH", "ARM_OIDC_TOKEN"); len(terraform) > 1 && !e.Has("AZURE_CLIENT_ID") {
		findings = append(findings, unread(e.Variable(terraform[0]), "A service principal is configured for Terraform alone; the SDKs read AZURE_ variables, not ARM_ ones.",
			weight, strings.Replace(terraform[0], "ARM_", "AZURE_", 1)))
	}
	return findings
}

// judgeIdentityVariables speaks of the names that templates give to a user-assigned identity. It weighs where such a name
// is the only one that says which identity is meant, on a host that has identities.
func (o *Observations) judgeIdentityVariables() []cause.Finding {
	e := o.Environment
	named := e.set("AZURE_USER_ASSIGNED_IDENTITY", "AZURE_USER_ASSIGNED_IDENTITY_CLIENT_ID", "AZURE_USER_ASSIGNED_IDENTITY_ID", "AZURE_USER_ASSIGNED_IDENTITY_NAME")
	if len(named) == 0 {
		return nil
	}
	v := e.Variable(named[0])
	detail, weight := "No SDK reads it; AZURE_CLIENT_ID selects the identity.", cause.Info
	if !e.Has("AZURE_CLIENT_ID") && o.Request.ClientID == "" && o.Host != nil && o.Host.Azure {
		detail, weight = "It is the only variable that names the user-assigned identity, and no SDK reads it: programs ask for the system-assigned one.", cause.Warning
	}
	return []cause.Finding{unread(v, detail, weight, "AZURE_CLIENT_ID")}
}
