# Shared by Scenarios/quickstart, Scenarios/rehearsal-day and Tests/run: installs what is missing. To be sourced.
# shellcheck shell=bash

# The libraries the tool is built with.
# shellcheck disable=SC2034  # used where this file is sourced
build_packages=(libcurl4-openssl-dev libssl-dev libxml2-dev zlib1g-dev libsqlite3-dev pkg-config ca-certificates)

# Prints words to standard error and ends with a code (default 69: something needed is not there).
stop() {
    printf '%s: %s\n' "${0##*/}" "$1" >&2
    exit "${2:-69}"
}

# Ends unless a Swift toolchain of at least 6.2 is on PATH.
need_swift() {
    local install='install Swift 6.3 (https://www.swift.org/install/linux/) and put its usr/bin on PATH'
    command -v swift >/dev/null || stop "there is no Swift toolchain: $install"
    local found
    found=$(swift --version 2>/dev/null </dev/null) || stop "the Swift toolchain does not start: $install"
    if ! [[ $found =~ Swift\ version\ ([0-9]+)\.([0-9]+) ]]; then
        stop "the version of Swift cannot be told from \"${found%%$'\n'*}\": $install"
    fi
    local major=${BASH_REMATCH[1]} minor=${BASH_REMATCH[2]}
    if ((major < 6 || (major == 6 && minor < 2))); then
        stop "Swift $major.$minor is too old, 6.2 is needed: $install"
    fi
}

# Whether a Debian package is installed.
has_package() {
    [[ $(dpkg-query --show --showformat '${db:Status-Status}' "$1" 2>/dev/null) == installed ]]
}

# Installs those of the named Debian packages that are missing. A name "package:command" counts
# as there when the command is.
need_packages() {
    local missing=() name
    for name in "$@"; do
        if [[ $name == *:* ]]; then
            command -v "${name#*:}" >/dev/null || missing+=("${name%%:*}")
        else
            has_package "$name" || missing+=("$name")
        fi
    done
    ((${#missing[@]})) || return 0
    command -v apt-get >/dev/null ||
        stop "these Debian packages are missing, and there is no apt-get: ${missing[*]}"
    local as_root=()
    if ((EUID != 0)); then
        command -v sudo >/dev/null ||
            stop "run as root, or first: apt-get install ${missing[*]}"
        as_root=(sudo)
    fi
    echo "Installing ${missing[*]}" >&2
    # RUNLEVEL=1 keeps package scripts from starting what they install (nginx).
    as_root+=(env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1)
    local options=(-qq -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3)
    "${as_root[@]}" apt-get "${options[@]}" update </dev/null >&2 ||
        stop "apt-get update failed"
    "${as_root[@]}" apt-get "${options[@]}" install --yes --no-install-recommends \
        "${missing[@]}" </dev/null >&2 || stop "apt-get could not install ${missing[*]}"
}

# Builds the tool and the rehearsal service in the current directory, and sets `binaries` to where
# they are.
build_release() {
    local product
    for product in sanbyo rehearsal-service; do
        echo "Building $product" >&2
        swift build --configuration release --product "$product" </dev/null >&2 ||
            stop "$product could not be built" 70
    done
    # shellcheck disable=SC2034  # used where this file is sourced
    binaries=$(swift build --configuration release --show-bin-path </dev/null)
}
