#!/usr/bin/env bash
# Renders the public headers, what they re-export and the pages for readers to build/docs/html.
# Fails on a warning: a comment that doxygen does not understand, a link that leads nowhere.
set -euo pipefail
cd "$(dirname "$0")/.."
. tools/setup.sh

install_debian docs
mapfile -t exported < <(sed -n 's/^#include "\(.*\)"/src\/\1/p' include/salon/*.h | sort -u)
inputs=(*.md docs/*.md docs/notes/[a-z]*.md docs/decisions/0*.md include/salon/*.h "${exported[@]}")
(cat docs/Doxyfile && printf 'INPUT = %s\n' "${inputs[*]}") | doxygen -
say "build/docs/html/index.html"
