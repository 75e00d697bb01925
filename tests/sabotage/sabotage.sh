#!/usr/bin/env bash
# sabotage.sh rounding|checker: builds the named part wrong on purpose and asserts that its tests notice. A suite that
# stays green under sabotage proves nothing, so that is the failure here.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
jobs=$(nproc 2>/dev/null || echo 2)

case ${1:?which sabotage} in
  # Every directed operation steps to the wrong side.
  rounding) definition=LEMMATA_SABOTAGE_ROUNDING suites=(numerics property) ;;
  # A rule of the checker accepts when one row is dominated instead of all.
  checker) definition=LEMMATA_SABOTAGE_CHECKER suites=(checker) ;;
  *) echo "unknown sabotage '$1'" >&2; exit 2 ;;
esac
build=build-sabotage-$1
cmake -S . -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=None -DCMAKE_CXX_FLAGS="-O1 -D$definition" -DLEMMATA_BUILD_TESTS=ON \
  -DLEMMATA_FORMAL=OFF -DCMAKE_UNITY_BUILD=ON
programs=()
for suite in "${suites[@]}"; do
  if ninja -C "$build" -t query "${suite}_test" >/dev/null 2>&1; then programs+=("${suite}_test"); fi
done
((${#programs[@]})) || { echo "sabotage $1: none of the suites ${suites[*]} exists"; exit 1; }
cmake --build "$build" --parallel "$jobs" --target "${programs[@]}"
tests="^($(IFS='|'; echo "${suites[*]}"))\\."

# The sabotaged code must be found by assertions, and must not merely be absent or crash at once.
status=0
ctest --test-dir "$build" --parallel "$jobs" --timeout 60 --no-tests=error --tests-regex "$tests" --label-exclude 'nightly|slow' \
  >"$build/tests.log" 2>&1 || status=$?
[[ $status == 8 ]] || { cat "$build/tests.log"; echo "sabotage $1: ctest ended with status $status, expected failing tests (8)"; exit 1; }
red=$(grep -c '(Failed)' "$build/tests.log" || true)
((red > 0)) || { cat "$build/tests.log"; echo "sabotage $1: no test failed by an assertion"; exit 1; }
grep '(Failed)' "$build/tests.log"
echo "sabotage $1: $red tests went red, as they must"
