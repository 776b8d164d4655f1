package checks

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"
)

// Environment looks at the variables that credentials read.
var Environment = Check{
	ID:    "environment",
	Title: "Environment variables are consistent",
	Doc:   "Reads every variable that a credential reads, and the certificate and token files they name. Values of secrets are never kept.",
	Probe: probeEnvironment,
	Judge: judgeEnvironment,
	Plan:  planEnvironment,
}

// EnvironmentFacts are the variables that some credential reads and that are set here, and what the files they name hold.
type EnvironmentFacts struct {
	Variables []Variable `json:"variables"`
	// Certificate is what AZURE_CLIENT_CERTIFICATE_PATH leads to; nil where it is unset or empty.
	Certificate *CertificateFacts `json:"certificate,omitempty"`
	// FederatedToken is what AZURE_FEDERATED_TOKEN_FILE leads to; nil where it is unset or empty.
	FederatedToken *FederatedTokenFacts `json:"federatedToken,omitempty"`
}

// Variable is one that is set.
type Variable struct {
	Name string `json:"name"`
	// Value as set; "" where it is a secret or empty. A proxy's is without user and password.
	Value string `json:"value,omitempty"`
	// Secret tells that there is a value, or in a proxy a part of it, that is not kept.
	Secret bool `json:"secret,omitempty"`
	// Empty tells that it is set to nothing, which is not the same as unset.
	Empty bool `json:"empty,omitempty"`
	// Defects of the value: "padded", "quoted", "placeholder", "carriage-return", "byte-order-mark", "not-a-guid", ...
	Defects []string `json:"defects,omitempty"`
	// Resembles is the variable that this one, which nobody reads, was probably meant to be; its value is not kept.
	Resembles string `json:"resembles,omitempty"`
}

// Has reports whether the value has this defect.
func (v *Variable) Has(defect string) bool { return v != nil && slices.Contains(v.Defects, defect) }

// Value returns a variable's value; "" where it is unset, empty, secret, or nothing was observed.
func (e *EnvironmentFacts) Value(name string) string {
	if v := e.Variable(name); v != nil {
		return v.Value
	}
	return ""
}

// Has reports whether a variable is set to more than nothing.
func (e *EnvironmentFacts) Has(name string) bool {
	v := e.Variable(name)
	return v != nil && !v.Empty
}

// Variable returns what is known of a variable that is set; nil where it is not, or where nothing was observed.
func (e *EnvironmentFacts) Variable(name string) *Variable {
	if e == nil {
		return nil
	}
	for i := range e.Variables {
		if e.Variables[i].Name == name {
			return &e.Variables[i]
		}
	}
	return nil
}

// observeEnvironment must not ask for s.Target, which builds on it.
func observeEnvironment(s *Session) *EnvironmentFacts {
	facts := &EnvironmentFacts{Variables: readVariables(s.System)}
	for i, v := range facts.Variables {
		if v.Secret {
			s.secrets.add(s.Environ[v.Name])
			for _, part := range proxyUser(s.Environ[v.Name]) {
				s.secrets.add(part)
			}
		}
		if fileVariable(v.Name) && v.Value != "" && len(v.Defects) == 0 {
			if _, err := s.Stat(v.Value); fileState(err) == fileMissing {
				facts.Variables[i].Defects = []string{defectFileMissing}
			}
		}
	}
	if path := facts.Value("AZURE_CLIENT_CERTIFICATE_PATH"); path != "" {
		facts.Certificate = observeCertificate(s, path, s.Environ["AZURE_CLIENT_CERTIFICATE_PASSWORD"])
	}
	if path := facts.Value("AZURE_FEDERATED_TOKEN_FILE"); path != "" {
		facts.FederatedToken = observeFederatedToken(s, path)
	}
	return facts
}

// readVariables states the variables that are set, from the environment alone.
func readVariables(s *System) []Variable {
	variables := []Variable{}
	for _, known := range knownVariables {
		if s.OS == "windows" && known.name != strings.ToUpper(known.name) {
			continue // one variable, whatever its case
		}
		if value, ok := s.Environ[known.name]; ok {
			variables = append(variables, readVariable(known, value))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(s.Environ)) {
		if meant := resembled(name); meant != "" && s.Environ[name] != "" {
			variables = append(variables, Variable{Name: name, Secret: true, Resembles: meant})
		}
	}
	return variables
}

// readVariable states one variable. The defects of a secret are found on its value, which is then dropped.
func readVariable(known knownVariable, value string) Variable {
	v := Variable{Name: known.name, Value: value, Empty: value == "", Defects: defectsOf(value, known.shape)}
	switch {
	case value == "":
		return v
	case known.shape == proxyShape:
		v.Value, v.Secret = withoutUser(value)
		if v.Secret && proxyURL(v.Value) == nil {
			v.Value = "" // nobody can tell which part is the password
		}
		return v
	case SecretVariable(known.name) || v.Has(defectToken):
		v.Secret = true
	case clientSecretShape.MatchString(value):
		v.Secret = true
		if !v.Has(defectSecret) {
			v.Defects = append(v.Defects, defectSecret)
		}
	}
	if v.Secret {
		v.Value = ""
	}
	return v
}

// probeEnvironment states the variables and asks for the tokens that they configure.
func probeEnvironment(ctx context.Context, s *Session) (func(*Observations), error) {
	facts, ok := s.environment.get(ctx, struct{}{})
	if !ok {
		return nil, ctx.Err()
	}
	store := func(o *Observations) { o.Environment = facts }
	var timedOut bool
	for _, credential := range []string{CredentialEnvironment, CredentialWorkloadIdentity} {
		attempt, _ := s.ask(ctx, credential)
		timedOut = timedOut || attempt.Outcome == OutcomeTimeout
	}
	if facts.emptyTokenFileStops() && !s.Request.Local {
		s.Token(ctx, s.tokenRequest(ctx, CredentialWorkloadIdentity))
	}
	if timedOut {
		return store, ctx.Err()
	}
	return store, nil
}

// planEnvironment says what the probe would touch, from the variables alone.
func planEnvironment(s *Session) []Touch {
	facts := &EnvironmentFacts{Variables: readVariables(s.System)}
	var touches []Touch
	for _, name := range []string{"AZURE_CLIENT_CERTIFICATE_PATH", "AZURE_FEDERATED_TOKEN_FILE"} {
		if path := facts.Value(name); path != "" {
			touches = append(touches, Touch{Kind: "file", What: path})
		}
	}
	principal := facts.Configured() == configuredSecret || facts.Configured() == configuredCertificate
	if principal || facts.WorkloadIdentityConfigured() {
		host := cmp.Or(hostOf(facts.Value("AZURE_AUTHORITY_HOST")), resolveTarget(s.Request, facts, nil).Cloud.AuthorityHosts[0])
		touches = append(touches, Touch{Kind: "network", What: host})
		if host != Clouds[0].AuthorityHosts[0] {
			touches = append(touches, Touch{Kind: "network", What: Clouds[0].AuthorityHosts[0], When: "the credential asks it which sign-in hosts exist"})
		}
	}
	return touches
}
