package azuretest

import (
	"fmt"
	"net/http"
	"strings"
	"time"
)

// entraError is how Entra words an error code. In text, {app}, {tenant} and {audience} stand for the request's, {issuer},
// {subject} and {presented} (audience) for its assertion's, {when} for a time.
type entraError struct {
	status          int
	error, suberror string
	text            string
}

// entraErrors are the codes with an answer of their own; others are an invalid_grant without words.
// https://learn.microsoft.com/entra/identity-platform/reference-error-codes and the answers quoted in
// https://github.com/Azure/azure-workload-identity/issues/616 and https://github.com/microsoft/Agents/issues/202, read 2026-11-22.
var entraErrors = map[int]entraError{
	16000:   {400, "interaction_required", "", "Either multiple user identities are available for the current request or selected account is not supported for the scenario."},
	50001:   {400, "invalid_resource", "", "The application named {audience} was not found in the tenant named {tenant}. This can happen if the application has not been installed by the administrator of the tenant."},
	50005:   {400, "invalid_grant", "", "User tried to log in to a device from a platform that's currently not supported through Conditional Access policy."},
	50020:   {400, "invalid_grant", "", "User account from identity provider 'https://sts.windows.net/" + TenantID + "/' does not exist in tenant '{tenant}' and cannot access the application '{app}' in that tenant. The account needs to be added as an external user in the tenant first. Sign out and sign in again with a different user account."},
	50027:   {401, "invalid_client", "", "JWT token is invalid or malformed."},
	50034:   {400, "invalid_grant", "", "The user account does not exist in the {tenant} directory. To sign into this application, the account must be added to the directory."},
	50053:   {400, "invalid_grant", "", "The account is locked, you've tried to sign in too many times with an incorrect user ID or password."},
	50055:   {400, "invalid_grant", "user_password_expired", "The password is expired."},
	50057:   {400, "invalid_grant", "", "The user account is disabled."},
	50072:   {400, "interaction_required", "basic_action", "Due to a configuration change made by your administrator, or because you moved to a new location, you must enroll in multi-factor authentication to access '{audience}'."},
	50074:   {400, "interaction_required", "basic_action", "Strong Authentication is required."},
	50076:   {400, "interaction_required", "basic_action", "Due to a configuration change made by your administrator, or because you moved to a new location, you must use multi-factor authentication to access '{audience}'."},
	50078:   {400, "interaction_required", "basic_action", "Presented multi-factor authentication has expired due to policies configured by your administrator, you must refresh your multi-factor authentication to access '{audience}'."},
	50079:   {400, "interaction_required", "basic_action", "Due to a configuration change made by your administrator, or because you moved to a new location, you must enroll in multi-factor authentication to access '{audience}'."},
	50105:   {400, "interaction_required", "", "Your administrator has configured the application contoso-app ('{app}') to block users unless they are specifically granted ('assigned') access to the application. The signed-in user 'alice@contoso.com' is blocked because they are not a direct member of a group with access, nor had access directly assigned by an administrator. Please contact your administrator to assign access to this application."},
	50126:   {400, "invalid_grant", "", "Error validating credentials due to invalid username or password."},
	50158:   {400, "interaction_required", "basic_action", "External security challenge not satisfied. User will be redirected to another page or authentication provider to satisfy additional authentication challenges."},
	50173:   {400, "invalid_grant", "bad_token", "The provided grant has expired due to it being revoked, a fresh auth token is needed. The user might have changed or reset their password. The grant was issued on '{when}' and the TokensValidFrom date (before which tokens are not valid) for this user is '{when}'."},
	50194:   {400, "invalid_request", "", "Application '{app}'(contoso-app) is not configured as a multi-tenant application. Usage of the /common endpoint is not supported for such apps created after '10/15/2018'. Use a tenant-specific endpoint or configure the application to be multi-tenant."},
	53000:   {400, "interaction_required", "message_only", "Device is not in required device state: compliant. Conditional Access policy requires a compliant device, and the device is not compliant. The user must enroll their device with an approved MDM provider like Intune."},
	53001:   {400, "interaction_required", "message_only", "Device is not in required device state: domain_joined. Conditional Access policy requires a domain joined device, and the device is not domain joined."},
	53003:   {400, "interaction_required", "message_only", "Access has been blocked by Conditional Access policies. The access policy does not allow token issuance."},
	65001:   {400, "invalid_grant", "consent_required", "The user or administrator has not consented to use the application with ID '{app}' named 'Microsoft Azure CLI'. Send an interactive authorization request for this user and resource."},
	70003:   {400, "unsupported_grant_type", "", "The app requested an unsupported grant type."},
	70008:   {400, "invalid_grant", "token_expired", "The provided authorization code or refresh token has expired due to inactivity. Send a new interactive authorization request for this user and resource."},
	70011:   {400, "invalid_scope", "", "The provided request must include a 'scope' input parameter. The provided value for the input parameter 'scope' is not valid. The scope {audience} is not valid."},
	70021:   {400, "invalid_request", "", "No matching federated identity record found for presented assertion. Assertion Issuer: '{issuer}'. Assertion Subject: '{subject}'. Assertion Audience: '{presented}'. https://learn.microsoft.com/entra/workload-id/workload-identity-federation"},
	70043:   {400, "invalid_grant", "bad_token", "The refresh token has expired or is invalid due to sign-in frequency checks by conditional access. The token was issued on {when} and the maximum allowed lifetime for this request is 43200."},
	90002:   {400, "invalid_request", "", "Tenant '{tenant}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud. Check with your subscription administrator, this may happen if there are no active subscriptions for the tenant."},
	90061:   {400, "invalid_request", "", "Request to External OIDC endpoint failed."},
	100007:  {400, "invalid_request", "", "Only managed identities and Microsoft internal service identities are supported by the regional endpoint."},
	500011:  {400, "invalid_resource", "", "The resource principal named {audience} was not found in the tenant named {tenant}. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You might have sent your authentication request to the wrong tenant."},
	530032:  {400, "interaction_required", "message_only", "The tenant's security policy blocks the token request."},
	530084:  {400, "interaction_required", "message_only", "Access has been blocked by conditional access token protection policy configured by this organization."},
	700016:  {400, "unauthorized_client", "", "Application with identifier '{app}' was not found in the directory '{tenant}'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You may have sent your authentication request to the wrong tenant."},
	700021:  {401, "invalid_client", "", "Client assertion application identifier doesn't match 'client_id' parameter."},
	700023:  {401, "invalid_client", "", "Client assertion audience claim does not match Realm issuer."},
	700024:  {401, "invalid_client", "", "Client assertion is not within its valid time range. Current time: {when}, assertion valid from {when}, expiry time of assertion {when}."},
	700027:  {401, "invalid_client", "", "The certificate with identifier used to sign the client assertion is not registered on application. [Reason - The key was not found., Thumbprint of key used by client: 'A0B1C2D3E4F5A0B1C2D3E4F5A0B1C2D3E4F5A0B1', Please visit the Azure Portal, Graph Explorer or directly use MS Graph to see configured keys for app Id '{app}'.]"},
	700082:  {400, "invalid_grant", "", "The refresh token has expired due to inactivity. The token was issued on {when} and was inactive for 90.00:00:00."},
	700211:  {401, "invalid_client", "", "No matching federated identity record found for presented assertion issuer '{issuer}'. Check your federated identity credential Subject, Audience and Issuer against the presented assertion. https://learn.microsoft.com/entra/workload-id/workload-identity-federation"},
	700212:  {401, "invalid_client", "", "No matching federated identity record found for presented assertion audience '{presented}'. Check your federated identity credential Subject, Audience and Issuer against the presented assertion. https://learn.microsoft.com/entra/workload-id/workload-identity-federation"},
	700213:  {401, "invalid_client", "", "No matching federated identity record found for presented assertion subject '{subject}'. Check your federated identity credential Subject, Audience and Issuer against the presented assertion. https://learn.microsoft.com/entra/workload-id/workload-identity-federation"},
	900023:  {400, "invalid_request", "", "Specified tenant identifier '{tenant}' is neither a valid DNS name, nor a valid external domain."},
	900382:  {400, "invalid_request", "", "Confidential Client is not supported in Cross Cloud request."},
	7000112: {400, "unauthorized_client", "", "Application '{app}'(contoso-app) is disabled."},
	7000215: {401, "invalid_client", "", "Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '{app}'."},
	7000218: {401, "invalid_client", "", "The request body must contain the following parameter: 'client_assertion' or 'client_secret'."},
	7000222: {401, "invalid_client", "", "The provided client secret keys for app '{app}' are expired. Visit the Azure portal to create new keys for your app: https://aka.ms/NewClientSecret, or consider using certificate credentials for added security: https://aka.ms/certCreds."},
	9002313: {400, "invalid_grant", "", "Invalid request. Request is malformed or invalid."},
}

// The IDs in every error of the stand-in, as Entra's support asks for them.
const (
	TraceID       = "aaaaaaaa-0000-0000-0000-000000000001"
	CorrelationID = "aaaaaaaa-0000-0000-0000-000000000002"
)

// AADSTS is an error of Entra with this code: its status, error and suberror are right for the codes that azdoctor knows,
// otherwise those of an invalid_grant. Further codes join the first in error_codes.
func AADSTS(code int, more ...int) Fault {
	return Fault{serve: func(w http.ResponseWriter, r *http.Request) {
		tenant, _, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
		writeEntraError(w, r, tenant, clock(w), append([]int{code}, more...))
	}}
}

// clock is Azure's clock, as the answer's Date header has it.
func clock(w http.ResponseWriter) time.Time {
	at, err := http.ParseTime(w.Header().Get("Date"))
	if err != nil {
		return time.Now()
	}
	return at
}

func (a *Azure) writeAADSTS(w http.ResponseWriter, r *http.Request, code int) {
	tenant, _, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	writeEntraError(w, r, tenant, a.now(), []int{code})
}

// writeUnknownTenant answers for a tenant that does not exist; its configuration says "invalid_tenant".
func (a *Azure) writeUnknownTenant(w http.ResponseWriter, tenant string, configuration bool) {
	status, body := entraErrorBody(nil, tenant, a.now(), []int{90002})
	if configuration {
		body["error"] = "invalid_tenant"
	}
	writeJSON(w, status, body)
}

func writeEntraError(w http.ResponseWriter, r *http.Request, tenant string, now time.Time, codes []int) {
	status, body := entraErrorBody(r, tenant, now, codes)
	writeJSON(w, status, body)
}

func entraErrorBody(r *http.Request, tenant string, now time.Time, codes []int) (int, map[string]any) {
	known, ok := entraErrors[codes[0]]
	if !ok {
		known = entraError{http.StatusBadRequest, "invalid_grant", "", "The request was refused."}
	}
	app, audience, presented := "", "", assertion{}
	if r != nil {
		app, audience = r.PostFormValue("client_id"), audienceOf(r)
		decodeJWT(r.PostFormValue("client_assertion"), &presented)
	}
	at := now.UTC()
	text := strings.NewReplacer("{app}", app, "{tenant}", tenant, "{audience}", audience,
		"{issuer}", presented.Issuer, "{subject}", presented.Subject, "{presented}", strings.Join(audiences(presented.Audience), " "),
		"{when}", at.AddDate(0, -4, 0).Format("2006-01-02T15:04:05.0000000Z")).Replace(known.text)
	timestamp := at.Format("2006-01-02 15:04:05Z")
	body := map[string]any{
		"error": known.error,
		"error_description": fmt.Sprintf("AADSTS%d: %s Trace ID: %s Correlation ID: %s Timestamp: %s",
			codes[0], text, TraceID, CorrelationID, timestamp),
		"error_codes": codes, "timestamp": timestamp, "trace_id": TraceID, "correlation_id": CorrelationID,
		"error_uri": fmt.Sprintf("https://login.microsoftonline.com/error?code=%d", codes[0]),
	}
	if known.suberror != "" {
		body["suberror"] = known.suberror
	}
	return known.status, body
}
