# Sourced after setup.sh: builds the page into build/web, once for each state of its sources.
web_state=$(find web packages -type f -not -path '*/node_modules/*' -not -path '*/dist/*' -print0 |
    sort -z | xargs -0 sha256sum | sha256sum)
if [ "$(cat build/web/.state 2> /dev/null)" != "$web_state" ]; then
    say "building the page"
    web/build.sh "$PWD/build/web" > build/web.log 2>&1 || { cat build/web.log >&2; die "the page did not build"; }
    echo "$web_state" > build/web/.state
fi
