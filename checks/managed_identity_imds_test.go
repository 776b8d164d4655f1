package checks

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestWhoAnswered(t *testing.T) {
	for _, test := range []struct {
		name, kind, server, contentType, body string
		status                                int
	}{
		{"Azure by its words", kindAzure, "", "application/json", `{"error":"invalid_request","error_description":"Required metadata header not specified"}`, 400},
		{"Azure by its name", kindAzure, "IMDS/150.870.65.1854", "", "", 410},
		{"half of an error", kindOther, "", "application/json", `{"error":"invalid_request"}`, 400},
		{"an error that is no success", kindOther, "", "application/json", `{"error":"a","error_description":"b"}`, 200},
		{"an error of other types", kindOther, "", "application/json", `{"error":{"code":1},"error_description":"b"}`, 400},
		{"Docker Desktop", kindDocker, "", "text/plain", "connecting to 169.254.169.254:80: dial tcp 169.254.169.254:80: connect: ネットワークに到達できません", 403},
		{"a proxy's refusal in plain text", kindOther, "squid", "text/plain", "not allowed", 403},
		{"Amazon, first version", kindAWS, "EC2ws", "text/html", "<html>404", 404},
		{"sign-in of a network", kindPortal, "", "", "", 511},
		{"a page without a type", kindPortal, "", "", "  <!doctype html>", 200},
		{"nothing", kindOther, "", "", "", 200},
	} {
		header := http.Header{"Server": {test.server}, "Content-Type": {test.contentType}}
		if got := whoAnswered(test.status, header, []byte(test.body)); got != test.kind {
			t.Errorf("%s: %s", test.name, got)
		}
	}
}

func FuzzIMDS(f *testing.F) {
	f.Add(400, "IMDS/1", "application/json", []byte(`{"error":"invalid_request","error_description":"Required metadata header not specified"}`))
	f.Add(200, "", "application/json", []byte(`{"compute":{"name":"contoso-vm","resourceId":"/subscriptions/s/resourceGroups/g","userData":"x","customData":"y"}}`))
	f.Add(200, "", "", []byte(`{"compute":{"name":"`+strings.Repeat("\u00e9", 300)+`"}}`))
	f.Add(403, "", "text/plain", []byte("connecting to 169.254.169.254:80"))
	f.Add(200, "", "", []byte(`{"compute":{"name":"\ud800","provider":7}}`))
	f.Fuzz(func(t *testing.T, status int, server, contentType string, body []byte) {
		kind := whoAnswered(status, http.Header{"Server": {server}, "Content-Type": {contentType}}, body)
		if !slices.Contains([]string{kindAzure, kindDocker, kindAWS, kindGoogle, kindPortal, kindOther}, kind) {
			t.Errorf("kind %q", kind)
		}
		facts := parseInstance(body)
		if facts == nil {
			return
		}
		for _, text := range []string{facts.Name, facts.Location, facts.ResourceID, facts.Environment, facts.Provider} {
			if len(text) > 500 || !utf8.ValidString(text) {
				t.Errorf("kept %q", text)
			}
		}
		parseResourceID(facts.ResourceID)
	})
}
