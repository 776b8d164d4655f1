package cause

import (
	"fmt"
	"strings"

	"azdoctor/checks/cause/lazyregexp"
)

var (
	program  = lazyregexp.New(`^[A-Za-z0-9_./-]+$`)
	exported = lazyregexp.New(`^[A-Za-z_][A-Za-z0-9_]*=`)
)

// asCommand takes a Command: one plain command, whose holes can be filled.
func asCommand(text string) (as, wrong string) {
	as = strings.TrimSpace(text)
	if wrong = notPlain(as); wrong == "" {
		wrong = badTemplate(as)
	}
	if wrong == "" {
		wrong = badWords(splitTemplate(as))
	}
	if wrong != "" {
		return "", wrong
	}
	return as, ""
}

// notPlain says what in a text a shell would act upon, or a terminal.
func notPlain(command string) string {
	switch at := strings.IndexAny(command, "<>|;&`$\n\r"); {
	case command == "":
		return "it is empty: leave run out where no command helps"
	case at >= 0:
		return fmt.Sprintf("%s is more than one plain command: it has %q", quoted(command), command[at])
	case strings.ContainsFunc(command, unprintable):
		return quoted(command) + " has a character that is not printed"
	case len(command) > maxSentence:
		return fmt.Sprintf("it has %d characters; %d at most", len(command), maxSentence)
	}
	return ""
}

// badTemplate says what is wrong with a command's quotes, brackets and holes.
func badTemplate(command string) string {
	quoted, optional := false, false
	for i, r := range command {
		switch {
		case r == '"':
			quoted = !quoted
		case quoted:
		case r == '\'':
			return "words are held together by double quotes, not by single ones"
		case r == '[' && !optional && i > 0 && command[i-1] == ' ':
			optional = true
		case r == ']' && optional:
			optional = false
		}
	}
	switch {
	case quoted:
		return "a double quote is not closed"
	case optional:
		return "a [bracket] is not closed"
	}
	for _, name := range Command(command).HoleNames() {
		if wrong := unknownHole(name); wrong != "" {
			return wrong
		}
	}
	if rest := hole.ReplaceAllString(command, ""); strings.ContainsAny(rest, "{}") && !strings.Contains(rest, "--query") {
		return "a brace stands for no hole, which is {lower-case-words}"
	}
	return ""
}

// badWords says what is wrong with a command's first words.
func badWords(words []templatePart) string {
	if len(words) == 0 {
		return "it is empty: leave run out where no command helps"
	}
	switch first := words[0]; {
	case first.optional || !program.MatchString(first.text) || strings.HasPrefix(first.text, "-"):
		return quoted(first.text) + " is no program to begin a command with"
	case first.text == "export" && (len(words) != 2 || !exported.MatchString(words[1].text)):
		return "export sets one variable: export NAME=VALUE"
	case first.text == "unset" && (len(words) < 2 || exported.MatchString(words[1].text)):
		return "unset takes names of variables: unset NAME"
	}
	return ""
}
