package cause

// Recognise returns what text shows to be wrong, the root cause first: the words of az, azd, an SDK, Entra, IMDS or a vault.
// Evidence carries what the text itself tells (tenant, object ID, address) with Source "". Text without a known failure
// yields nothing. It never returns more than one finding per cause.
func Recognise(text string) []Finding { return nil }
