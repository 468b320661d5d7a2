#!/usr/bin/env bash
# Builds the page into a folder: web/build.sh [FOLDER], web/dist when none is named.
set -euo pipefail
out=$(realpath -m "${1:-$(dirname "$0")/dist}")
cd "$(dirname "$0")"
. ./node.sh

installed=node_modules/.installed-lock # with this Node
if ! cmp -s package-lock.json "$installed"; then
    npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
    cp package-lock.json "$installed"
fi
node node_modules/vite/bin/vite.js build --outDir "$out" --emptyOutDir --logLevel warn
