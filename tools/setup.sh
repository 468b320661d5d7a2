# Sourced by ./run and ./test: installs what is missing, says what it does, and is quick when
# nothing is. Lists: packages/. Needs root or sudo only when a package is missing.

say() { printf '\033[1m▸ %s\033[0m\n' "$*" >&2; }

die() {
    printf 'salon: %s\n' "$*" >&2
    exit 2
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

# missing_of LIST: the packages of packages/LIST.txt that dpkg does not know as installed.
missing_of() {
    local wanted
    mapfile -t wanted < "packages/$1.txt"
    dpkg-query -W -f '${Package} ${db:Status-Status}\n' "${wanted[@]}" 2>/dev/null |
        awk '$2 == "installed" { print $1 }' | sort > build/.installed || true  # dpkg-query fails when it knows one of them not.
    printf '%s\n' "${wanted[@]}" | sort | comm -23 - build/.installed
}

install_debian() {
    local missing
    missing=$(for list in "$@"; do missing_of "$list"; done)
    [ -n "$missing" ] || return 0
    command -v apt-get > /dev/null || die "this machine has no apt-get; install yourself:" $missing
    say "installing from Debian:" $missing
    as_root apt-get update -qq || die "apt-get update failed: check the network and /etc/apt/sources.list"
    # shellcheck disable=SC2086
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing > build/apt.log 2>&1 ||
        die "apt-get could not install them; its words are in build/apt.log"
}

# Node: any on the path will do to fetch; Debian's where there is none.
install_node() {
    command -v npm > /dev/null && command -v node > /dev/null && return 0
    install_debian node
}

# npm_folder FOLDER: installs what FOLDER/package-lock.json pins, once for each lock.
npm_folder() {
    local stamp="$1/node_modules/.salon-lock"
    cmp -s "$1/package-lock.json" "$stamp" && return 0
    say "installing from npm: $1"
    npm ci --prefix "$1" --ignore-scripts --no-audit --no-fund --loglevel=error > build/npm.log 2>&1 ||
        { cat build/npm.log >&2; die "npm could not install $1; its words are above"; }
    cp "$1/package-lock.json" "$stamp"
}

mkdir -p build
