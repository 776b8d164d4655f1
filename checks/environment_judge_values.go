package checks

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"azdoctor/checks/cause"
)

// defectWords say what is wrong with a value, after the variable's name.
var defectWords = map[string]string{
	defectPadded:         "has white space around its value",
	defectQuoted:         "holds quotation marks as part of its value",
	defectLineBreak:      "holds a line break",
	defectCarriageReturn: "holds a carriage return, as lines of a file written on Windows do",
	defectByteOrderMark:  "begins with a byte order mark",
	defectInvisible:      "holds an invisible character",
	defectPlaceholder:    "holds a placeholder that nobody filled in",
	defectNotGUID:        "is no GUID",
	defectNotTenant:      "is neither a GUID nor a domain",
	defectNotURL:         "is no URL",
	defectNotHTTPS:       "is no https URL",
	defectSecretID:       "is a GUID, as a secret's ID is and its value never",
	defectSecret:         "holds what looks like a client secret, so its value is not shown",
	defectToken:          "holds a token where the name of a file belongs, so its value is not shown",
	defectFileMissing:    "names a file that does not exist",
	defectHomeUnexpanded: "begins with ~, which only a shell expands and no program does",
}

// malformed is the finding about a variable's defects.
func malformed(v *Variable, weight cause.Severity) cause.Finding {
	var words []string
	for _, defect := range v.Defects {
		words = append(words, defectWords[defect])
	}
	f := cause.Finding{Cause: cause.EnvMalformed, Severity: weight, Subject: v.Name, Detail: v.Name + " " + Enumerate(words) + ".",
		Evidence: []cause.Evidence{{Name: "variable", Value: v.Name, Source: "environment", Fills: "variable"}}}
	if v.Value != "" {
		f.Evidence = append(f.Evidence, cause.Evidence{Name: "value", Value: fmt.Sprintf("%q", v.Value), Source: v.Name})
		if _, bare := unwrap(v.Value); bare != v.Value && len(defectsOf(bare, shapeOf(v.Name))) == 0 {
			f.Evidence = append(f.Evidence, cause.Evidence{Name: "value without it", Value: bare, Source: v.Name, Fills: "value"})
		}
	}
	if known := CloudOfAuthority(hostOf(v.Value)); known != nil && (v.Has(defectNotHTTPS) || v.Has(defectNotURL)) {
		f.Evidence = append(f.Evidence, cause.Evidence{Name: "value meant", Value: "https://" + hostOf(v.Value) + "/", Source: v.Name, Fills: "value"})
	}
	if v.Has(defectSecretID) {
		f.Cause, f.Subject = cause.ClientSecretWrong, ""
	}
	return f
}

func shapeOf(name string) shape {
	for _, known := range knownVariables {
		if known.name == name {
			return known.shape
		}
	}
	return anyShape
}

// shownDefects are what the variables and files of one sign-in show to be wrong, whatever was asked. A sign-in that is
// not configured shows nothing.
func (o *Observations) shownDefects(credential string) []cause.Finding {
	e := o.Environment
	names := []string{"AZURE_TENANT_ID", "AZURE_CLIENT_ID", "AZURE_AUTHORITY_HOST"}
	var findings []cause.Finding
	switch {
	case credential == CredentialEnvironment && e.Configured() == configuredSecret:
		names = append(names, "AZURE_CLIENT_SECRET")
	case credential == CredentialEnvironment && e.Configured() == configuredCertificate:
		findings = e.Certificate.judge(e)
	case credential == CredentialWorkloadIdentity && (e.WorkloadIdentityConfigured() || e.emptyTokenFileStops()):
		findings = e.judgeTokenFile()
	default:
		return nil
	}
	for _, name := range names {
		if v := e.Variable(name); v != nil && len(v.Defects) > 0 {
			findings = append(findings, malformed(v, 0))
		}
	}
	return findings
}

// certificateWords say why a certificate file cannot be used.
var certificateWords = map[string]string{
	fileMissing:      "The file does not exist.",
	fileUnreadable:   "The file cannot be read.",
	"encrypted":      "Its private key is encrypted, which Go cannot read in a PEM file.",
	"password-wrong": "AZURE_CLIENT_CERTIFICATE_PASSWORD does not open it.",
	"unsupported":    "It uses a PKCS#12 algorithm that Go cannot read.",
	"store":          "It names a Windows certificate store, which only .NET reads.",
	"invalid":        "It holds no certificate with its private key that Go can read.",
}

// judge says whether Go's EnvironmentCredential can use the file.
func (c *CertificateFacts) judge(e *EnvironmentFacts) []cause.Finding {
	if c == nil || c.State == fileRead {
		return nil
	}
	f := cause.Finding{Cause: cause.CertificateUnreadable, Detail: certificateWords[c.State], Evidence: c.evidence()}
	path := e.Variable("AZURE_CLIENT_CERTIFICATE_PATH")
	for _, defect := range path.Defects {
		if defect != defectFileMissing {
			f.Detail += " AZURE_CLIENT_CERTIFICATE_PATH " + defectWords[defect] + "."
		}
	}
	if c.Format == "PEM" && e.Has("AZURE_CLIENT_CERTIFICATE_PASSWORD") {
		f.Detail += " AZURE_CLIENT_CERTIFICATE_PASSWORD is set, and with a password Go takes every file for PKCS#12."
		f.Evidence = append(f.Evidence, cause.Evidence{Name: "variable", Value: "AZURE_CLIENT_CERTIFICATE_PASSWORD", Source: "environment", Fills: "variable"})
	}
	return []cause.Finding{f}
}

// judgeTokenFile says whether WorkloadIdentityCredential can use its file.
func (e *EnvironmentFacts) judgeTokenFile() []cause.Finding {
	t, variable := e.FederatedToken, e.Variable("AZURE_FEDERATED_TOKEN_FILE")
	missing := cause.Finding{Cause: cause.FederatedTokenFileMissing, Evidence: []cause.Evidence{{Name: "variable", Value: variable.Name, Source: "environment", Fills: "variable"}}}
	switch {
	case variable.Empty:
		missing.Detail = "AZURE_FEDERATED_TOKEN_FILE is set to nothing. Go opens the file of that name and fails; the other SDKs take it for unset."
		return []cause.Finding{missing}
	case t == nil:
		return []cause.Finding{malformed(variable, 0)}
	}
	missing.Evidence = append(missing.Evidence, t.evidence()...)
	switch t.State {
	case fileMissing:
		missing.Detail = "The file does not exist."
	case fileUnreadable:
		missing.Detail = "The file cannot be read."
	case "empty":
		missing.Detail = "The file is empty."
	case "not-a-jwt":
		return []cause.Finding{{Cause: cause.EnvMalformed, Subject: variable.Name, Detail: "The file that AZURE_FEDERATED_TOKEN_FILE names holds no token.", Evidence: missing.Evidence}}
	default:
		return nil
	}
	return []cause.Finding{missing}
}

// soon is how long before its end a certificate is worth a warning: a month leaves time for the people who renew it.
const soon = 30 * 24 * time.Hour

// expiryFindings are the ends of what a sign-in rests on: gone by, or near.
func (o *Observations) expiryFindings(credential string) []cause.Finding {
	e := o.Environment
	works := o.Attempt(credential).Works()
	if c := e.Certificate; credential == CredentialEnvironment && e.Configured() == configuredCertificate && c != nil && !c.NotAfter.IsZero() {
		f := cause.Finding{Cause: cause.CertificateExpired, Evidence: o.principalEvidence(credential)}
		switch {
		case o.At.Before(c.NotBefore):
			f.Detail = "It is not valid before " + c.NotBefore.Format(time.DateOnly) + "."
		case o.At.After(c.NotAfter):
			f.Detail = "It ended on " + c.NotAfter.Format(time.DateOnly) + "."
		case c.NotAfter.Sub(o.At) < soon:
			f.Detail = fmt.Sprintf("It ends on %s, in %d days.", c.NotAfter.Format(time.DateOnly), int(c.NotAfter.Sub(o.At).Hours()/24))
			f.Severity = cause.Warning
			if !works && o.Attempt(credential) != nil {
				return nil // the failure has another reason
			}
		default:
			return nil
		}
		if works {
			f.Severity = cause.Warning
		}
		return []cause.Finding{f}
	}
	t := e.FederatedToken
	if credential != CredentialWorkloadIdentity || !e.WorkloadIdentityConfigured() || t == nil || works {
		return nil
	}
	if !t.ExpiresAt.IsZero() && o.At.After(t.ExpiresAt) {
		return []cause.Finding{{Cause: cause.FederatedTokenExpired, Evidence: o.principalEvidence(credential),
			Detail: "The token in the file ended at " + t.ExpiresAt.Format(time.RFC3339) + "; nothing has renewed it since."}}
	}
	if o.Attempt(credential) != nil && entraIssuer(t.Issuer) {
		return []cause.Finding{{Cause: cause.FederatedTokenEntraIssued, Evidence: o.principalEvidence(credential)}}
	}
	return nil
}

// entraIssuer reports whether a token was issued by Entra itself.
func entraIssuer(issuer string) bool {
	return CloudOfAuthority(hostOf(issuer)) != nil
}

// judgeLooseValues finds defects of variables that belong to no configured sign-in.
func (o *Observations) judgeLooseValues() []cause.Finding {
	var findings []cause.Finding
	for i := range o.Environment.Variables {
		v := &o.Environment.Variables[i]
		if len(v.Defects) > 0 && v.Name != "AZURE_TOKEN_CREDENTIALS" && !o.judgedAsPrincipal(v.Name) && shapeOf(v.Name) != proxyShape {
			findings = append(findings, malformed(v, o.looseWeight(v)))
		}
	}
	if client := o.Environment.Variable("AZURE_CLIENT_ID"); client != nil && client.Empty && o.Environment.Configured() == "" {
		f := malformed(client, cause.Info)
		f.Detail = "AZURE_CLIENT_ID is set to nothing. Go asks whether it is set and then builds no managed identity credential; the other SDKs take it for unset."
		if o.Host != nil && o.Host.Azure {
			f.Severity = cause.Warning
		}
		findings = append(findings, f)
	}
	return findings
}

// looseWeight is the weight of a defect in a variable that belongs to no configured sign-in: a warning where something
// reads it on this machine or a secret lies open, else worth a note.
func (o *Observations) looseWeight(v *Variable) cause.Severity {
	switch {
	case v.Has(defectSecret), v.Has(defectToken):
		return cause.Warning
	case strings.HasPrefix(v.Name, "ARM_"), strings.HasPrefix(v.Name, "AZURE_USER_ASSIGNED_IDENTITY"):
		return cause.Info
	case v.Name == "AZURE_CLIENT_ID" && o.Host != nil && o.Host.Azure, slices.ContainsFunc(networkVariables, func(k knownVariable) bool { return k.name == v.Name }):
		return cause.Warning
	case slices.Contains(VaultVariables, v.Name) && len(o.Request.Vaults) == 0:
		return cause.Warning
	case len(o.Working()) == 0 && slices.ContainsFunc(principalVariables, func(k knownVariable) bool { return k.name == v.Name }):
		return cause.Warning
	}
	return cause.Info
}

// judgedAsPrincipal reports whether judgePrincipal speaks of this variable's defects, or has seen that they do no harm.
func (o *Observations) judgedAsPrincipal(name string) bool {
	e := o.Environment
	switch name {
	case "AZURE_TENANT_ID", "AZURE_CLIENT_ID", "AZURE_AUTHORITY_HOST":
		return e.Configured() == configuredSecret || e.Configured() == configuredCertificate || e.WorkloadIdentityConfigured()
	case "AZURE_CLIENT_SECRET":
		return e.Configured() == configuredSecret
	case "AZURE_CLIENT_CERTIFICATE_PATH":
		return e.Configured() == configuredCertificate
	case "AZURE_FEDERATED_TOKEN_FILE":
		return e.WorkloadIdentityConfigured()
	}
	return false
}
