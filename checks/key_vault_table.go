package checks

// VaultAccessTable is what each identity may do in each vault: vaults in the order named, within a vault the credentials in
// the order of Credentials. A credential without a token for the vault has no row.
func (o *Observations) VaultAccessTable() []VaultAccessRow {
	if o.KeyVault == nil {
		return nil
	}
	var rows []VaultAccessRow
	for _, vault := range o.KeyVault.Vaults {
		for _, access := range vault.Access {
			attempt := o.attemptFor(access)
			if attempt == nil || attempt.Outcome != OutcomeToken {
				continue
			}
			row := VaultAccessRow{Credential: access.Credential, Identity: attempt.Identity.String(), Vault: vault.Host,
				Read: access.Read.permission(), List: access.List.permission()}
			if attempt.Identity != nil {
				row.ObjectID = attempt.Identity.ObjectID
			}
			rows = append(rows, row)
		}
	}
	return rows
}

// attemptFor returns the token request behind an access; nil where it is not among the observations.
func (o *Observations) attemptFor(access VaultAccess) *TokenAttempt {
	for i := range o.Tokens {
		t := &o.Tokens[i]
		if t.Credential == access.Credential && t.Scope == access.Scope && t.Tenant == access.Tenant {
			return t
		}
	}
	return nil
}

// Allowed reports whether the answer proves the permission: a 200, or a vault's word on the secret itself, which it gives
// only to those who may read it.
func (a *VaultAnswer) Allowed() bool {
	if a == nil {
		return false
	}
	switch {
	case a.Status == 200:
		return a.FromVault
	case a.Status == 404:
		return a.Code == "SecretNotFound"
	}
	return a.Status == 403 && a.FromVault && unusableSecret[a.InnerCode]
}

// unusableSecret are the inner codes of a 403 about the secret's own state.
var unusableSecret = map[string]bool{"SecretDisabled": true, "SecretExpired": true, "SecretNotYetValid": true}

// permission is the answer as a word of VaultAccessRow.
func (a *VaultAnswer) permission() string {
	switch {
	case a.Allowed():
		return AccessAllowed
	case a != nil && a.FromVault && (a.Status == 401 || a.Status == 403):
		return AccessDenied
	}
	return AccessUnknown
}
