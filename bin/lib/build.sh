# Builds what is missing or older than its sources. Sourced by bin/millrace.
#
# A built program ("server", "cli", "sql-tests": the name of its module) lies in target/launcher/NAME/NUMBER, a folder that
# holds all its jars and is never changed once it is there: a running process keeps its jars while newer ones are built.
LAUNCHER=$MILLRACE_HOME/target/launcher

# The modules whose sources a program is made of.
modules_of() {
  case $1 in
    server) echo "storage executor sql-parser planner server" ;;
    *) echo "$1" ;;
  esac
}

current_of() {
  cat "$LAUNCHER/$1/current" 2>/dev/null || true
}

# All jars by name: Java's cache of a training run fits only the very class path it was made with.
class_path() {
  local jars
  jars=$(printf '%s:' "$LAUNCHER/$1/$(current_of "$1")"/*.jar)
  echo "${jars%:}"
}

# Options that let the server of the current build start from what its training run left, if that worked. Java goes on
# without where the cache does not fit (another collector, a heap without compressed references), and says nothing of it.
start_options() {
  local cache
  cache=$LAUNCHER/server/$(current_of server)/server.aot
  [ -s "$cache" ] && echo "-XX:AOTCache=$cache -Xlog:aot=off -Xlog:cds=off"
  return 0
}

is_current() {
  local name=$1 module paths stamp
  stamp=$LAUNCHER/$name/stamp
  [ -f "$stamp" ] && [ -d "$LAUNCHER/$name/$(current_of "$name")" ] && [ -n "$(current_of "$name")" ] || return 1
  [ "${MILLRACE_NO_BUILD:-}" != 1 ] || return 0
  paths=("$MILLRACE_HOME/pom.xml")
  for module in $(modules_of "$name"); do
    paths+=("$MILLRACE_HOME/$module/pom.xml")
    [ -d "$MILLRACE_HOME/$module/src/main" ] && paths+=("$MILLRACE_HOME/$module/src/main")
  done
  [ -z "$(find "${paths[@]}" -newer "$stamp" 2>/dev/null | head -n 1)" ]
}

all_current() {
  local name
  for name in "$@"; do
    is_current "$name" || return 1
  done
}

# One build at a time in this tree; the lock lives in a subshell, so that the java that follows does not inherit it.
ensure_built() {
  all_current "$@" && return 0
  mkdir -p "$LAUNCHER"
  if command -v flock >/dev/null 2>&1; then
    (
      flock 9
      all_current "$@" || build "$@"
    ) 9>"$LAUNCHER/lock" || exit 1
  else
    lock_by_folder
    (all_current "$@" || build "$@") || { rm -rf "$LAUNCHER/lock.d"; exit 1; }
    rm -rf "$LAUNCHER/lock.d"
  fi
}

# Where there is no flock (macOS): making a folder is atomic; a lock whose owner is gone is taken over.
lock_by_folder() {
  local owner
  until mkdir "$LAUNCHER/lock.d" 2>/dev/null; do
    owner=$(cat "$LAUNCHER/lock.d/pid" 2>/dev/null || true)
    if [ -n "$owner" ] && ! kill -0 "$owner" 2>/dev/null; then
      rm -rf "$LAUNCHER/lock.d"
    else
      sleep 1
    fi
  done
  echo $$ >"$LAUNCHER/lock.d/pid"
}

build() {
  local maven name list log begun
  maven=$(command -v mvn || true)
  if [ -z "$maven" ] && [ -x "${MAVEN_HOME:-}/bin/mvn" ]; then
    maven=$MAVEN_HOME/bin/mvn
  fi
  if [ -z "$maven" ]; then
    complain "Maven (3.8 or newer) is needed to build Millrace and 'mvn' is not on the PATH"
    complain "install it, for example: sudo apt install maven; brew install maven; sdk install maven"
    exit 1
  fi
  list=$(printf '%s,' "$@")
  log=$LAUNCHER/build.log
  begun=$LAUNCHER/begun.$$
  : >"$begun"
  echo "millrace: building (the first time this takes some minutes) ..." >&2
  if ! (cd "$MILLRACE_HOME" && JAVA_HOME=$JDK_HOME "$maven" -B -ntp -pl "${list%,}" -am -Dmaven.test.skip=true package) \
    </dev/null >"$log" 2>&1; then
    tail -n 60 "$log" >&2
    complain "the build failed; all of its output is in $log"
    rm -f "$begun"
    exit 1
  fi
  for name in "$@"; do
    stow "$name" "$begun"
  done
  rm -f "$begun"
}

# Lets Java record a short life of the server, so that later starts take half the time. Whatever goes wrong here costs
# no more than that.
train() {
  local folder=$1 jars
  [ "${MILLRACE_NO_TRAINING:-}" != 1 ] || return 0
  jars=$(printf '%s:' "$folder"/*.jar)
  # shellcheck disable=SC2086 # options are lists of words
  if "$JAVA" --enable-native-access=ALL-UNNAMED $server_options -XX:AOTCacheOutput="$folder/server.aot.new" \
    -cp "${jars%:}" dev.millrace.server.Training </dev/null >"$LAUNCHER/training.log" 2>&1 \
    && [ -s "$folder/server.aot.new" ]; then
    mv "$folder/server.aot.new" "$folder/server.aot"
  else
    rm -f "$folder"/server.aot.new*
  fi
}

# Gathers the jars of a program in a new folder and makes it the current one.
stow() {
  local name=$1 begun=$2 folder number jar kept
  folder=$LAUNCHER/$name
  number=$(date +%s).$$
  mkdir -p "$folder/$number"
  for jar in "$MILLRACE_HOME/$name"/target/lib/*.jar "$MILLRACE_HOME/$name/target/millrace-$name"-*.jar; do
    case $jar in
      *-tests.jar | *-sources.jar) ;;
      */millrace-*) cp "$jar" "$folder/$number/" ;;
      *) ln "$jar" "$folder/$number/" 2>/dev/null || cp "$jar" "$folder/$number/" ;;
    esac
  done
  [ "$name" != server ] || train "$folder/$number"
  cp -p "$begun" "$folder/stamp.new" && mv "$folder/stamp.new" "$folder/stamp"
  echo "$number" >"$folder/current.new" && mv "$folder/current.new" "$folder/current"
  kept=0
  for jar in $(cd "$folder" && ls -dt [0-9]* 2>/dev/null); do
    kept=$((kept + 1))
    [ "$kept" -le 3 ] || rm -rf "${folder:?}/$jar"
  done
}
