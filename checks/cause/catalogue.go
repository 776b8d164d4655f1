package cause

import "slices"

// All returns every cause, area by area, in the order of the reference.
func All() []*Cause {
	return slices.Concat(azureCLI, azureDeveloperCLI, azurePowerShell, userSignIn, tenantAndCloud, servicePrincipal, federation, managedIdentity, keyVault, network, credentialChain)
}

// Find returns the cause with this slug, or nil.
func Find(slug string) *Cause {
	for _, c := range All() {
		if c.Slug == slug {
			return c
		}
	}
	return nil
}
