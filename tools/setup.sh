# Sourced by ./run, ./test and tools/lint, with $root set: makes .venv ready.
#
#     setup run    the program
#     setup dev    the program with everything that tests and lint need
#
# A stamp inside .venv is written last and holds a hash of all that went in:
# when it matches, nothing is done; when it is missing because the last set-up
# was interrupted or failed, .venv is made anew.

say() { printf '%s\n' "$*" >&2; }

fail() {
    say "$*"
    exit 1
}

setup() {
    want "$1"
    is_ready && return
    mkdir -p "$root/build"
    log=$root/build/setup.log
    exec 9>"$root/.venv.lock"
    if command -v flock >/dev/null && ! flock -n 9; then
        say "Waiting for another start that is setting up"
        flock 9
    fi
    if ! is_ready; then
        : >"$log"
        install_packages
        make_environment
        install_requirements
        mark_ready
        say "Set-up is done"
    fi
    exec 9>&-
}

want() {
    level=$1
    lists="build run"
    packages=packages.txt
    [ "$level" = run ] && return
    lists="$lists $level"
    packages="$packages packages-$level.txt"
}

# What can be tested can also be run.
mark_ready() {
    for each in run "$level"; do
        (want "$each" && fingerprint >"$root/.venv/ready-$each")
    done
    printf '%s\n' "$root" >"$root/.venv/made-for"
}

is_ready() {
    [ -x "$root/.venv/bin/python" ] && [ -f "$root/.venv/ready-$level" ] &&
        [ "$(cat "$root/.venv/ready-$level")" = "$(fingerprint)" ]
}

# A virtual environment knows its own path, so a moved folder is a new one.
fingerprint() {
    (
        cd "$root"
        printf '%s\n' "$root"
        cat $packages pyproject.toml tools/setup.sh
        for list in $lists; do cat "requirements/$list.txt"; done
    ) | sha256sum | cut -d ' ' -f 1
}

install_packages() {
    command -v dpkg-query >/dev/null || return 0
    missing=
    for package in $(cd "$root" && cat $packages | sed 's/#.*//'); do
        dpkg-query -W -f '${db:Status-Status}\n' "$package" 2>/dev/null |
            grep -qx installed || missing="$missing $package"
    done
    [ -n "$missing" ] || return 0
    if [ "$(id -u)" = 0 ]; then
        as_root=
    elif command -v sudo >/dev/null && { [ -t 0 ] || sudo -n true 2>/dev/null; }; then
        as_root=sudo
    else
        say "Missing Debian packages, to be installed by an administrator:$missing"
        return 0
    fi
    say "Installing Debian packages:$missing"
    export DEBIAN_FRONTEND=noninteractive
    { $as_root apt-get update && $as_root apt-get install -y $missing; } \
        </dev/null >>"$log" 2>&1 ||
        say "This did not work (see $log); going on without:$missing"
}

make_environment() {
    [ "$(cat "$root/.venv/made-for" 2>/dev/null)" = "$root" ] &&
        "$root/.venv/bin/python" -c '' 2>/dev/null && return
    python=$(find_python) || fail "Grandis needs Python 3.11 or newer with its" \
        "venv module; on Debian: apt-get install python3-venv"
    say "Creating .venv with $("$python" --version)"
    "$python" -m venv --clear "$root/.venv" >>"$log" 2>&1 || show_log
}

find_python() {
    for name in python3.11 python3.12 python3.13 python3; do
        "$name" -c 'import ensurepip, sys; sys.exit(sys.version_info < (3, 11))' \
            2>/dev/null || continue
        printf '%s\n' "$name"
        return
    done
    return 1
}

install_requirements() {
    rm -f "$root/.venv/made-for" "$root/.venv/ready-"*
    set --
    for list in $lists; do set -- "$@" -r "$root/requirements/$list.txt"; done
    say "Installing the libraries of:" $lists "(a minute or two the first time)"
    pip_install --require-hashes "$@"
    pip_install --no-deps --no-build-isolation --editable "$root"
}

pip_install() {
    "$root/.venv/bin/python" -m pip install --no-input --progress-bar off \
        --disable-pip-version-check "$@" </dev/null >>"$log" 2>&1 || show_log
}

show_log() {
    tail -n 15 "$log" >&2
    fail "Set-up failed; everything pip said is in $log"
}
