#!/usr/bin/env bash
# tools/fuzz.sh SECONDS [NAME...]: builds the fuzz targets with clang and runs each on its corpus.
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

passed=0
failed=()
one() {
    local corpus="build/fuzz/corpus/$1"
    mkdir -p "$corpus" "fuzz/corpus/$1"
    "build/fuzz/fuzz/$1_fuzz" -max_total_time="$seconds" -timeout=5 -rss_limit_mb=2048 -max_len=8192 \
        -artifact_prefix=build/fuzz/crash-"$1"- "$corpus" "fuzz/corpus/$1" > "build/fuzz/$1.log" 2>&1
}
for name in "${names[@]}"; do
    if one "$name"; then
        passed=$((passed + 1))
        printf '%-22s %s\n' "$name" "$(grep -o '^Done.*' "build/fuzz/$name.log")"
    else
        failed+=("$name")
        tail -n 40 "build/fuzz/$name.log"
    fi
done
echo "fuzz: $passed passed, ${#failed[@]} failed"
[ ${#failed[@]} -eq 0 ] || { echo "failed: ${failed[*]}"; exit 1; }
