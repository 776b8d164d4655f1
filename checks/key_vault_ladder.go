package checks

import "context"

// observeVault climbs to the anonymous challenge. It must not ask for tokens.
func observeVault(ctx context.Context, s *Session, host string) *VaultFacts {
	return &VaultFacts{Host: host}
}
