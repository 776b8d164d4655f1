package cause

import (
	"slices"
	"strings"
	"sync"

	"azdoctor/checks/cause/lazyregexp"
)

// Code is an error code of Entra, Key Vault, IMDS, App Service, Azure Arc, Service Fabric or an SDK.
type Code struct {
	// Code as the service writes it: "AADSTS700016", "ForbiddenByRbac".
	Code string
	// Sense is what it says, in our words: a sentence without a final period. "" for a code that nobody has documented.
	Sense string
	// Cause is the cause it belongs to: that which the code proves, else the class of failure it is one of.
	Cause *Cause
	// Look is where the code can be looked up; "" where only Cause.See helps.
	Look string
	// Silent tells that the word alone shows nothing in a text: other services use it too, or it stands in what goes well.
	Silent bool
}

// entraCode matches a code of Entra as people write it: with AADSTS or the bare number.
var entraCode = lazyregexp.New(`^(?i:AADSTS)?[ :]*([0-9]{5,8})$`)

// entraErrors is the address that explains every code of Entra, followed by its number.
// https://learn.microsoft.com/entra/identity-platform/reference-error-codes, read 2026-11-22.
const entraErrors = "https://login.microsoftonline.com/error?code="

// FindCode returns what is known of a code, however it is capitalised and whatever it was copied with; a bare number is a
// code of Entra. A code of Entra that is not in the table belongs to EntraRefused. ok is false for what has the shape of no
// code and is none that is known.
func (c *Catalogue) FindCode(word string) (code Code, ok bool) {
	word = strings.Trim(word, " \t\r\n\"'`.,:;()[]")
	number := ""
	if match := entraCode.FindStringSubmatch(word); match != nil {
		number = match[1]
		word = "AADSTS" + number
	}
	if at := slices.IndexFunc(codes, func(known Code) bool { return strings.EqualFold(known.Code, word) }); at >= 0 {
		code = codes[at]
	}
	for known, cause := range c.codes {
		if strings.EqualFold(known, word) {
			code.Code, code.Cause = known, cause
		}
	}
	if number != "" {
		code.Look = entraErrors + number
		if code.Cause == nil {
			code.Code, code.Cause = word, EntraRefused
		}
	}
	if code.Cause == nil {
		return Code{}, false
	}
	adapted := c.Adapt([]Finding{{Cause: code.Cause}})
	if len(adapted) == 0 {
		return Code{}, false
	}
	code.Cause = adapted[0].Cause
	return code, true
}

// codes is the table of codes. A code that a cause lists itself (Cause.Codes) is here for its sense; the others are here for
// the class of failure they belong to, which a text with such a code is recognised as.
var codes = slices.Concat(
	entraCodes,
	lookedUpAt("https://learn.microsoft.com/azure/key-vault/general/rest-error-codes", keyVaultCodes),
	lookedUpAt("https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/common-deployment-errors", resourceManagerCodes),
	lookedUpAt("https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token", metadataCodes),
	lookedUpAt("https://learn.microsoft.com/azure/app-service/app-service-key-vault-references", appServiceCodes),
	lookedUpAt("https://learn.microsoft.com/azure/service-fabric/how-to-managed-identity-service-fabric-app-code", serviceFabricCodes),
	lookedUpAt("https://learn.microsoft.com/azure/azure-arc/servers/troubleshoot-agent-onboard", arcCodes),
	lookedUpAt("https://learn.microsoft.com/entra/identity-platform/reference-error-codes", oauthCodes),
	lookedUpAt("https://github.com/AzureAD/microsoft-authentication-library-for-dotnet/blob/main/src/client/Microsoft.Identity.Client/MsalError.cs", msalCodes),
	lookedUpAt("https://learn.microsoft.com/entra/identity/devices/troubleshoot-hybrid-join-windows-current", adalCodes),
)

// lookedUpAt returns the codes with the address that explains them.
func lookedUpAt(address string, codes []Code) []Code {
	for i := range codes {
		codes[i].Look = address
	}
	return codes
}

// classOf returns the class of failure that the table gives a code; EntraRefused for a code of Entra that is not there; nil
// for any other word.
func classOf(code string) *Cause {
	if class, known := classes()[code]; known {
		return class
	}
	if strings.HasPrefix(code, "AADSTS") && entraCode.MatchString(code) {
		return EntraRefused
	}
	return nil
}

// classes are the table's causes by code, without the codes that are there for their sense alone or to be looked up.
var classes = sync.OnceValue(func() map[string]*Cause {
	classes := map[string]*Cause{}
	for _, code := range codes {
		if code.Cause != nil && !code.Silent {
			classes[code.Code] = code.Cause
		}
	}
	return classes
})
