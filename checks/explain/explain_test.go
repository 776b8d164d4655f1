package explain

import (
	"context"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
	"testing"
	"testing/iotest"

	"azdoctor/checks/cause"
)

const (
	vaultRefusal = "ERROR: (Forbidden) Caller is not authorized to perform action on resource. Code: ForbiddenByRbac Caller: appid=22222222-2222-2222-2222-222222222222;oid=%s;iss=https://sts.windows.net/11111111-1111-1111-1111-111111111111/ Vault: %s;location=westeurope\n"
	agedOut      = "ERROR: AADSTS700082: The refresh token has expired due to inactivity. Trace ID: 66666666-6666-6666-6666-%012d Timestamp: 2026-11-22 17:00:00Z\n"
)

// lines returns that many lines of a foreign log.
func foreignLog(seed uint64, lines int) string {
	log := newForeign(seed)
	var out strings.Builder
	for range lines {
		out.WriteString(log.line() + "\n")
	}
	return out.String()
}

func TestTheSameFailureIsOneFinding(t *testing.T) {
	var log strings.Builder
	for i := range 50 {
		fmt.Fprintf(&log, agedOut, i)
		log.WriteString(foreignLog(uint64(i), 60))
	}
	e := explained(t, log.String())
	if len(e.Findings) != 1 || e.Findings[0].Slug != "refresh-token-expired" || e.Findings[0].Count != 50 || len(e.Findings[0].Ranges) != maxRanges {
		t.Fatalf("%+v", e.Findings)
	}
	for i, r := range e.Findings[0].Ranges {
		if want := int64(1 + 61*i); r.First != want || r.Last != want {
			t.Errorf("occurrence %d is said to be in lines %d to %d, not %d", i, r.First, r.Last, want)
		}
	}
	if e.Lines != 50*61 || e.Bytes != int64(log.Len()) {
		t.Errorf("%d lines, %d bytes", e.Lines, e.Bytes)
	}
}

func TestOtherEvidenceIsAnotherFinding(t *testing.T) {
	const alice, bob = "44444444-4444-4444-4444-444444444444", "44444444-4444-4444-4444-555555555555"
	var log strings.Builder
	for range 3 {
		for _, who := range [][2]any{{alice, "contoso-kv"}, {bob, "contoso-kv"}, {alice, "contoso-kv2"}} {
			fmt.Fprintf(&log, vaultRefusal, who[0], who[1])
			log.WriteString(foreignLog(1, 60))
		}
	}
	e := explained(t, log.String())
	if len(e.Findings) != 3 {
		t.Fatalf("%d findings", len(e.Findings))
	}
	for _, f := range e.Findings {
		if f.Slug != "keyvault-rbac-missing" || f.Count != 3 {
			t.Errorf("%s %d times", f.Slug, f.Count)
		}
	}
}

func TestPositionsAreThoseOfTheText(t *testing.T) {
	for name, text := range map[string]string{
		"plain":    "äöü 😀 first\nERROR: AADSTS700082: expired\n",
		"coloured": "äöü 😀 first\nERROR: AADSTS7\x1b[1m00082: expired\n",
		"CR LF":    "äöü 😀 first\r\nERROR: AADSTS700082: expired\r\n",
		"bar":      "10%\rERROR: AADSTS700082: expired\n",
		"UTF-16":   "\xff\xfe" + littleEndian("äöü 😀 first\nERROR: AADSTS700082: expired\n"),
		"one line": "äöü 😀\n é é é AADSTS700082",
	} {
		e := explained(t, text)
		if len(e.Findings) != 1 {
			t.Fatalf("%s: %d findings", name, len(e.Findings))
		}
		if got := e.Findings[0].Positions[0]; got.Line != 2 || got.Column != 8 {
			t.Errorf("%s: the code is said to stand at %+v", name, got)
		}
	}
}

// What is found must not depend on where the blocks end, nor on how a reader hands out its text.
func TestNothingIsHiddenByBlocks(t *testing.T) {
	const failure = "2026-11-22T17:00:00Z ERROR: AADSTS700082: The refresh token has expired.\n2026-11-22T17:00:00Z Caller: none\n"
	filler := strings.Repeat("2026-11-22T17:00:00Z restoring packages, nothing to see\n", 2*block/56)
	for _, offset := range []int{block - ahead, block} {
		for shift := -160; shift < 160; shift += 7 {
			at := offset + shift
			text := filler[:at] + "\n" + failure + filler[at:]
			e := explained(t, text)
			if len(e.Findings) != 1 || e.Findings[0].Count != 1 {
				t.Fatalf("at %d: %d findings", at, len(e.Findings))
			}
			if want := int64(strings.Count(text[:at+1], "\n") + 1); e.Findings[0].Ranges[0].First != want {
				t.Fatalf("at %d: in line %d, not %d", at, e.Findings[0].Ranges[0].First, want)
			}
		}
	}
}

func FuzzExplain(f *testing.F) {
	f.Add("ERROR: AADSTS50076: x\r\ny", uint8(1))
	f.Add("\xff\xfeA\x00z\x00 \x00l\x00o\x00g\x00i\x00n\x00", uint8(3))
	f.Add(strings.Repeat("az login\\n", 40)+"\x1b[", uint8(0))
	f.Fuzz(func(t *testing.T, text string, repeat uint8) {
		text = strings.Repeat(text+"\n", int(repeat%64)+1)
		var want *Explanation
		for _, reader := range []io.Reader{strings.NewReader(text), iotest.OneByteReader(strings.NewReader(text)), iotest.HalfReader(strings.NewReader(text)), iotest.DataErrReader(strings.NewReader(text))} {
			got, err := Explain(context.Background(), cause.Builtin(), Input{Reader: reader})
			if err != nil {
				t.Fatal(err)
			}
			for _, finding := range got.Findings {
				if finding.Count < 1 || len(finding.Positions) != len(finding.Evidence) || finding.Ranges[0].First < 1 || finding.Ranges[0].Last > got.Lines {
					t.Fatalf("%+v of %d lines", finding, got.Lines)
				}
			}
			if want == nil {
				want = got
			} else if !reflect.DeepEqual(got, want) {
				t.Fatalf("read otherwise: %+v, want %+v", got, want)
			}
		}
	})
}

func TestWhatWasReadBeforeAnErrorCounts(t *testing.T) {
	broken := errors.New("broken")
	reader := io.MultiReader(strings.NewReader("ERROR: AADSTS700082: expired\n"), iotest.ErrReader(broken))
	e, err := Explain(context.Background(), cause.Builtin(), Input{Name: "a.log", Reader: reader}, Input{Reader: strings.NewReader("not read")})
	if !errors.Is(err, broken) || first(e) != "refresh-token-expired" || e.Findings[0].Positions[0] != (Position{"a.log", 1, 8}) {
		t.Errorf("%v, %+v", err, e)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Explain(ctx, cause.Builtin(), Input{Reader: strings.NewReader("x")}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

// adversaries are texts that are as hard to read as can be, by their size.
var adversaries = map[string]func(size int) string{
	"anchors":               func(n int) string { return strings.Repeat("az login dial tcp AADSTS no such host\n", n/38) },
	"half phrases":          func(n int) string { return strings.Repeat("az login unrecognized arguments msal_extensions\n", n/48) },
	"one line":              func(n int) string { return strings.Repeat("az login AADSTS50076 ", n/21) },
	"escapes":               func(n int) string { return strings.Repeat(`\\\\\"\\n`, n/9) },
	"colours":               func(n int) string { return strings.Repeat("\x1b[", n/2) },
	"one failure":           func(n int) string { return strings.Repeat("ERROR: AADSTS700082: expired\n", n/29) },
	"nothing but NUL":       func(n int) string { return strings.Repeat("\x00", n) },
	"nothing but dashes":    func(n int) string { return strings.Repeat("-", n) },
	"nothing but line ends": func(n int) string { return strings.Repeat("\n", n) },
	"healthy": func(n int) string {
		return strings.Repeat("GET https://contoso-kv.vault.azure.net/secrets 200 by AzureCLICredential\n", n/73)
	},
}

func worked(t *testing.T, text string) (x *explainer, work int64) {
	t.Helper()
	x = newExplainer(cause.Builtin())
	if err := x.read(context.Background(), Input{Reader: strings.NewReader(text)}); err != nil {
		t.Fatal(err)
	}
	return x, x.recognised*100 + x.steps
}

func TestWorkGrowsAsTheText(t *testing.T) {
	for name, text := range adversaries {
		_, once := worked(t, text(1<<18))
		_, twice := worked(t, text(1<<19))
		if twice > once*5/2+1<<16 {
			t.Errorf("%s: twice the text took %d, not twice %d", name, twice, once)
		}
	}
}

func TestADenseLogIsNotRecognisedLineByLine(t *testing.T) {
	for _, name := range []string{"one failure", "healthy"} {
		if x, _ := worked(t, adversaries[name](1<<21)); x.recognised > 1<<16 {
			t.Errorf("%s: the recogniser was given %d bytes", name, x.recognised)
		}
	}
}

func TestVeryManyFailuresAreCounted(t *testing.T) {
	var log strings.Builder
	const distinct = maxFindings + 100
	for i := range distinct {
		fmt.Fprintf(&log, vaultRefusal, fmt.Sprintf("44444444-4444-4444-4444-%012d", i), "contoso-kv")
	}
	e := explained(t, log.String())
	if len(e.Findings) != maxFindings || e.Omitted != distinct-maxFindings {
		t.Errorf("%d findings, %d omitted", len(e.Findings), e.Omitted)
	}
}
