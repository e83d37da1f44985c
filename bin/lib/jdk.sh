# Finds a JDK of at least $JDK_WANTED and sets JDK_HOME and JAVA. Sourced by bin/millrace.
JDK_WANTED=25

# Prints the feature version (25, 17, 8) of the JDK at $1, nothing when there is no JDK.
jdk_version() {
  [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] || return 0
  local text=
  if [ -r "$1/release" ]; then
    text=$(sed -n 's/^JAVA_VERSION="\(.*\)"/\1/p' "$1/release" | head -n 1)
  fi
  if [ -z "$text" ]; then
    text=$("$1/bin/java" -version 2>&1 | sed -n 's/.*version "\([^"]*\)".*/\1/p' | head -n 1)
  fi
  text=${text#1.}
  echo "${text%%[!0-9]*}"
}

jdk_fits() {
  local found
  found=$(jdk_version "$1")
  [ -n "$found" ] && [ "$found" -ge "$JDK_WANTED" ]
}

# The home of the java on the PATH, through all its links.
jdk_on_path() {
  local java link
  java=$(command -v java 2>/dev/null) || return 0
  while [ -L "$java" ]; do
    link=$(readlink "$java")
    case $link in /*) java=$link ;; *) java=$(dirname "$java")/$link ;; esac
  done
  (cd "$(dirname "$java")/.." 2>/dev/null && pwd) || true
}

# Every place worth a look, one a line, the wished-for ones first.
jdk_places() {
  printf '%s\n' "${JAVA_HOME:-}" "$(jdk_on_path)"
  printf '%s\n' /usr/lib/jvm/* /usr/java/* "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* "$HOME"/.m2/jdks/* \
    "$HOME"/.asdf/installs/java/* "$HOME"/.local/share/mise/installs/java/* "$HOME"/.gradle/jdks/* \
    /opt/*jdk* /opt/*java* /opt/java/* /usr/local/*jdk* /usr/local/openjdk* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk* /usr/local/opt/openjdk*
  if [ -x /usr/libexec/java_home ]; then
    /usr/libexec/java_home -v "$JDK_WANTED+" 2>/dev/null || true
  fi
}

find_jdk() {
  local place
  if [ -n "${MILLRACE_JAVA_HOME:-}" ]; then
    if ! jdk_fits "$MILLRACE_JAVA_HOME"; then
      complain "MILLRACE_JAVA_HOME=$MILLRACE_JAVA_HOME is no JDK $JDK_WANTED or newer (bin/java and bin/javac are looked for there)"
      exit 1
    fi
    JDK_HOME=$MILLRACE_JAVA_HOME
  else
    JDK_HOME=
    while IFS= read -r place; do
      if [ -n "$place" ] && jdk_fits "$place"; then
        JDK_HOME=$place
        break
      fi
    done <<PLACES
$(jdk_places)
PLACES
  fi
  if [ -z "$JDK_HOME" ]; then
    complain "a JDK $JDK_WANTED or newer is needed, and none was found in JAVA_HOME, on the PATH or in the usual places"
    complain "install one (any vendor), for example:"
    complain "  sdk install java 25-tem                   with sdkman.io"
    complain "  sudo apt install openjdk-25-jdk           Debian, Ubuntu (or temurin-25-jdk from adoptium.net)"
    complain "  brew install openjdk                      macOS"
    complain "or say where it is: MILLRACE_JAVA_HOME=/path/to/jdk bin/millrace ..."
    exit 1
  fi
  JAVA=$JDK_HOME/bin/java
}
