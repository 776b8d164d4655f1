package cause

// The causes of the chain as a whole.
var (
	ChainNoCredential = &Cause{
		Slug:     "chain-no-credential",
		Severity: Error,
		Title:    "no credential of the chain can work here",
	}
	ChainShadowed = &Cause{
		Slug:     "chain-shadowed",
		Severity: Error,
		Title:    "an earlier credential wins or stops the chain before the one that was meant",
	}
	IdentityUnexpected = &Cause{
		Slug:     "identity-unexpected",
		Severity: Error,
		Title:    "a credential works, but as another principal or tenant than expected",
	}
	FailureUnrecognised = &Cause{
		Slug:     "failure-unrecognised",
		Severity: Error,
		Title:    "A credential failed with words azdoctor does not know",
	}
)

var credentialChain = []*Cause{
	ChainNoCredential,
	ChainShadowed,
	IdentityUnexpected,
	FailureUnrecognised,
}
