package report

import (
	"strings"
	"testing"

	"azdoctor/checks"
)

func TestPlanTellsAConditionOnce(t *testing.T) {
	const why = "to recognise the kind of machine"
	var page strings.Builder
	err := WritePlan(&page, []checks.Touch{
		{Kind: "process", What: "az account get-access-token", When: "somebody is signed in"},
		{Kind: "file", What: "/home/alice/.azure/config"}, {Kind: "file", What: "/.dockerenv", When: why}, {Kind: "file", What: "/run/.containerenv", When: why},
	}, false)
	want := `Files read
  /home/alice/.azure/config
  to recognise the kind of machine:
    /.dockerenv
    /run/.containerenv
Processes started
  az account get-access-token
      somebody is signed in
Nothing of this has been touched.
`
	if err != nil || page.String() != want {
		t.Errorf("%v:\n%s", err, page.String())
	}
}
