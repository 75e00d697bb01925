#!/usr/bin/env bash
# programs.sh BIN: the programs in BIN, built with a sanitizer, over real data, many threads and broken files. Fails on
# another exit status than the documented one and on any word of a sanitizer.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
bin=${1:?folder of lemmata and lemmata-verify}
out=$(mktemp -d) || exit 1
trap 'rm -rf "$out"' EXIT
export ASAN_OPTIONS=exitcode=99 UBSAN_OPTIONS=print_stacktrace=1 TSAN_OPTIONS=exitcode=99
failed=0

# expect STATUS PROGRAM ARGUMENT...
expect() {
  local expected=$1 status=0
  shift
  "$bin/$1" "${@:2}" >"$out/stdout" 2>"$out/stderr" </dev/null || status=$?
  if [[ $status == "$expected" ]] && ! grep -qE 'Sanitizer|runtime error:' "$out/stderr"; then
    echo "ok      $*"
  else
    echo "FAILED  $* (status $status, expected $expected)"
    tail -n 40 "$out/stderr"
    failed=1
  fi
}

awk 'BEGIN { srand(7); for (i = 0; i < 900; ++i) { for (j = 0; j < 6; ++j) printf "%s%.17g", j ? "," : "", rand() - 0.5; print "" } }' \
  >"$out/random.csv"
awk 'BEGIN { n = 90; for (i = 0; i < n; ++i) for (j = 0; j < n; ++j)
    printf "%d%s", i == j ? (i > 0) + (i < n - 1) : -((i - j) ^ 2 == 1), j < n - 1 ? "," : "\n" }' >"$out/laplacian.csv"
printf '1,2\n3\n' >"$out/ragged.csv"
printf '1,2\n3,4\nword,5\n' >"$out/text.csv"
printf '\x93NUMPY\x01\x00\xff\xff{' >"$out/cut.npy"
head -c 100 tests/data/sonar.csv | gzip | head -c 60 >"$out/cut.gz"
: >"$out/empty.csv"

expect 0 lemmata gram tests/data/sonar.csv --certificate "$out/sonar.cert"
expect 0 lemmata-verify "$out/sonar.cert"
expect 1 lemmata gram tests/data/iris.csv --certificate "$out/iris.cert"
expect 0 lemmata-verify "$out/iris.cert"
expect 0 lemmata gram "$out/random.csv" --label none --jobs 4 --format json
expect 0 lemmata gram tests/data/iris.csv --dedup --jobs 3 --precision 50
expect 0 lemmata eigen "$out/laplacian.csv" --which all --precision dd --inertia --jobs 4
expect 0 lemmata margin tests/data/sonar.csv --bias --certificate "$out/margin.cert"
expect 0 lemmata-verify "$out/margin.cert"
awk '/^x / { print; getline; sub(/[0-9]$/, "&0") } 1' "$out/margin.cert" >"$out/altered.cert"
expect 1 lemmata-verify "$out/altered.cert"
for broken in ragged.csv text.csv cut.npy cut.gz empty.csv missing.csv .; do expect 2 lemmata gram "$out/$broken"; done
for broken in ragged.csv text.csv empty.csv; do expect 2 lemmata eigen "$out/$broken"; done
exit "$failed"
