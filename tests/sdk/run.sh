#!/usr/bin/env bash
# Talks to the live server of a build with Google's SDK: tests/sdk/run.sh build/dev
set -euo pipefail
SALON_BUILD=$(realpath "$1")
export SALON_BUILD
cd "$(dirname "$0")"
node_wanted=22.0  # The SDK's third major wants it.
. ../../web/node.sh
exec node --test --test-concurrency=1 --test-reporter=spec sdk.test.mjs
