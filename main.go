// Command azdoctor finds out why Azure sign-in fails on this machine and says what to do about it.
//
// This file is the command line alone: flags and subcommands become a checks.Request, its observations a report.Report.
package main

import (
	"cmp"
	"context"
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/signal"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/fatih/color"
	"github.com/urfave/cli/v2"
	"github.com/xrash/smetrics"
	"golang.org/x/term"

	"azdoctor/checks"
	"azdoctor/checks/cause"
	"azdoctor/checks/cause/lazyregexp"
	"azdoctor/checks/explain"
	"azdoctor/report"
)

// version is the release, set by -ldflags "-X main.version=1.2.3"; a build from source says what it was built from.
var version = ""

// patients are the machines that demo shows.
//
//go:embed testdata/patients/*/observations.json
var patients embed.FS

// defaultPatient is the machine that demo shows when none is named: a working sign-in, a vault that does not open, one command.
const defaultPatient = "vault-rbac-missing"

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop)                            // a second interrupt ends the process at once
	signal.Notify(make(chan os.Signal, 1), syscall.SIGPIPE) // so that writing to a reader that is gone is an error like others
	os.Exit(run(ctx, checks.Host(), os.Args, color.Output, os.Stderr))
}

// run is main without the process. It returns the exit code: 0 the gate holds, 1 it does not, 2 the command line is wrong,
// 3 nothing could be examined, 130 interrupted.
func run(ctx context.Context, system *checks.System, args []string, stdout, stderr io.Writer) int {
	d := &doctor{system: system, stdout: stdout, stderr: stderr}
	app := d.app()
	if words, word, asked := completionRequest(args); asked {
		fmt.Fprint(stdout, strings.Join(candidates(app, words, word), ""))
		return report.ExitHolds
	}
	err := app.RunContext(ctx, flagsFirst(app, args))
	if err == nil || errors.Is(err, syscall.EPIPE) {
		return d.exitCode // a reader that is gone has seen enough
	}
	all := []error{err}
	if several, joined := err.(interface{ Unwrap() []error }); joined {
		all = several.Unwrap()
	}
	for _, one := range all {
		d.say(one)
	}
	return report.ExitUsage
}

// say writes an error on standard error, on one line.
func (d *doctor) say(err error) {
	fmt.Fprintln(d.stderr, "azdoctor: "+checks.PlainText(strings.ReplaceAll(err.Error(), "\n", " ")))
}

// doctor is one invocation.
type doctor struct {
	system         *checks.System
	stdout, stderr io.Writer
	exitCode       int
}

const examples = `Examples:
  azdoctor                                      examine this machine
  azdoctor --vault contoso-kv                   ... and whether the vault contoso-kv opens
  azdoctor --vault contoso-kv --secret db-pw    ... and whether this secret may be read (its value is not)
  azdoctor --require managed-identity --quiet   gate a deployment
  azdoctor --format json --output report.json   a report for a ticket
  azdoctor --plan                               what would be touched, touching nothing
  azdoctor demo                                 a full report without any Azure
  azdoctor explain build.log                    the root cause of the sign-in failures in any text
  az login 2>&1 | azdoctor explain              ... from standard input
  azdoctor explain AADSTS700016                 what an error code means, and what to do`

const explaining = `A word is a file, - for standard input, the slug of a cause or an error code; a slug or code comes before a file of the same
name, which ./NAME means. Nothing is sent anywhere.

  azdoctor explain -                            paste, then end with ` + endOfInput + `
  azdoctor explain app.log ci.log               several files
  kubectl logs my-pod | azdoctor explain        whatever a program prints
  azdoctor explain keyvault-firewall            an entry of the catalogue
  azdoctor explain ForbiddenByRbac 700082       codes

Exit codes: 0 something was recognised, 1 nothing was, 2 wrong usage, 3 nothing could be read, 130 interrupted.`

// endOfInput is what ends a text that is typed or pasted.
const endOfInput = "Ctrl-D (on Windows Ctrl-Z and Enter)"

func (d *doctor) app() *cli.App {
	app := &cli.App{
		Name:                   "azdoctor",
		Usage:                  "find out why Azure sign-in fails here, and the command that fixes it",
		UsageText:              "azdoctor [check] [flags]\n   azdoctor explain [FILE...|-|SLUG|CODE]\n   azdoctor demo [PATIENT] | list checks|causes|patients | schema [DOCUMENT] | completion SHELL",
		Description:            examples + "\n\nExit codes: 0 the gate holds, or explain knows what it read; 1 it does not; 2 wrong usage; 3 nothing could be examined or read; 130 interrupted.",
		Version:                cmp.Or(version, builtFrom()),
		Writer:                 d.stdout,
		ErrWriter:              d.stderr,
		ExitErrHandler:         func(*cli.Context, error) {}, // the library would end the process
		HideHelpCommand:        true,
		UseShortOptionHandling: false,
		Flags:                  checkFlags(),
		Action:                 d.check,
		OnUsageError:           d.usageError,
		Commands: []*cli.Command{
			{Name: "check", Usage: "examine this machine (the default)", Flags: checkFlags(), Action: d.check, OnUsageError: d.usageError, Description: examples},
			{Name: "explain", Usage: "find the root cause in a text: an error, a log, standard input; or explain a cause or code", ArgsUsage: "[FILE...|-|SLUG|CODE]", Flags: outputFlags(), Action: d.explain, OnUsageError: d.usageError, Description: explaining},
			{Name: "demo", Usage: "show the report of a machine that comes with azdoctor", ArgsUsage: "[PATIENT]", Flags: outputFlags(), Action: d.demo, OnUsageError: d.usageError},
			{Name: "list", Usage: "list checks, causes or patients", ArgsUsage: "checks|causes|patients", Flags: listFlags(), Action: d.list, OnUsageError: d.usageError},
			{Name: "schema", Usage: "print the JSON Schema of a document: the report's, an explanation's", ArgsUsage: "[" + strings.Join(schemaNames, "|") + "]", Action: d.schema, OnUsageError: d.usageError},
			{Name: "completion", Usage: "print the completion script of a shell", ArgsUsage: "bash|zsh|fish|powershell", Action: d.completion, OnUsageError: d.usageError},
		},
	}
	cli.VersionPrinter = func(c *cli.Context) { fmt.Fprintln(c.App.Writer, "azdoctor", c.App.Version) }
	return app
}

// builtFrom names a build without a release: the module's version, or the commit it was built from.
func builtFrom() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "devel"
	}
	for _, setting := range info.Settings {
		if setting.Key == "vcs.revision" && len(setting.Value) >= 12 {
			return "devel-" + setting.Value[:12]
		}
	}
	if info.Main.Version != "" && info.Main.Version != "(devel)" {
		return strings.TrimPrefix(info.Main.Version, "v")
	}
	return "devel"
}

var (
	formats      = []string{"text", "json"}
	causeFormats = []string{"text", "json", "markdown"}
	clouds       = cloudNames()
	colors       = []string{"auto", "always", "never"}
	severities   = []string{string(report.FailOnError), string(report.FailOnWarning), string(report.FailOnNever)}
	lists        = []string{"checks", "causes", "patients"}
	schemaNames  = []string{"report", "explanation", "catalogue"}
	shells       = []string{"bash", "zsh", "fish", "powershell"}
)

func cloudNames() (names []string) {
	for _, cloud := range checks.Clouds {
		names = append(names, cloud.Name)
	}
	return names
}

// environmentVariable is the variable that stands in for a flag: AZDOCTOR_MIN_SCORE for --min-score.
func environmentVariable(flag string) []string {
	return []string{"AZDOCTOR_" + strings.ToUpper(strings.ReplaceAll(flag, "-", "_"))}
}

func text(name, value, usage string) cli.Flag {
	return &cli.StringFlag{Name: name, DefaultText: value, Usage: usage, EnvVars: environmentVariable(name)}
}

func texts(name, usage string) cli.Flag {
	return &cli.StringSliceFlag{Name: name, Usage: usage, EnvVars: environmentVariable(name)}
}

func toggle(name, usage string) cli.Flag {
	return &cli.BoolFlag{Name: name, Usage: usage, EnvVars: environmentVariable(name)}
}

func checkFlags() []cli.Flag {
	return append([]cli.Flag{
		texts("vault", "Key Vault to open: `NAME` or URL; repeatable (default: the environment's, AZURE_KEYVAULT_NAME and its kin)"),
		text("secret", "", "`NAME` of a secret whose reading is allowed; its value is discarded unread"),
		text("tenant", "", "`TENANT` to ask tokens for (default: the vault's)"),
		text("client-id", "", "client `ID` of the user-assigned identity (default: AZURE_USER_ASSIGNED_IDENTITY, else AZURE_CLIENT_ID)"),
		text("cloud", "recognised", "`CLOUD`: "+strings.Join(clouds, ", ")),
		text("scope", "the vault's, else Azure Resource Manager's", "`SCOPE` to ask tokens for"),
		texts("only", "run only this `CHECK`; repeatable"),
		texts("skip", "leave this `CHECK` out; repeatable"),
		text("timeout", checks.DefaultTimeout.String(), "`DURATION` of the whole run at most"),
		toggle("local", "environment and files only: start no process, open no connection"),
		toggle("plan", "print what would be touched and touch nothing"),
		text("min-score", "", "fail below this score, 0 to 100: `N`"),
		text("fail-on", "error", "`SEVERITY` that fails: "+strings.Join(severities, ", ")),
		texts("require", "fail unless this `CHECK` passes (skipped and unknown do not count); repeatable"),
	}, outputFlags()...)
}

func outputFlags() []cli.Flag {
	return []cli.Flag{
		text("format", "text", "`FORMAT`: "+strings.Join(formats, ", ")),
		text("output", "standard output", "`FILE` to write the report to"),
		text("color", "auto", "`WHEN` to colour: "+strings.Join(colors, ", ")+"; NO_COLOR is respected"),
		toggle("quiet", "the verdict and the next command only"),
		toggle("verbose", "every reason, source and duration"),
		catalogueFlag(),
	}
}

func catalogueFlag() cli.Flag {
	return text("catalogue", "azdoctor's own", "`FILE` (YAML) that adds causes to azdoctor's and adapts them; see azdoctor schema catalogue")
}

// listFlags has no variable for the format: AZDOCTOR_FORMAT is what reports are written in.
func listFlags() []cli.Flag {
	return []cli.Flag{&cli.StringFlag{Name: "format", DefaultText: "text", Usage: "`FORMAT` of the causes: " + strings.Join(causeFormats, ", ")}, catalogueFlag()}
}

// flag returns a flag's value from where it was set: behind the command, before it, or in the environment.
func flag(c *cli.Context, name string) string {
	for _, level := range c.Lineage() {
		if level.IsSet(name) {
			return level.String(name)
		}
	}
	return ""
}

func flags(c *cli.Context, name string) []string {
	for _, level := range c.Lineage() {
		if level.IsSet(name) {
			return slices.DeleteFunc(level.StringSlice(name), func(value string) bool { return strings.TrimSpace(value) == "" })
		}
	}
	return nil
}

func toggled(c *cli.Context, name string) bool {
	return slices.ContainsFunc(c.Lineage(), func(level *cli.Context) bool { return level.IsSet(name) && level.Bool(name) })
}

// catalogue is azdoctor's own, or as the company's file changes it.
func catalogue(c *cli.Context) (*cause.Catalogue, error) {
	name := flag(c, "catalogue")
	if name == "" {
		return cause.Builtin(), nil
	}
	content, err := os.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("--catalogue: %w; name a YAML file that can be read", err)
	}
	return cause.ReadCatalogue(name, content)
}

// check examines this machine.
func (d *doctor) check(c *cli.Context) error {
	if c.NArg() > 0 && c.Command.Name == "check" {
		return tooMany(c, 0)
	}
	if c.NArg() > 0 {
		return unknownWord("command", c.Args().First(), commandNames(c.App))
	}
	request, err := readRequest(c)
	if err != nil {
		return err
	}
	gate, err := readGate(c)
	if err != nil {
		return err
	}
	timeout, err := readTimeout(flag(c, "timeout"))
	if err != nil {
		return err
	}
	known, err := catalogue(c)
	if err != nil {
		return err
	}
	out, err := d.openOutput(c)
	if err != nil {
		return err
	}
	if toggled(c, "plan") {
		return out.close(report.WritePlan(out, checks.Plan(d.system, request), out.format == "json"))
	}
	observations := d.examine(c.Context, checks.Options{Request: request, Timeout: timeout, Catalogue: known}, toggled(c, "quiet"))
	r := report.New(observations, report.Options{Version: c.App.Version, Gate: gate, Interrupted: c.Context.Err() != nil})
	d.exitCode = r.ExitCode
	return out.write(r)
}

// examine runs the checks, with a line on standard error about what is still waited for where a person may be watching.
func (d *doctor) examine(ctx context.Context, options checks.Options, quiet bool) *checks.Observations {
	if line := d.progress(quiet); line != nil {
		defer line.Stop()
		options.Progress = line.Update
	}
	checks.PrepareChildren()
	return checks.Run(ctx, d.system, options)
}

// progress starts the line about what is waited for, where a person may be watching; otherwise it returns nil.
func (d *doctor) progress(quiet bool) *report.ProgressLine {
	file, ok := d.stderr.(*os.File)
	if !ok || quiet || !term.IsTerminal(int(file.Fd())) || d.system.Environ["TERM"] == "dumb" {
		return nil
	}
	width, _, _ := term.GetSize(int(file.Fd())) // 0 where the terminal does not tell
	return report.StartProgress(d.stderr, width)
}

// explain says what is wrong in texts, or what the catalogue has about slugs and codes.
func (d *doctor) explain(c *cli.Context) error {
	known, err := catalogue(c)
	if err != nil {
		return err
	}
	names, asked, err := d.readWords(c, known)
	if err != nil {
		return err
	}
	if slices.Contains(names, flag(c, "output")) {
		return fmt.Errorf("--output: %q is the text to explain and would be overwritten", flag(c, "output"))
	}
	out, err := d.openOutput(c)
	if err != nil {
		return err
	}
	out.text.Shell = shellOf(d.system.OS)
	if len(asked) > 0 {
		return out.writeEntries(report.NewEntries(c.App.Version, known, asked...))
	}
	texts := explain.Open(c.Context, names, os.Stdin)
	explanation, err := d.readTexts(c, known, texts)
	if err != nil && c.Context.Err() == nil {
		return out.close(err)
	}
	for _, problem := range texts.Problems() {
		d.say(problem)
	}
	e := report.NewExplanation(explanation, report.ExplainOptions{Version: c.App.Version, Interrupted: c.Context.Err() != nil, Catalogue: known})
	d.exitCode = e.ExitCode
	return out.writeExplanation(e)
}

// readTexts reads texts to their ends, with a line on standard error where a person may be waiting.
func (d *doctor) readTexts(c *cli.Context, catalogue *cause.Catalogue, texts *explain.Texts) (*explain.Explanation, error) {
	var names []string
	for _, input := range texts.Inputs {
		names = append(names, cmp.Or(input.Name, "standard input"))
	}
	if line := d.progress(toggled(c, "quiet") || term.IsTerminal(int(os.Stdin.Fd())) && slices.Contains(names, "standard input")); line != nil {
		line.Update(checks.Progress{Check: checks.Check{ID: "the end of " + checks.PlainText(strings.Join(names, ", "))}})
		defer line.Stop()
	}
	return explain.Explain(c.Context, catalogue, texts.Inputs...)
}

// shellOf is the shell that people on this GOOS type into.
func shellOf(goos string) string {
	if goos == "windows" {
		return "powershell"
	}
	return "posix"
}

// readWords tells what explain is asked about: texts, by their names, or entries of the catalogue.
func (d *doctor) readWords(c *cli.Context, catalogue *cause.Catalogue) (names []string, asked []report.Asked, err error) {
	atTerminal := term.IsTerminal(int(os.Stdin.Fd()))
	if c.NArg() == 0 && atTerminal {
		return nil, nil, errors.New("explain needs a text: name a file, or paste one into `azdoctor explain -` and end it with " + endOfInput)
	}
	for _, word := range c.Args().Slice() {
		_, missing := os.Stat(word)
		code, isCode := catalogue.FindCode(word)
		switch one := catalogue.Find(word); {
		case one != nil:
			asked = append(asked, report.Asked{Cause: one})
		case isCode && (code.Sense != "" || missing != nil):
			asked = append(asked, report.Asked{Cause: code.Cause, Code: &code})
		case word == explain.StandardInput, missing == nil, errors.Is(missing, fs.ErrPermission):
			names = append(names, word)
		default:
			return nil, nil, unknownText(word, catalogue)
		}
	}
	if len(names) > 0 && len(asked) > 0 {
		return nil, nil, fmt.Errorf("explain takes texts, or slugs and codes, but not both at once: leave out %q", names[0])
	}
	if c.NArg() == 0 {
		names = []string{explain.StandardInput}
	}
	if atTerminal && slices.Contains(names, explain.StandardInput) {
		fmt.Fprintln(d.stderr, "Paste the text, then end it with "+endOfInput+":")
	}
	return names, asked, nil
}

// unknownText is the error of a word that is no file, slug or code.
func unknownText(word string, catalogue *cause.Catalogue) error {
	if strings.ContainsAny(word, " \n") {
		return errors.New("that is a text, and no file, slug or code: pass it to `azdoctor explain -` on standard input")
	}
	for _, off := range catalogue.Off() {
		isIt := func(code string) bool { return strings.EqualFold(code, word) || strings.EqualFold(code, "AADSTS"+word) }
		if off.Slug == word || slices.ContainsFunc(off.Codes, isIt) {
			return fmt.Errorf("%s is switched off by the catalogue: %s", word, off.Reason)
		}
	}
	var known []string
	for _, one := range catalogue.All() {
		known = append(append(known, one.Slug), one.Codes...)
	}
	files, _ := os.ReadDir(filepath.Dir(word))
	for _, file := range files {
		known = append(known, filepath.Join(filepath.Dir(word), file.Name()))
	}
	return fmt.Errorf("there is no file, slug or code %q; nearest: %s", word, nearest(word, known))
}

// demo shows a patient. It exits as the check on that machine did.
func (d *doctor) demo(c *cli.Context) error {
	name := cmp.Or(c.Args().First(), defaultPatient)
	if c.NArg() > 1 {
		return tooMany(c, 1)
	}
	content, err := patients.ReadFile("testdata/patients/" + name + "/observations.json")
	if err != nil {
		return unknownWord("patient", name, patientNames())
	}
	observations, err := report.ReadObservations(content)
	if err != nil {
		return fmt.Errorf("the patient %s cannot be read: %w", name, err)
	}
	known, err := catalogue(c)
	if err != nil {
		return err
	}
	out, err := d.openOutput(c)
	if err != nil {
		return err
	}
	r := report.New(observations, report.Options{Version: c.App.Version, Catalogue: known})
	d.exitCode = r.ExitCode
	return out.write(r)
}

func (d *doctor) list(c *cli.Context) error {
	if c.NArg() > 1 {
		return tooMany(c, 1)
	}
	what := c.Args().First()
	if c.String("format") != "" && what != "causes" && slices.Contains(lists, what) {
		return fmt.Errorf("list %s: --format is for list causes", what)
	}
	switch what {
	case "checks":
		for _, check := range checks.All() {
			fmt.Fprintf(d.stdout, "%-20s  %s\n%20s  %s\n", check.ID, check.Title, "", check.Doc)
		}
	case "causes":
		return d.listCauses(c)
	case "patients":
		for _, name := range patientNames() {
			fmt.Fprintln(d.stdout, name)
		}
	case "":
		return fmt.Errorf("list needs a word: %s", strings.Join(lists, ", "))
	default:
		return unknownWord("list", what, lists)
	}
	return nil
}

// listCauses writes the catalogue.
func (d *doctor) listCauses(c *cli.Context) error {
	known, err := catalogue(c)
	if err != nil {
		return err
	}
	switch format := cmp.Or(c.String("format"), flag(c, "format"), "text"); format {
	case "text":
		for _, one := range known.All() {
			fmt.Fprintf(d.stdout, "%-36s  %-7s  %s\n", one.Slug, one.Severity, one.Title)
		}
	case "json":
		var asked []report.Asked
		for _, one := range known.All() {
			asked = append(asked, report.Asked{Cause: one})
		}
		return report.WriteEntriesJSON(d.stdout, report.NewEntries(c.App.Version, known, asked...))
	case "markdown":
		return cause.WriteReference(d.stdout, known)
	default:
		return unknownValue("format", format, causeFormats)
	}
	return nil
}

func (d *doctor) schema(c *cli.Context) error {
	if c.NArg() > 1 {
		return tooMany(c, 1)
	}
	schema, known := map[string]string{"report": string(report.Schema()), "explanation": string(report.ExplanationSchema()), "catalogue": cause.CatalogueSchema}[cmp.Or(c.Args().First(), "report")]
	if !known {
		return unknownWord("schema", c.Args().First(), schemaNames)
	}
	_, err := io.WriteString(d.stdout, schema)
	return err
}

func (d *doctor) completion(c *cli.Context) error {
	if c.NArg() > 1 {
		return tooMany(c, 1)
	}
	script, known := completionScripts[c.Args().First()]
	if !known {
		if c.NArg() == 0 {
			return fmt.Errorf("completion needs a shell: %s", strings.Join(shells, ", "))
		}
		return unknownWord("shell", c.Args().First(), shells)
	}
	_, err := fmt.Fprint(d.stdout, script)
	return err
}

func patientNames() []string {
	folders, _ := fs.ReadDir(patients, "testdata/patients") // an embedded folder cannot fail
	var names []string
	for _, folder := range folders {
		names = append(names, folder.Name())
	}
	return names
}

func checkIDs() []string {
	var ids []string
	for _, check := range checks.All() {
		ids = append(ids, check.ID)
	}
	return ids
}

func commandNames(app *cli.App) []string {
	var names []string
	for _, command := range app.VisibleCommands() {
		names = append(names, command.Name)
	}
	return names
}

// The shapes of what the command line takes. A tenant is a GUID or a domain, as azidentity wants it; a scope is what az takes.
var (
	guid       = lazyregexp.New(`^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$`)
	tenant     = lazyregexp.New(`^[A-Za-z0-9][A-Za-z0-9.-]*$`)
	scope      = lazyregexp.New(`^[A-Za-z][A-Za-z0-9+.-]*://[A-Za-z0-9._/:-]+/\.default$`)
	secretName = lazyregexp.New(`^[A-Za-z0-9-]{1,127}$`)
	notInName  = lazyregexp.New(`[^A-Za-z0-9-]+`)
)

func readRequest(c *cli.Context) (checks.Request, error) {
	request := checks.Request{Vaults: flags(c, "vault"), Secret: flag(c, "secret"), Tenant: flag(c, "tenant"), ClientID: flag(c, "client-id"),
		Cloud: flag(c, "cloud"), Scope: flag(c, "scope"), Local: toggled(c, "local")}
	for _, vault := range request.Vaults {
		if len(vault) > 300 {
			return request, fmt.Errorf("--vault: a value of %d characters is no vault's name or URL, such as contoso-kv or https://contoso-kv.vault.azure.net", len(vault))
		}
	}
	switch {
	case request.Tenant != "" && !tenant.MatchString(request.Tenant):
		return request, malformed("tenant", request.Tenant, "a GUID or a domain, such as contoso.onmicrosoft.com")
	case request.ClientID != "" && !guid.MatchString(request.ClientID):
		return request, malformed("client-id", request.ClientID, "a GUID, such as 22222222-2222-2222-2222-222222222222")
	case request.Secret != "" && !secretName.MatchString(request.Secret):
		return request, malformed("secret", request.Secret, "1 to 127 letters, digits and hyphens; nearest: "+nearestSecretName(request.Secret))
	case request.Scope != "" && !scope.MatchString(request.Scope):
		return request, malformed("scope", request.Scope, "RESOURCE/.default; nearest: "+nearestScope(request.Scope))
	case request.Cloud != "" && !slices.Contains(clouds, request.Cloud):
		return request, unknownValue("cloud", request.Cloud, clouds)
	}
	only, skip := flags(c, "only"), flags(c, "skip")
	for _, name := range []string{"only", "skip"} {
		for _, unknown := range checks.UnknownChecks(flags(c, name)) {
			return request, unknownValue(name, unknown, checkIDs())
		}
	}
	for _, id := range checkIDs() {
		if (len(only) == 0 || slices.Contains(only, id)) && !slices.Contains(skip, id) {
			request.Checks = append(request.Checks, id)
		}
	}
	if len(request.Checks) == 0 {
		return request, errors.New("--only and --skip leave no check to run; the checks are " + strings.Join(checkIDs(), ", "))
	}
	return request, nil
}

// nearestSecretName is the name within a secret's URL, else the text with hyphens for what a name cannot have.
func nearestSecretName(given string) string {
	if _, path, isURL := strings.Cut(given, "/secrets/"); isURL {
		given, _, _ = strings.Cut(path, "/")
	}
	return notInName.ReplaceAllString(given, "-")
}

// nearestScope is the scope of the resource that a URL names, else Key Vault's.
func nearestScope(given string) string {
	if completed := strings.TrimRight(given, "/") + "/.default"; scope.MatchString(completed) {
		return completed
	}
	return "https://vault.azure.net/.default"
}

func readGate(c *cli.Context) (report.Gate, error) {
	failOn := cmp.Or(flag(c, "fail-on"), "error")
	gate := report.Gate{FailOn: report.FailOn(failOn), Require: flags(c, "require")}
	if !slices.Contains(severities, failOn) {
		return gate, unknownValue("fail-on", failOn, severities)
	}
	for _, unknown := range checks.UnknownChecks(gate.Require) {
		return gate, unknownValue("require", unknown, checkIDs())
	}
	if given := flag(c, "min-score"); given != "" {
		score, err := strconv.Atoi(given)
		if err != nil {
			return gate, malformed("min-score", given, "a whole number from 0 to 100")
		}
		if nearest := min(max(score, 0), 100); nearest != score {
			return gate, malformed("min-score", given, fmt.Sprintf("a whole number from 0 to 100; nearest: %d", nearest))
		}
		gate.MinScore = score
	}
	return gate, nil
}

func readTimeout(given string) (time.Duration, error) {
	if given == "" {
		return checks.DefaultTimeout, nil
	}
	timeout, err := time.ParseDuration(given)
	if number, notANumber := strconv.Atoi(given); notANumber == nil && number > 0 {
		return 0, malformed("timeout", given, "a duration with its unit; nearest: "+given+"s")
	}
	if err != nil || timeout <= 0 {
		return 0, malformed("timeout", given, "a duration above zero, such as 15s or 2m")
	}
	return timeout, nil
}

// destination is where the report goes, and how.
type destination struct {
	io.Writer
	format string
	text   report.TextOptions
	file   *os.File
}

func (d *doctor) openOutput(c *cli.Context) (*destination, error) {
	out := &destination{Writer: d.stdout, format: cmp.Or(flag(c, "format"), "text")}
	if !slices.Contains(formats, out.format) {
		return nil, unknownValue("format", out.format, formats)
	}
	when := cmp.Or(flag(c, "color"), "auto")
	if !slices.Contains(colors, when) {
		return nil, unknownValue("color", when, colors)
	}
	if toggled(c, "quiet") && toggled(c, "verbose") {
		return nil, errors.New("--quiet and --verbose exclude each other; leave one out")
	}
	environ := d.system.Environ
	width, terminal := 80, false
	if name := flag(c, "output"); name != "" {
		file, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
		if err != nil {
			return nil, fmt.Errorf("--output: %w; name a file in a folder that can be written to", err)
		}
		out.Writer, out.file = file, file
	} else if d.stdout == color.Output && term.IsTerminal(int(os.Stdout.Fd())) {
		terminal = true
		if columns, _, err := term.GetSize(int(os.Stdout.Fd())); err == nil {
			width = columns
		}
	}
	out.text = report.TextOptions{
		Width:   width,
		Colour:  when == "always" || when == "auto" && terminal && environ["NO_COLOR"] == "" && environ["TERM"] != "dumb",
		ASCII:   !showsUnicode(environ, d.system.OS),
		Quiet:   toggled(c, "quiet"),
		Verbose: toggled(c, "verbose"),
	}
	return out, nil
}

// showsUnicode reports whether the terminal's locale is UTF-8. On Windows the console's code page is not in the
// environment, but the terminals that show Unicode say who they are there.
func showsUnicode(environ checks.Environ, goos string) bool {
	if goos == "windows" {
		return environ["WT_SESSION"] != "" || environ["TERM_PROGRAM"] != "" || environ["ConEmuANSI"] == "ON"
	}
	locale := cmp.Or(environ["LC_ALL"], environ["LC_CTYPE"], environ["LANG"])
	return strings.Contains(strings.ToLower(strings.ReplaceAll(locale, "-", "")), "utf8") || goos == "darwin" && locale == ""
}

func (out *destination) write(r report.Report) error {
	if out.format == "json" {
		return out.close(report.WriteJSON(out, r))
	}
	return out.close(report.WriteText(out, r, out.text))
}

func (out *destination) writeExplanation(e report.Explanation) error {
	if out.format == "json" {
		return out.close(report.WriteExplanationJSON(out, e))
	}
	return out.close(report.WriteExplanationText(out, e, out.text))
}

func (out *destination) writeEntries(e report.Entries) error {
	if out.format == "json" {
		return out.close(report.WriteEntriesJSON(out, e))
	}
	return out.close(report.WriteEntriesText(out, e, out.text))
}

// close ends the file, if there is one, and returns the first error of writing it.
func (out *destination) close(err error) error {
	if out.file != nil {
		err = cmp.Or(err, out.file.Close())
	}
	return err
}

// malformed is the error of a value that has the wrong shape.
func malformed(flag, value, want string) error {
	return fmt.Errorf("--%s: %q is not %s", flag, value, want)
}

// unknownValue is the error of a value that is none of a flag's words.
func unknownValue(flag, value string, known []string) error {
	return fmt.Errorf("--%s: %q is not one of %s; nearest: %s", flag, value, strings.Join(known, ", "), nearest(value, known))
}

func unknownWord(kind, word string, known []string) error {
	return fmt.Errorf("there is no %s %q; nearest: %s (known: %s)", kind, word, nearest(word, known), strings.Join(known, ", "))
}

// tooMany is the error of a command that got more than so many words.
func tooMany(c *cli.Context, words int) error {
	return fmt.Errorf("%s takes %s; %q is one too many", c.Command.Name, [...]string{"no word", "one word"}[words], c.Args().Get(words))
}

// nearest is the known word that looks most like the one given; one that contains it, or is within it, before others.
func nearest(word string, known []string) string {
	word = strings.ToLower(word)
	likeness := func(candidate string) float64 {
		candidate = strings.ToLower(candidate)
		alike := smetrics.JaroWinkler(word, candidate, 0.7, 4)
		if len(word) > 1 && (strings.Contains(candidate, word) || strings.Contains(word, candidate)) {
			alike++
		}
		return alike
	}
	return slices.MaxFunc(known, func(a, b string) int { return cmp.Compare(likeness(a), likeness(b)) })
}

// The standard library's words for a wrong command line, which OnUsageError receives.
var (
	undefinedFlag = lazyregexp.New(`^flag provided but not defined: -(.*)$`)
	missingValue  = lazyregexp.New(`^flag needs an argument: -(.*)$`)
	invalidBool   = lazyregexp.New(`^invalid boolean value "(.*)" for -+([a-z-]+)`)
	badVariable   = lazyregexp.New(`^could not parse "(.*)" as bool value from environment variable "(.*)" for flag`)
)

// usageError words the library's errors as ours: the flag, the value, the nearest right one.
func (d *doctor) usageError(c *cli.Context, err error, _ bool) error {
	message := err.Error()
	if match := undefinedFlag.FindStringSubmatch(message); match != nil {
		given, own := "--"+strings.TrimLeft(match[1], "-"), flagNames(c.App, c.App.Command(c.Command.Name))
		if c.App.Command(c.Command.Name) != nil && slices.Contains(flagNames(c.App, nil), given) {
			return fmt.Errorf("%s has no flag %s; it has %s", c.Command.Name, given, strings.Join(own, ", "))
		}
		return fmt.Errorf("there is no flag %s; nearest: %s", given, nearest(given, own))
	}
	if match := missingValue.FindStringSubmatch(message); match != nil {
		return fmt.Errorf("--%s needs a value", strings.TrimLeft(match[1], "-"))
	}
	if match := invalidBool.FindStringSubmatch(message); match != nil {
		return fmt.Errorf("--%s: %q is neither true nor false; leave the value out", match[2], match[1])
	}
	if match := badVariable.FindStringSubmatch(message); match != nil {
		return fmt.Errorf("%s: %q is neither true nor false; nearest: true", match[2], match[1])
	}
	return err
}

// flagsFirst moves flags before the words of a command line, as the library stops reading flags at the first word.
// "--" ends the flags.
func flagsFirst(app *cli.App, args []string) []string {
	if len(args) == 0 {
		return args
	}
	takesValue := takesValue(app)
	var before, command, behind, words []string
	rest := args[1:]
	for i := 0; i < len(rest); i++ {
		name, isFlag := strings.CutPrefix(rest[i], "-")
		switch {
		case rest[i] == "--":
			words = append(words, rest[i:]...)
			i = len(rest)
		case isFlag && name != "":
			taken := []string{rest[i]}
			if name = strings.TrimPrefix(name, "-"); takesValue[name] && i+1 < len(rest) {
				i++
				taken = append(taken, rest[i])
			}
			if command == nil {
				before = append(before, taken...)
			} else {
				behind = append(behind, taken...)
			}
		case command == nil && app.Command(rest[i]) != nil:
			command = []string{rest[i]}
		default:
			words = append(words, rest[i])
		}
	}
	return slices.Concat(args[:1], before, command, behind, words)
}

// takesValue tells of each flag's name whether a value follows it.
func takesValue(app *cli.App) map[string]bool {
	takes := map[string]bool{}
	known := slices.Clone(app.Flags)
	for _, command := range app.Commands {
		known = append(known, command.Flags...)
	}
	for _, flag := range known {
		_, isBool := flag.(*cli.BoolFlag)
		for _, name := range flag.Names() {
			takes[name] = !isBool
		}
	}
	return takes
}

// completionRequest reads the question of a completion script: the words so far, and the one being typed behind --complete=.
func completionRequest(args []string) (words []string, word string, asked bool) {
	if len(args) < 2 {
		return nil, "", false
	}
	word, asked = strings.CutPrefix(args[len(args)-1], "--complete=")
	return args[1 : len(args)-1], word, asked
}

// candidates are what may stand in place of word, one to a line: the values of the flag before it, flags, or a command's words.
func candidates(app *cli.App, words []string, word string) []string {
	words = slices.DeleteFunc(words, func(part string) bool { return part == "=" }) // bash takes --format=json for three words
	word = strings.TrimPrefix(word, "=")
	command, given, valueOf := typed(app, words)
	var values []string
	flag, _, joined := strings.Cut(word, "=")
	switch {
	case valueOf != "":
		values = flagWords(command)[valueOf]
	case joined:
		for _, value := range flagWords(command)[strings.TrimLeft(flag, "-")] {
			values = append(values, flag+"="+value)
		}
	case strings.HasPrefix(word, "-"):
		values = flagNames(app, command)
	case command == nil && given == 0:
		values = commandNames(app)
	case command != nil && command.Name == "explain":
		values = explainable(word)
	case command != nil && given == 0:
		values = map[string][]string{"demo": patientNames(), "list": lists, "completion": shells, "schema": schemaNames}[command.Name]
	}
	var fitting []string
	for _, value := range values {
		if strings.HasPrefix(value, word) {
			fitting = append(fitting, value+"\n")
		}
	}
	return fitting
}

// typed tells of the words so far the command, how many words it was given, and the flag whose value comes next, if any.
func typed(app *cli.App, words []string) (command *cli.Command, given int, valueOf string) {
	for i := 0; i < len(words); i++ {
		name, isFlag := strings.CutPrefix(words[i], "-")
		name = strings.TrimPrefix(name, "-")
		switch {
		case isFlag && takesValue(app)[name] && i == len(words)-1:
			valueOf = name
		case isFlag && takesValue(app)[name]:
			i++
		case isFlag:
		case command == nil && app.Command(words[i]) != nil:
			command = app.Command(words[i])
		default:
			given++
		}
	}
	return command, given, valueOf
}

// explainable are slugs, files beside the word, and codes where one has been begun.
func explainable(word string) (words []string) {
	for _, one := range cause.All() {
		words = append(words, one.Slug)
		if word != "" {
			words = append(words, one.Codes...)
		}
	}
	folder, _ := filepath.Split(word)
	files, _ := os.ReadDir(cmp.Or(folder, "."))
	for _, file := range files {
		name := folder + file.Name()
		if file.IsDir() {
			name += string(filepath.Separator)
		}
		if name == checks.PlainText(name) && !strings.Contains(name, "\n") {
			words = append(words, name)
		}
	}
	return words
}

// flagWords are the words that a flag's value may be; flags that take others have none.
func flagWords(command *cli.Command) map[string][]string {
	formats := formats
	if command != nil && command.Name == "list" {
		formats = causeFormats
	}
	return map[string][]string{"format": formats, "cloud": clouds, "color": colors, "fail-on": severities,
		"only": checkIDs(), "skip": checkIDs(), "require": checkIDs()}
}

// flagNames are the flags of a command, "--" before each; nil stands for azdoctor without one.
func flagNames(app *cli.App, command *cli.Command) []string {
	flags, names := app.Flags, []string{"--help", "--version"}
	if command != nil {
		flags, names = command.Flags, []string{"--help"}
	}
	for _, flag := range flags {
		if name := "--" + flag.Names()[0]; !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// completionScripts ask azdoctor itself what may follow: see completionRequest.
var completionScripts = map[string]string{
	"bash": `# azdoctor completion for bash: source <(azdoctor completion bash)
_azdoctor() {
	mapfile -t COMPREPLY < <(azdoctor "${COMP_WORDS[@]:1:COMP_CWORD-1}" "--complete=${COMP_WORDS[COMP_CWORD]}" 2>/dev/null)
	[[ ${COMPREPLY[0]} != */ ]] || compopt -o nospace
}
complete -o default -F _azdoctor azdoctor
`,
	"zsh": `#compdef azdoctor
# azdoctor completion for zsh: source <(azdoctor completion zsh)
_azdoctor() {
	local -a found
	found=(${(f)"$(azdoctor "${(@)words[2,CURRENT-1]}" "--complete=${words[CURRENT]}" 2>/dev/null)"})
	(( $#found )) && compadd -a found || _files
}
compdef _azdoctor azdoctor
`,
	"fish": `# azdoctor completion for fish: azdoctor completion fish | source
function __azdoctor
	set -l before (commandline -opc)
	set -e before[1]
	azdoctor $before --complete=(commandline -ct) 2>/dev/null
end
complete -c azdoctor -f -a '(__azdoctor)'
complete -c azdoctor -l output -r -F
`,
	"powershell": `# azdoctor completion for PowerShell: azdoctor completion powershell | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName azdoctor -ScriptBlock {
	param($word, $ast, $position)
	$before = @($ast.CommandElements | Select-Object -Skip 1 | ForEach-Object { $_.ToString() })
	if ($word) { $before = @($before | Select-Object -SkipLast 1) }
	azdoctor @before "--complete=$word" 2>$null |
		ForEach-Object { [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_) }
}
`,
}
