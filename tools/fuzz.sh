#!/usr/bin/env bash
# tools/fuzz.sh SECONDS [NAME...]: builds the fuzz targets with clang and runs each on its corpus,
# as many at once as there are cores.
# A crash is kept in build/fuzz/crash-*; put it into tests/data under the name of its flaw.
set -euo pipefail
cd "$(dirname "$0")/.."
seconds=${1:-10}
shift || true

flags="-O1 -g -fno-omit-frame-pointer -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all"
cmake -S . -B build/fuzz -G Ninja -DSALON_FUZZ=ON -DSALON_TESTS=OFF -DCMAKE_BUILD_TYPE=Debug \
    -DCMAKE_CXX_COMPILER=clang++-14 -DCMAKE_CXX_FLAGS="$flags" > build/cmake-fuzz.log
names=("$@")
[ ${#names[@]} -gt 0 ] || mapfile -t names < <(cd fuzz && ls ./*_fuzz.cpp | sed 's,^\./,,; s,_fuzz\.cpp$,,')
cmake --build build/fuzz --target "${names[@]/%/_fuzz}"

# one NAME: fuzzes one target; says how it went.
one() {
    local corpus="build/fuzz/corpus/$1"
    mkdir -p "$corpus" "fuzz/corpus/$1"
    if "build/fuzz/fuzz/$1_fuzz" -max_total_time="$seconds" -timeout=5 -rss_limit_mb=2048 -max_len=8192 \
        -artifact_prefix=build/fuzz/crash-"$1"- "$corpus" "fuzz/corpus/$1" > "build/fuzz/$1.log" 2>&1; then
        printf '%-22s %s\n' "$1" "$(grep -o '^Done.*' "build/fuzz/$1.log")"
    else
        tail -n 40 "build/fuzz/$1.log"
        printf '%-22s failed: build/fuzz/%s.log\n' "$1" "$1"
        return 1
    fi
}
export -f one
export seconds
printf '%s\n' "${names[@]}" | xargs -P "$(nproc)" -I NAME bash -c 'one NAME' ||
    { echo "fuzz: the targets above failed"; exit 1; }
echo "fuzz: ${#names[@]} passed"
