package explain

import (
	"encoding/json"
	"fmt"
	"html"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf16"
)

// noise is a way in which a text reaches people other than a program wrote it.
type noise struct {
	name  string
	apply func(text string) string
}

// noises are what stands between a program and the one who pastes what it said.
var noises = []noise{
	{"plain", func(text string) string { return text }},
	{"GitHub Actions", eachLine(func(i int, line string) string {
		mark := ""
		if i == 0 {
			mark = "##[error]"
		}
		return clock(i).Format("2006-01-02T15:04:05.0000000Z ") + mark + line
	})},
	{"GitHub Actions, copied with its job and step", eachLine(func(i int, line string) string {
		return "deploy\tRun azure/login@v2\t" + clock(i).Format("2006-01-02T15:04:05.0000000Z ") + line
	})},
	{"Azure Pipelines", eachLine(func(i int, line string) string {
		mark := ""
		if i == 0 {
			mark = "##[error]"
		}
		return clock(i).Format("2006-01-02T15:04:05.0000000Z ") + mark + line
	})},
	{"colours", eachLine(func(i int, line string) string {
		at := strings.IndexByte(line, ' ') + 1
		return "\x1b[31m" + line[:at] + "\x1b[1;91m" + line[at:] + "\x1b[0m\x1b[K"
	})},
	{"docker compose", eachLine(func(i int, line string) string { return "\x1b[36mweb-1  | \x1b[0m" + line })},
	{"docker compose without colours", eachLine(func(i int, line string) string { return "web-1  | " + line })},
	{"container runtime", eachLine(func(i int, line string) string {
		return clock(i).Format("2006-01-02T15:04:05.000000000Z stderr F ") + line
	})},
	{"klog", eachLine(func(i int, line string) string {
		return clock(i).Format("E0102 15:04:05.000000       1 main.go:87] ") + line
	})},
	{"journald", eachLine(func(i int, line string) string {
		return clock(i).Format("Jan _2 15:04:05 build-7 contoso-app[4711]: ") + line
	})},
	{"syslog", eachLine(func(i int, line string) string {
		return "<131>1 " + clock(i).Format(time.RFC3339Nano) + " build-7 contoso-app 4711 - - " + line
	})},
	{"Java logger", eachLine(func(i int, line string) string {
		if i > 0 {
			return line
		}
		return clock(i).Format("2006-01-02T15:04:05.000+02:00 ERROR 4711 --- [  worker-1] c.contoso.example.Application            : ") + line
	})},
	{"Python logger", eachLine(func(i int, line string) string {
		if i > 0 {
			return line
		}
		return clock(i).Format("2006-01-02 15:04:05,000 ERROR contoso.example ") + line
	})},
	{"Docker's JSON, line by line", eachLine(func(i int, line string) string {
		return encode(map[string]string{"log": line + "\n", "stream": "stderr", "time": clock(i).Format(time.RFC3339Nano)})
	})},
	{"a JSON log line", func(text string) string {
		return encode(map[string]string{"level": "error", "ts": clock(0).Format(time.RFC3339), "msg": strings.TrimSuffix(text, "\n")}) + "\n"
	}},
	{"a JSON log line in another", func(text string) string {
		inner := encode(map[string]string{"level": "error", "msg": strings.TrimSuffix(text, "\n")})
		return encode(map[string]string{"log": inner + "\n", "stream": "stdout"}) + "\n"
	}},
	{"logfmt", func(text string) string {
		return fmt.Sprintf("time=%s level=error msg=%q\n", clock(0).Format(time.RFC3339), strings.TrimSuffix(text, "\n"))
	}},
	{"a Python string in a traceback", func(text string) string {
		return "RuntimeError: b'" + strings.NewReplacer(`\`, `\\`, "\n", `\n`, "\r", `\r`, "\t", `\t`, "'", `\'`).Replace(strings.TrimSuffix(text, "\n")) + "'\n"
	}},
	{"Windows line ends", func(text string) string { return strings.ReplaceAll(text, "\n", "\r\n") }},
	{"UTF-16 with BOM", func(text string) string { return "\xff\xfe" + littleEndian(text) }},
	{"UTF-16 without BOM", littleEndian},
	{"UTF-16, big endian, with BOM", func(text string) string { return "\xfe\xff" + bigEndian(text) }},
	{"UTF-8 with BOM", func(text string) string { return "\ufeff" + text }},
	{"HTML entities", html.EscapeString},
	{"doubled escapes", func(text string) string {
		return strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\r", `\r`, "\t", `\t`).Replace(strings.TrimSuffix(text, "\n")) + "\n"
	}},
	{"wrapped between words", eachLine(func(_ int, line string) string { return wrapWords(line, 80, "", "") })},
	{"wrapped hard", eachLine(func(_ int, line string) string { return wrapHard(line, 80) })},
	{"Terraform's box", func(text string) string {
		lines := eachLine(func(_ int, line string) string { return wrapWords(line, 76, "│ ", "│ ") })(text)
		return "╷\n│ Error: building account\n│ \n" + lines + "╵\n"
	}},
	{"indented", eachLine(func(_ int, line string) string { return "        " + line })},
	{"PowerShell's error view", func(text string) string {
		lines := eachLine(func(_ int, line string) string { return wrapWords(line, 100, "     | ", "     | ") })(text)
		return "Invoke-Example: /home/alice/deploy.ps1:12\nLine |\n  12 |  Invoke-Example -Name contoso\n     |  ~~~~~~~~~~~~~~~~~~~~~~~~~~~~\n" + lines
	}},
	{"quoted mail", eachLine(func(_ int, line string) string { return "> " + line })},
	{"a mail quoted twice", eachLine(func(_ int, line string) string { return "> > " + line })},
	{"a fence of Markdown", func(text string) string { return "It says:\n```\n" + text + "```\nWhat now?\n" }},
	{"a truncated head", func(text string) string { return "ing step 4 of 12 (deploy), 3 left\n" + text }},
	{"in a foreign log", func(text string) string { return bury(text, false) }},
	{"in a foreign log with timestamps and colours", func(text string) string { return bury(text, true) }},
}

// clock is the time of a line; that of the log, not of the test.
func clock(line int) time.Time {
	return time.Date(2026, 11, 22, 17, 0, 0, 123456789, time.UTC).Add(time.Duration(line) * 7 * time.Millisecond)
}

// eachLine makes a noise of what happens to every line; its last line end stays.
func eachLine(apply func(i int, line string) string) func(string) string {
	return func(text string) string {
		lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
		for i, line := range lines {
			lines[i] = apply(i, strings.TrimSuffix(line, "\r"))
		}
		return strings.Join(lines, "\n") + "\n"
	}
}

func encode(value map[string]string) string {
	text, err := json.Marshal(value)
	if err != nil {
		panic(err) // strings always have a form in JSON
	}
	return string(text)
}

func littleEndian(text string) string {
	var out strings.Builder
	for _, unit := range utf16.Encode([]rune(text)) {
		out.Write([]byte{byte(unit), byte(unit >> 8)})
	}
	return out.String()
}

func bigEndian(text string) string {
	var out strings.Builder
	for _, unit := range utf16.Encode([]rune(text)) {
		out.Write([]byte{byte(unit >> 8), byte(unit)})
	}
	return out.String()
}

// wrapWords breaks a line between words so that none is longer than width, where words allow.
func wrapWords(line string, width int, first, others string) string {
	out, column := first, 0
	out += line[:len(line)-len(strings.TrimLeftFunc(line, unicode.IsSpace))]
	for i, word := range strings.Fields(line) {
		switch {
		case i == 0:
		case column+1+len(word) > width:
			out, column = out+"\n"+others, 0
		default:
			out, column = out+" ", column+1
		}
		out, column = out+word, column+len(word)
	}
	return out
}

// wrapHard breaks a line after every width characters.
func wrapHard(line string, width int) string {
	var out strings.Builder
	for i, r := range []rune(line) {
		if i > 0 && i%width == 0 {
			out.WriteByte('\n')
		}
		out.WriteRune(r)
	}
	return out.String()
}

func TestWrapping(t *testing.T) {
	if got := wrapWords("  aa bb cc", 5, "| ", "| "); got != "|   aa bb\n| cc" {
		t.Errorf("%q", got)
	}
	if got := wrapHard("aabbc", 2); got != "aa\nbb\nc" {
		t.Errorf("%q", got)
	}
}
