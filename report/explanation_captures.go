package report

import (
	"slices"

	"azdoctor/checks"
	"azdoctor/checks/explain"
)

// usualPrograms are those of which captures are told where none was seen.
var usualPrograms = []string{"az", "go", "dotnet", "python", "java", "javascript"}

// captures are how to make these programs tell more; where nothing is known of them, the usual ones.
func captures(programs []string) []Capture {
	told := captured(programs)
	if len(told) == 0 {
		told = captured(usualPrograms)
	}
	return told
}

func captured(programs []string) []Capture {
	told := []Capture{}
	for _, known := range explain.Captures {
		if slices.Contains(programs, known.Program) {
			one := Capture{Program: known.Program, Name: known.Name, Do: known.Do}
			if known.Run != "" {
				one.Run = &Command{POSIX: known.Run.POSIX(nil), PowerShell: known.Run.PowerShell(nil)}
			}
			told = append(told, one)
		}
	}
	return told
}

// programNames are programs for people.
func programNames(programs []string) []string {
	var names []string
	for _, known := range explain.Captures {
		if slices.Contains(programs, known.Program) {
			names = append(names, known.Name)
		}
	}
	return names
}

// unrecognised says what was seen, and how to find out.
func (t *explanationText) unrecognised(e Explanation) {
	if e.Bytes == 0 {
		t.put(0, t.symbol("unknown"), "Cannot tell: there was nothing to read", t.bold)
		return
	}
	said := "nothing here is a failure of an Azure sign-in that azdoctor knows"
	if e.Hints {
		said = "something here is about signing in to Azure, but azdoctor does not know this failure"
	}
	t.put(0, t.symbol("unknown"), "Cannot tell: "+said, t.bold)
	if t.Quiet {
		return
	}
	t.put(2, nothing, "Read "+counted(int(e.Lines), "line")+sawPrograms(e.Programs), t.dim)
	t.captures(e.Captures)
	t.put(4, nothing, explain.CaptureWarning, t.dim)
	t.blank()
	t.put(2, nothing, "On the machine where it fails azdoctor looks for itself; run it there as the user it fails for:", plain)
	t.command(4, "azdoctor")
}

// captures say how to get a text that tells more.
func (t *explanationText) captures(captures []Capture) {
	if len(captures) == 0 {
		return
	}
	t.blank()
	t.put(2, nothing, "Here is how to find out. Run it again so that it tells more, and explain what it then prints:", plain)
	for _, c := range captures {
		t.put(4, nothing, c.Name+":", plain)
		t.put(6, nothing, c.Do+colonIf(c.Run != nil), plain)
		t.capture(c.Run)
	}
}

func (t *explanationText) capture(run *Command) {
	if run == nil {
		return
	}
	if t.Shell == "powershell" {
		t.command(8, run.PowerShell)
	} else {
		t.command(8, run.POSIX)
	}
}

func sawPrograms(programs []string) string {
	if len(programs) == 0 {
		return ""
	}
	return ", with words of " + checks.Enumerate(programNames(programs))
}
