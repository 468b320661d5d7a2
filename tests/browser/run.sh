#!/usr/bin/env bash
# Runs the browser tests against the art critic of a build: tests/browser/run.sh build/dev [TEST...]
# The page is taken from build/web, the critic is the offline one.
set -euo pipefail
build=$(realpath "$1")
shift
cd "$(dirname "$0")"
. ../../web/node.sh
exec node run.mjs "$build" "$@"
