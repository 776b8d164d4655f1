package checks

import (
	"strings"

	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"
)

// identityChoice is which of a machine's identities to ask for, as DefaultAzureCredential selects, or as the user named it.
type identityChoice struct {
	// kind is "system-assigned" (nothing named), "client-id" or "resource-id".
	kind string
	// value and source are the identifier sent and the flag or variable it came from; "" for none.
	value, source string
	// name is what the source holds where that is neither a client ID nor a resource ID, so that nothing can be asked by it.
	name string
	// reserved tells that AZURE_CLIENT_ID is an application's, with its own credential, and says nothing about machines.
	reserved bool
}

const (
	systemAssigned = "system-assigned"
	byClientID     = "client-id"
	byResourceID   = "resource-id"
)

// selectIdentity decides which identity to ask for. DefaultAzureCredential sends AZURE_CLIENT_ID as it is, whatever its
// shape, and refuses to build the credential where the variable is set to nothing. Where the variable belongs to a service
// principal or a workload identity, the chain ends at that credential; asking this machine for that application could only
// fail, so the machine's own identity is asked for.
// azidentity 1.15.0 default_azure_credential.go, read 2026-11-22.
func selectIdentity(target Target, environment *EnvironmentFacts) identityChoice {
	const variable = "AZURE_CLIENT_ID"
	switch target.ClientIDSource {
	case "":
		if v := environment.Variable(variable); v != nil && !v.Secret { // empty, or nothing but space
			return identityChoice{kind: byClientID, value: v.Value, source: variable}
		}
		return identityChoice{kind: systemAssigned}
	case variable:
		if environment.Configured() != "" || environment.WorkloadIdentityConfigured() {
			return identityChoice{kind: systemAssigned, reserved: true}
		}
		return identityChoice{kind: byClientID, value: environment.Value(variable), source: variable}
	}
	value := strings.TrimSpace(target.ClientID)
	switch {
	case guid.MatchString(value):
		return identityChoice{kind: byClientID, value: value, source: target.ClientIDSource}
	case strings.HasPrefix(strings.ToLower(value), "/subscriptions/"):
		return identityChoice{kind: byResourceID, value: value, source: target.ClientIDSource}
	}
	return identityChoice{kind: systemAssigned, name: value, source: target.ClientIDSource}
}

// id is the choice as azidentity wants it; nil for the machine's own identity.
func (s identityChoice) id() azidentity.ManagedIDKind {
	switch s.kind {
	case byClientID:
		return azidentity.ClientID(s.value)
	case byResourceID:
		return azidentity.ResourceID(s.value)
	}
	return nil
}

// empty tells that AZURE_CLIENT_ID is set to nothing, which Go's credential refuses.
func (s identityChoice) empty() bool { return s.kind == byClientID && s.value == "" }

// named tells that an identity was asked for by its ID.
func (s identityChoice) named() bool { return s.kind != systemAssigned && s.value != "" }

// unreadByPrograms tells that the identity was named in a place that no SDK reads.
func (s identityChoice) unreadByPrograms() bool { return s.source == "AZURE_USER_ASSIGNED_IDENTITY" }

// worthAskingUnnamed tells that it matters what a request without a name would get.
func (s identityChoice) worthAskingUnnamed(attempt TokenAttempt) bool {
	return s.named() && (s.unreadByPrograms() && attempt.Outcome == OutcomeToken || attempt.Outcome == OutcomeFailed && attempt.Status == 400)
}

// fits reports whether an identity is the one selected. An identity whose token does not tell fits.
func (s identityChoice) fits(identity *Identity) bool {
	if identity == nil {
		return true
	}
	resource := strings.ToLower(identity.ResourceID)
	switch {
	case s.name != "":
		return resource == "" || strings.HasSuffix(resource, "/"+strings.ToLower(s.name))
	case s.kind == byClientID:
		return identity.ClientID == "" || strings.EqualFold(identity.ClientID, strings.TrimSpace(s.value))
	case s.kind == byResourceID:
		return resource == "" || resource == strings.ToLower(s.value)
	}
	return true
}
