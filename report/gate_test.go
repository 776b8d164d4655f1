package report

import (
	"strings"
	"testing"

	"azdoctor/checks"
)

func TestGate(t *testing.T) {
	tests := map[string]struct {
		example example
		options Options
		exit    int
		reason  string // part of one; "" for none
	}{
		"healthy":                       {healthy(), Options{}, ExitHolds, ""},
		"error":                         {noRole(), Options{}, ExitFails, "key-vault fails"},
		"error, never":                  {noRole(), Options{Gate: Gate{FailOn: FailOnNever}}, ExitHolds, ""},
		"warning by default":            {warned(), Options{}, ExitHolds, ""},
		"warning":                       {warned(), Options{Gate: Gate{FailOn: FailOnWarning}}, ExitFails, "azure-cli warns"},
		"broken without a failed check": {example{nobody().o, usual(result(checks.AzureCLI, checks.Info, "nobody"))}, Options{}, ExitFails, "the verdict is broken"},
		"unknown is no failure":         {late(), Options{}, ExitHolds, ""},
		"nothing examined":              {blank(), Options{}, ExitNothing, "nothing could be examined"},
		"nothing examined, never":       {blank(), Options{Gate: Gate{FailOn: FailOnNever}}, ExitNothing, "nothing could be examined"},
		"no check at all":               {example{machine(), nil}, Options{}, ExitNothing, "nothing could be examined"},
		"interrupted":                   {healthy(), Options{Interrupted: true}, ExitInterrupted, "interrupted"},
		"interrupted before anything":   {blank(), Options{Interrupted: true}, ExitInterrupted, "interrupted"},
		"score on the boundary":         {warned(), Options{Gate: Gate{MinScore: 77}}, ExitHolds, ""},
		"score below":                   {warned(), Options{Gate: Gate{MinScore: 78}}, ExitFails, "the score is 77, and at least 78 was demanded"},
		"no score":                      {example{machine(), []checks.Result{result(checks.AzureCLI, checks.Info, "")}}, Options{Gate: Gate{MinScore: 1}}, ExitFails, "there is no score"},
		"required and passes":           {healthy(), Options{Gate: Gate{Require: []string{"key-vault"}}}, ExitHolds, ""},
		"required and warns":            {warned(), Options{Gate: Gate{Require: []string{"azure-cli"}}}, ExitHolds, ""},
		"required and absent":           {healthy(), Options{Gate: Gate{Require: []string{"managed-identity"}}}, ExitFails, `managed-identity was required and does not work (info)`},
		"required and skipped":          {warned(), Options{Gate: Gate{Require: []string{"key-vault"}}}, ExitFails, `key-vault was required and does not work (skipped)`},
		"required, warns and is absent": {example{machine(), []checks.Result{{Check: checks.ManagedIdentity, Judgement: checks.Judgement{Status: checks.Warn}}}}, Options{Gate: Gate{Require: []string{"managed-identity"}}}, ExitFails, `managed-identity was required and does not work (warn)`},
		"required and unknown, never":   {late(), Options{Gate: Gate{FailOn: FailOnNever, Require: []string{"azure-cli"}}}, ExitFails, `azure-cli was required and does not work (unknown)`},
		"required and not run":          {example{machine(), []checks.Result{result(checks.Environment, checks.Pass, "")}}, Options{Gate: Gate{Require: []string{"key-vault"}}}, ExitFails, "key-vault was required and was not run"},
		"required and fails, never":     {noRole(), Options{Gate: Gate{FailOn: FailOnNever, Require: []string{"key-vault"}}}, ExitFails, `key-vault was required and does not work (fail)`},
	}
	for name, test := range tests {
		r := test.example.report(test.options)
		reasons := strings.Join(r.Gate.Reasons, "; ")
		if r.ExitCode != test.exit || !strings.Contains(reasons, test.reason) || (test.reason == "") != (reasons == "") {
			t.Errorf("%s: exit %d, %q; want %d, %q", name, r.ExitCode, reasons, test.exit, test.reason)
		}
		checkInvariants(t, r)
	}
}
