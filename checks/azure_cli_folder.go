package checks

import (
	"path/filepath"
	"slices"
	"strings"
)

// azureCLIConfigDir is the folder az keeps its files in and what says so; both are "" where that cannot be told. A relative
// AZURE_CONFIG_DIR leads to a folder of /bin, where the SDKs start az, and a tilde in it is not expanded.
// azure-cli-core 2.45.0 _environment.py and Python's os.path.expanduser, read 2026-11-22.
func azureCLIConfigDir(s *System) (dir, source string) {
	if dir := s.Environ["AZURE_CONFIG_DIR"]; dir != "" {
		if s.OS != "windows" && !filepath.IsAbs(dir) {
			return filepath.Join("/bin", dir), "AZURE_CONFIG_DIR, relative to /bin, where programs start az"
		}
		return dir, "AZURE_CONFIG_DIR"
	}
	home, variable := s.HomeDir()
	_, set := s.Environ[variable]
	switch {
	case home != "":
		return filepath.Join(home, ".azure"), variable
	case s.OS == "windows":
		return "", ""
	case set:
		return "/.azure", "HOME, which is empty"
	}
	if home := accountHome(s, ownUserID(s)); home != "" {
		return filepath.Join(home, ".azure"), "/etc/passwd, HOME being unset"
	}
	return "", ""
}

// ownUserID is this process's user ID as Linux's /proc tells it; "" elsewhere.
func ownUserID(s *System) string {
	content, _ := s.ReadFile("/proc/self/status", 64<<10)
	for line := range strings.Lines(string(content)) {
		if ids, ok := strings.CutPrefix(line, "Uid:"); ok {
			if fields := strings.Fields(ids); len(fields) > 0 {
				return fields[0]
			}
		}
	}
	return ""
}

// accountHome is the home directory that /etc/passwd gives a user, by name or ID; "" where it does not know.
func accountHome(s *System, user string) string {
	content, _ := s.ReadFile("/etc/passwd", 1<<20)
	for line := range strings.Lines(string(content)) {
		fields := strings.Split(strings.TrimSpace(line), ":")
		if user != "" && len(fields) >= 6 && (fields[0] == user || fields[2] == user) {
			return fields[5]
		}
	}
	return ""
}

// isWindowsSide reports whether the first executable found inside WSL is one of Windows.
// https://learn.microsoft.com/windows/wsl/filesystems, read 2026-11-22.
func isWindowsSide(s *System, paths []string) bool {
	return s.OS == "linux" && s.Environ["WSL_DISTRO_NAME"] != "" && len(paths) > 0 && strings.HasPrefix(paths[0], "/mnt/")
}

// windowsSideConfigDir finds the folder of Windows's az from inside WSL: that of the one Windows user who has one.
func windowsSideConfigDir(s *System, executable string) (dir, source string) {
	drive, _, _ := strings.Cut(strings.TrimPrefix(executable, "/mnt/"), "/")
	users := filepath.Join("/mnt", drive, "Users")
	names, _ := s.ListDir(users)
	var found []string
	for _, name := range names {
		if dir := filepath.Join(users, name, ".azure"); exists(s, filepath.Join(dir, "azureProfile.json")) {
			found = append(found, dir)
		}
	}
	if len(found) != 1 {
		return "", ""
	}
	return found[0], "the Windows user's profile"
}

// planElsewhere says what signedInElsewhere reads to know the homes; it then looks for the tool's folder in each.
func planElsewhere(s *System) []Touch {
	const why = "where nobody is signed in, to look for the folder in the user's other homes"
	if s.OS == "windows" {
		return nil
	}
	return []Touch{{Kind: "file", What: "/etc/passwd", When: why}, {Kind: "file", What: "/proc/self/status", When: why}}
}

// signedInElsewhere lists the other places where a tool's folder (".azure", ".azd") usually is and holds a sign-in: the home
// directory where a variable leads away from it, the one of the user behind sudo, and the one of this process's own user.
func signedInElsewhere(s *System, used, folder string, signedIn func(dir string) bool) []string {
	home, _ := s.HomeDir()
	homes := []string{home}
	if s.OS != "windows" {
		homes = append(homes, accountHome(s, s.Environ["SUDO_USER"]), accountHome(s, ownUserID(s)))
	}
	var found []string
	for _, home := range homes {
		dir := filepath.Join(home, folder)
		if home != "" && dir != filepath.Clean(used) && !slices.Contains(found, dir) && signedIn(dir) {
			found = append(found, dir)
		}
	}
	return found
}

func exists(s *System, name string) bool {
	_, err := s.Stat(name)
	return err == nil
}
