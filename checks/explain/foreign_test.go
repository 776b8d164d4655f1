package explain

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// foreign writes lines of builds and deployments that have nothing to do with a sign-in to Azure, though some fail, are refused
// or speak of tokens and credentials. The same seed gives the same lines.
type foreign struct{ random *rand.Rand }

func newForeign(seed uint64) *foreign { return &foreign{rand.New(rand.NewPCG(seed, 1))} }

// colours are what tools wrap their levels in.
var colours = []string{"\x1b[32m", "\x1b[33m", "\x1b[36m", "\x1b[1;34m", "\x1b[90m"}

// foreignWork are the lines of work that goes well; %n is a number, %h some hex digits, %w a word.
var foreignWork = []string{
	"npm warn deprecated %w@%n.%n.%n: this version is no longer supported",
	"npm http fetch GET 200 https://npm.contoso.example/%w %nms (cache miss)",
	"added %n packages, and audited %n packages in %ns",
	"yarn install v1.22.%n",
	"[INFO] Downloading from central: https://maven.contoso.example/maven2/org/%w/%w/%n.%n/%w-%n.%n.jar",
	"[INFO] Downloaded from central: https://maven.contoso.example/maven2/org/%w/%w/%n.%n/%w-%n.%n.pom (%n kB at %n kB/s)",
	"[WARNING] Using platform encoding (UTF-8 actually) to copy filtered resources, i.e. build is platform dependent!",
	"[INFO] Tests run: %n, Failures: 0, Errors: 0, Skipped: 0, Time elapsed: %n.%n s - in com.contoso.%w.%wTest",
	"Step %n/%n : RUN apt-get update && apt-get install -y %w",
	" ---> Running in %h",
	"#%n [build %n/%n] COPY . /src",
	"#%n sha256:%h%h%h%h %nMB / %nMB %n.%ns",
	"%h: Pull complete",
	"Digest: sha256:%h%h%h%h",
	"=== RUN   Test%w/%w_%n",
	"--- PASS: Test%w (%n.%ns)",
	"ok  \tgithub.com/contoso/%w/%w\t%n.%ns",
	"    %w_test.go:%n: got %n, want %n",
	"go: downloading github.com/contoso/%w v1.%n.%n",
	"Collecting %w==%n.%n.%n",
	"  Downloading %w-%n.%n.%n-cp311-cp311-manylinux_2_17_x86_64.whl (%n kB)",
	"Successfully installed %w-%n.%n %w-%n.%n",
	"WARNING: Running pip as the 'root' user can result in broken permissions",
	"tests/test_%w.py::test_%w PASSED                                   [ %n%]",
	"  # random_string.%w will be created",
	"  + resource \"random_string\" \"%w\" {",
	"      + length           = %n",
	"      ~ tags             = {}",
	"Plan: %n to add, %n to change, 0 to destroy.",
	"random_string.%w: Creation complete after %ns [id=%w]",
	"upload: dist/%w.js to s3://contoso-%w/%w.js",
	"Activated service account credentials for: [deploy@contoso-%n.iam.gserviceaccount.com]",
	"HTTP/1.1 200 OK",
	"GET /api/%w/%n 200 %n.%n ms - %n",
	"level=info ts=2026-11-22T17:00:00Z caller=main.go:%n msg=\"listening\" addr=:%n",
	"{\"level\":\"info\",\"msg\":\"request\",\"path\":\"/%w\",\"status\":200,\"took\":%n}",
	"{\"level\":\"warn\",\"msg\":\"retrying\",\"attempt\":%n,\"queue\":\"%w\"}",
	"I1122 17:00:00.%n       1 controller.go:%n] \"Reconciled\" name=\"%w\"",
	"pod/%w-%h configured",
	"deployment.apps/%w unchanged",
	"Normal  Pulled     %ns   kubelet  Container image \"images.contoso.example/contoso/%w:%n\" already present on machine",
	"   Compiling %w v0.%n.%n",
	"warning: unused variable: `%w`",
	"    Finished `release` profile [optimized] target(s) in %n.%ns",
	"  Restored /src/%w/%w.csproj (in %n ms).",
	"  %w -> /src/%w/bin/Release/net8.0/%w.dll",
	"  ✓ %w (%n ms)",
	"[%n/%n] Building CXX object src/CMakeFiles/%w.dir/%w.cc.o",
	"make[%n]: Leaving directory '/src/%w'",
	"Cache restored from key: Linux-node-%h",
	"##[group]Run actions/checkout@v4",
	"##[endgroup]",
	"Syncing repository: contoso/example",
	"Uploading artifact %w.zip (%n%)",
	"vault kv get -mount=secret %w",
	"",
}

// foreignFailures are the lines of other programs' failures, and some that sound like them.
var foreignFailures = []string{
	"npm error 401 Unauthorized - GET https://npm.contoso.example/@contoso%2f%w - authentication token not provided",
	"npm error code E403",
	"npm error 403 Forbidden - PUT https://npm.contoso.example/%w - You do not have permission to publish",
	"[ERROR] Failed to execute goal org.apache.maven.plugins:maven-deploy-plugin:3.1.1:deploy: status code: 401, reason phrase: Unauthorized (401) -> [Help 1]",
	"#%n ERROR: failed to push images.contoso.example/contoso/%w: denied: permission_denied: write_package",
	"denied: requested access to the resource is denied",
	"panic: runtime error: index out of range [%n] with length %n",
	"aws sts get-caller-identity --output json",
	"An error occurred (AccessDenied) when calling the PutObject operation: Access Denied",
	"An error occurred (ThrottlingException) when calling the DescribeStacks operation: Rate exceeded",
	"ERROR: (gcloud.run.deploy) PERMISSION_DENIED: Permission 'run.services.get' denied on resource",
	"remote: HTTP Basic: Access denied. The provided password or token is incorrect",
	"fatal: unable to access 'https://git.contoso.example/%w.git/': The requested URL returned error: 403",
	"curl: (22) The requested URL returned error: 404",
	"GET /api/%w/%n 401 %n.%n ms - %n",
	"src/%w.ts(%n,%n): error TS2345: Argument of type 'string' is not assignable to parameter of type '%w'.",
	"Error making API request. URL: GET https://vault.contoso.example:8200/v1/secret/data/%w Code: 403. Errors: * permission denied",
}

var foreignWords = []string{"lodash", "parser", "Widget", "inventory", "guava", "checkout", "frontend", "billing", "router", "Orders", "metrics", "zlib", "queue", "Session", "render", "worker", "schema", "ledger", "invoice", "gateway"}

// line returns the next line. One in four is about a failure: more than builds have.
func (f *foreign) line() string {
	if f.random.IntN(4) == 0 {
		return f.fill(foreignFailures)
	}
	return f.fill(foreignWork)
}

// usual returns the next line of a build as most are: one in a hundred is about a failure.
func (f *foreign) usual() string {
	if f.random.IntN(100) == 0 {
		return f.fill(foreignFailures)
	}
	return f.fill(foreignWork)
}

// fill returns one of the lines with its holes filled.
func (f *foreign) fill(lines []string) string {
	var out strings.Builder
	template := lines[f.random.IntN(len(lines))]
	for {
		before, after, found := strings.Cut(template, "%")
		out.WriteString(before)
		if !found {
			return out.String()
		}
		switch template = after; {
		case strings.HasPrefix(after, "n"):
			fmt.Fprint(&out, f.random.IntN([]int{10, 100, 3000}[f.random.IntN(3)]))
		case strings.HasPrefix(after, "h"):
			fmt.Fprintf(&out, "%012x", f.random.Uint64N(1<<48))
		case strings.HasPrefix(after, "w"):
			out.WriteString(foreignWords[f.random.IntN(len(foreignWords))])
		default:
			out.WriteByte('%')
			continue
		}
		template = after[1:]
	}
}

// coloured returns a line as a terminal gets it.
func (f *foreign) coloured(line string) string {
	first, rest, _ := strings.Cut(line, " ")
	return colours[f.random.IntN(len(colours))] + first + "\x1b[0m " + rest
}

// bury returns text amid 300 lines of a foreign log, all of it stamped with times, and coloured, where asked for.
func bury(text string, stamped bool) string {
	log := newForeign(uint64(len(text)))
	own := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	var lines []string
	for range 150 {
		lines = append(lines, log.line())
	}
	lines = append(lines, own...)
	for range 150 {
		lines = append(lines, log.line())
	}
	for i := range lines {
		if !stamped {
			continue
		}
		if inside := i >= 150 && i < 150+len(own); inside {
			lines[i] = "\x1b[31m" + lines[i] + "\x1b[0m"
		} else {
			lines[i] = log.coloured(log.line())
		}
		lines[i] = clock(i).Format("2006-01-02T15:04:05.0000000Z ") + lines[i]
	}
	return strings.Join(lines, "\n") + "\n"
}
