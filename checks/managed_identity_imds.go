package checks

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// imdsPatience bounds connecting to the metadata address and its first answer. Go's DefaultAzureCredential waits as long
// before it goes on; a real IMDS answers within milliseconds.
// azidentity 1.15.0 managed_identity_client.go imdsProbeTimeout, read 2026-11-22.
const imdsPatience = time.Second

// maxProbeBytes is as much of an answer as tells who gave it.
const maxProbeBytes = 64 << 10

// Of what it says, a refusal's words and a name are kept up to these bytes: IMDS's own are shorter.
const (
	maxProbeWords = 300
	maxProbeName  = 100
)

// How a connection to the metadata address ended, and who answers there.
const (
	reachAnswered = "answered"
	reachTimeout  = "timeout"

	kindAzure  = "azure"
	kindDocker = "docker-desktop"
	kindAWS    = "aws"
	kindGoogle = "google"
	kindPortal = "captive-portal"
	kindOther  = "other"
)

// imdsURL is the token endpoint of IMDS.
func imdsURL() *url.URL {
	return &url.URL{Scheme: "http", Host: "169.254.169.254", Path: "/metadata/identity/oauth2/token"}
}

// lookAtIMDS asks the metadata address directly, and at the same time through the proxy where programs would use one,
// the question of azidentity's own probe: a token request without the Metadata header, which Azure refuses in its own words.
func lookAtIMDS(ctx context.Context, s *System) *IMDSFacts {
	ctx, cancel := context.WithTimeout(ctx, imdsPatience)
	defer cancel()
	var direct, proxied IMDSFacts
	var asking group
	asking.Go(func() { direct = probeIMDS(ctx, s, s.Direct()) })
	proxy, err := s.ProxyFor(imdsURL())
	if proxy != nil || err != nil {
		asking.Go(func() { proxied = probeIMDS(ctx, s, s.Proxied()) })
	}
	asking.Wait()
	direct.Address = IMDSAddress
	if override := s.IMDSOverride(); override != "" {
		direct.Address, direct.Override = override, "AZURE_POD_IDENTITY_AUTHORITY_HOST"
	}
	switch {
	case err != nil:
		direct.Proxy = "HTTP_PROXY, which Go refuses to use in a CGI program" // the only error there is
	case proxy != nil:
		direct.Proxy = proxyAddress(proxy)
	}
	if direct.Proxy != "" {
		proxied.Address = direct.Proxy
		direct.ThroughProxy = &proxied
	}
	return &direct
}

func probeIMDS(ctx context.Context, s *System, client *http.Client) IMDSFacts {
	request := &http.Request{Method: http.MethodGet, URL: imdsURL(), Header: http.Header{}}
	return describeAnswer(ctx, s, client, request)
}

// askUnnamed asks IMDS for a token without naming an identity. A token that comes is closed unread.
func askUnnamed(ctx context.Context, s *System, scope string) *IMDSFacts {
	ctx, cancel := context.WithTimeout(ctx, unnamedPatience)
	defer cancel()
	target := imdsURL()
	target.RawQuery = url.Values{"api-version": {"2018-02-01"}, "resource": {strings.TrimSuffix(scope, "/.default")}}.Encode()
	facts := describeAnswer(ctx, s, s.Proxied(), &http.Request{Method: http.MethodGet, URL: target, Header: http.Header{"Metadata": {"true"}}})
	return &facts
}

// unnamedPatience bounds a question that only sharpens a diagnosis.
const unnamedPatience = 3 * time.Second

// describeAnswer sends the request and describes what came back. The body of a success is not read.
func describeAnswer(ctx context.Context, s *System, client *http.Client, request *http.Request) (facts IMDSFacts) {
	defer client.CloseIdleConnections()
	started := s.Now()
	response, err := client.Do(request.WithContext(ctx))
	facts.TookMs = s.Now().Sub(started).Milliseconds()
	if err != nil {
		facts.Reach, facts.Error = reachOf(err), boundedText(errors.Unwrap(err).Error(), maxProbeWords)
		return facts
	}
	defer response.Body.Close()
	facts.Reach, facts.Status = reachAnswered, response.StatusCode
	facts.Server, facts.ContentType = boundedText(response.Header.Get("Server"), maxProbeName), boundedText(response.Header.Get("Content-Type"), maxProbeName)
	var body []byte
	if response.StatusCode != http.StatusOK || request.Header.Get("Metadata") == "" {
		body, _ = io.ReadAll(io.LimitReader(response.Body, maxProbeBytes))
	}
	facts.Kind = whoAnswered(response.StatusCode, response.Header, body)
	if response.StatusCode >= 400 && facts.Kind == kindAzure {
		facts.Error = boundedText(string(body), maxProbeWords)
	}
	return facts
}

// whoAnswered recognises who answers at the metadata address by structure: headers first, then the shape of the body.
// Azure: https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token#error-handling.
// AWS: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html. Google:
// https://cloud.google.com/compute/docs/metadata/querying-metadata. Docker Desktop: azidentity 1.15.0
// managed_identity_client.go; its words after the address are the operating system's, in the user's language. All read 2026-11-22.
func whoAnswered(status int, header http.Header, body []byte) string {
	server := header.Get("Server")
	text := strings.TrimSpace(string(body))
	switch {
	case header.Get("Metadata-Flavor") == "Google" || strings.HasPrefix(server, "Metadata Server for VM"):
		return kindGoogle
	case strings.HasPrefix(server, "EC2ws"):
		return kindAWS
	case strings.HasPrefix(server, "IMDS/") || refusesLikeAzure(status, body):
		return kindAzure
	case status == http.StatusForbidden && strings.HasPrefix(text, "connecting to 169.254.169.254:80"):
		return kindDocker
	case status >= 300 && status < 400 || status == http.StatusNetworkAuthenticationRequired,
		strings.Contains(header.Get("Content-Type"), "html"), strings.HasPrefix(text, "<"):
		return kindPortal
	}
	return kindOther
}

// refusesLikeAzure tells IMDS's errors by their two fields, of which one speaks of the metadata header when it is missing.
func refusesLikeAzure(status int, body []byte) bool {
	var refusal struct {
		Error       string `json:"error"`
		Description string `json:"error_description"`
	}
	return status >= 400 && json.Unmarshal(body, &refusal) == nil && refusal.Error != "" && refusal.Description != ""
}

// reachOf says how a connection failed.
func reachOf(err error) string {
	return cmp.Or(connectFailure(err), "error")
}

// readInstance asks IMDS what machine this is. Of the answer, which also holds custom data, user data, keys and tags, only
// the fields of InstanceFacts are decoded.
// https://learn.microsoft.com/azure/virtual-machines/instance-metadata-service#instance-metadata, read 2026-11-22.
func readInstance(ctx context.Context, s *System) *InstanceFacts {
	body := readMetadata(ctx, s, "/metadata/instance", "2021-02-01")
	return parseInstance(body)
}

// parseInstance reads the instance endpoint's answer; nil where it tells nothing.
func parseInstance(body []byte) *InstanceFacts {
	var answer struct {
		Compute struct {
			Name        string `json:"name"`
			Location    string `json:"location"`
			ResourceID  string `json:"resourceId"`
			Environment string `json:"azEnvironment"`
			Provider    string `json:"provider"`
		} `json:"compute"`
	}
	if json.Unmarshal(body, &answer) != nil {
		return nil
	}
	compute := answer.Compute
	facts := InstanceFacts{
		Name:        boundedText(compute.Name, maxProbeName),
		Location:    boundedText(compute.Location, maxProbeName),
		ResourceID:  boundedText(compute.ResourceID, maxClaim),
		Environment: boundedText(compute.Environment, maxProbeName),
		Provider:    boundedText(compute.Provider, maxProbeName),
	}
	if facts == (InstanceFacts{}) {
		return nil
	}
	return &facts
}

// readIdentityTenant asks IMDS which tenant the machine's identities live in. It answers without any identity too.
// https://github.com/Azure/azure-rest-api-specs imds.json, Identity_GetInfo, read 2026-11-22.
func readIdentityTenant(ctx context.Context, s *System) string {
	var answer struct {
		TenantID string `json:"tenantId"`
	}
	if json.Unmarshal(readMetadata(ctx, s, "/metadata/identity/info", "2018-02-01"), &answer) != nil || !guid.MatchString(answer.TenantID) {
		return ""
	}
	return answer.TenantID
}

// readMetadata reads one of IMDS's documents, directly and within imdsPatience; nil where it is not to be had.
func readMetadata(ctx context.Context, s *System, path, version string) []byte {
	ctx, cancel := context.WithTimeout(ctx, imdsPatience)
	defer cancel()
	target := imdsURL()
	target.Path, target.RawQuery = path, "api-version="+version
	client := s.Direct()
	defer client.CloseIdleConnections()
	request := &http.Request{Method: http.MethodGet, URL: target, Header: http.Header{"Metadata": {"true"}}}
	response, err := client.Do(request.WithContext(ctx))
	if err != nil {
		return nil
	}
	defer response.Body.Close()
	body, err := io.ReadAll(io.LimitReader(response.Body, maxBodyBytes))
	if err != nil || response.StatusCode != http.StatusOK {
		return nil
	}
	return body
}
