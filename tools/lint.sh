#!/usr/bin/env bash
# Runs clang-tidy over every source that is no test, or over those named. Ten minutes on two cores.
#   tools/lint.sh [FILE.cpp...]
set -euo pipefail
cd "$(dirname "$0")/.."

cmake --preset dev > /dev/null
if [ $# -gt 0 ]; then files=("$@"); else
    mapfile -t files < <(git ls-files 'src/*.cpp' 'apps/*.cpp' 'examples/*.cpp' | grep -v '_test\.cpp$')
fi
# The compile commands are gcc's: clang does not know all of its warnings.
printf '%s\n' "${files[@]}" | xargs -P "$(nproc)" -n 1 \
    clang-tidy-14 -p build/dev --quiet --extra-arg=-Wno-unknown-warning-option
echo "clang-tidy: ${#files[@]} files, nothing found"
