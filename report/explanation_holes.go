package report

import (
	"slices"

	"azdoctor/checks/cause"
	"azdoctor/checks/cause/lazyregexp"
)

// whereToFind says for each hole of a command where a reader finds the value that a text does not tell.
var whereToFind = map[string]string{
	"address":         "the public address of the machine concerned; the vault's refusal names it (Client address)",
	"app":             "the name of the App Service or Function app, as in https://NAME.azurewebsites.net",
	"audience":        "the aud claim of the token that the platform issues; for Azure it is api://AzureADTokenExchange unless the pipeline asks for another",
	"certificate":     "the path of the certificate file that the program reads (AZURE_CLIENT_CERTIFICATE_PATH, ARM_CLIENT_CERTIFICATE_PATH)",
	"client-id":       "the application (client) ID: Entra admin center, App registrations or Enterprise applications; of a managed identity: az identity show",
	"cloud":           `the name of the cloud that the subscription is in: az cloud list --query "[].name"`,
	"cloud-variable":  "the variable that names the cloud for the program concerned (AZURE_CLOUD_NAME, ARM_ENVIRONMENT)",
	"config-dir":      "the folder of az: AZURE_CONFIG_DIR where it is set, else .azure in the home folder of who runs the program",
	"credentials":     "dev, prod or the name of one credential, such as AzureCliCredential",
	"file":            "the path that the error names",
	"host":            "the host name that the program was to reach",
	"identity":        `the resource ID of the user-assigned identity: az identity list --query "[].id"`,
	"issuer":          "the iss claim of the token that the platform issues; of AKS: az aks show --query oidcIssuerProfile.issuerUrl",
	"no-proxy-hosts":  "what NO_PROXY already holds, and the address that must not go through the proxy",
	"object-id":       "the object ID of who is refused: az ad signed-in-user show --query id; of an application: az ad sp show --id CLIENT_ID --query id",
	"other-tenant":    "the tenant ID where the user, application or subscription is: az account tenant list, or the owner tells",
	"own-dir":         "any folder that nobody else uses",
	"path":            "where the file is on the machine concerned",
	"principal-type":  "User, Group or ServicePrincipal; managed identities and applications are ServicePrincipal",
	"private-address": "the private address of the vault's private endpoint: az network private-endpoint list",
	"resource":        "the application ID URI or client ID of the API that a token is asked for, as https://vault.azure.net",
	"resource-group":  `the resource group of what the command changes: az resource list --name NAME --query "[].resourceGroup"`,
	"scope":           "the scope that the program asks for, as https://vault.azure.net/.default",
	"secret":          `the name of the secret in the vault: az keyvault secret list --vault-name VAULT --query "[].name"`,
	"subject":         "the sub claim of the token that the platform issues; GitHub's is repo:OWNER/REPOSITORY:ref:refs/heads/BRANCH, a pod's system:serviceaccount:NAMESPACE:NAME",
	"subscription":    `the subscription ID: az account list --query "[].id"`,
	"tenant":          `the tenant ID: az account list --query "[].tenantId", or Entra admin center, Overview`,
	"value":           "the value that you mean",
	"variable":        "the variable that the error names",
	"variables":       "the variables that the error names",
	"vault":           "the name of the vault, as in https://NAME.vault.azure.net",
	"vault-id":        "the vault's resource ID: az keyvault show --name VAULT --query id",
	"vm":              `the name of the virtual machine in Azure: az vm list --query "[].name"`,
}

// whatToPut says what belongs in place of the words in capitals that commands have in all circumstances.
var whatToPut = map[string]string{
	"CA_BUNDLE":       "the file with the certificates that are trusted here, the proxy's among them; who runs the proxy has it",
	"CLIENT_ID":       whereToFind["client-id"],
	"CLUSTER":         `the name of the AKS cluster: az aks list --query "[].name"`,
	"CREDENTIAL_NAME": "any name for the new federated credential",
	"DATE":            "the day until which the secret is to work, as 2027-12-31",
	"DEPLOYMENT":      "the deployment that the pod belongs to: kubectl get deployments",
	"IDENTITY_NAME":   `the name of the user-assigned managed identity: az identity list --query "[].name"`,
	"PASSWORD":        "the password for the proxy, percent-encoded",
	"PORT":            "the port of the proxy",
	"PROXY":           "the host name of the proxy; the browser's settings or who runs the network know it",
	"SCOPE":           "the resource ID of what is to be reached, its group or its subscription, as /subscriptions/SUBSCRIPTION",
	"SERVICE_ACCOUNT": "the service account that the pod names: kubectl get pod POD --output jsonpath={.spec.serviceAccountName}",
	"SUBSCRIPTION":    whereToFind["subscription"],
	"USER":            "the account's name",
	"VALUE":           "the value itself; what you type stays in the shell's history",
}

var capitals = lazyregexp.New(`\b[A-Z][A-Z_]+\b`)

// missing are the words in capitals of a command that the reader must put in, with where to find their values.
func missing(run cause.Command, holes map[string]string) []Missing {
	unfilled := []Missing{}
	for _, hole := range run.Missing(holes) {
		unfilled = append(unfilled, Missing{Name: cause.Placeholder(hole), Find: whereToFind[hole]})
	}
	for _, word := range capitals.FindAllString(string(run), -1) {
		known := func(m Missing) bool { return m.Name == word }
		if find := whatToPut[word]; find != "" && !slices.ContainsFunc(unfilled, known) {
			unfilled = append(unfilled, Missing{Name: word, Find: find})
		}
	}
	return unfilled
}
