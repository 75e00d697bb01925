#!/usr/bin/env bash
# demo.sh BIN: what `./run demo` shows. Two real data sets, from file to proved verdict and checked certificate.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
bin=${1:?folder of lemmata and lemmata-verify}
out=build/demo
mkdir -p "$out"
started=$SECONDS

bold() { printf '\033[1m%s\033[0m\n' "$*"; }
[[ -t 1 && -z "${NO_COLOR:-}" ]] || bold() { printf '%s\n' "$*"; }

# show EXPECTED_STATUS PROGRAM ARGUMENT...: prints the command as a user types it, runs it, and stops on another status.
# With PIPE set, its output goes through that command.
show() {
  local expected=$1 status=0
  shift
  echo
  bold "\$ $bin/$*${PIPE:+ | $PIPE}"
  "$bin/$@" >"$out/output" || status=$?
  eval "${PIPE:-cat}" <"$out/output"
  echo
  if [[ $status != "$expected" ]]; then
    bold "demo: exit status $status, expected $expected" >&2
    exit 4
  fi
}

bold "lemmata: what does a theorem say about your data?"
cat <<'TEXT'

Wide networks trained by gradient descent reach zero training error at a linear rate, says a well-known theorem, if the
least eigenvalue lambda_0 of a certain matrix H of the training inputs is positive. H has one row per input:
  H_ij = x_i.x_j (pi - angle(x_i, x_j)) / (2 pi).
Is it positive on real data, and how large? Ordinary floating point cannot say. Here every printed digit is proved.
TEXT

bold "
1. Sonar: 208 echoes from mines and rocks (tests/data/sonar.csv)"
show 0 lemmata gram tests/data/sonar.csv --certificate "$out/sonar.cert"
echo "The number lies between lower and upper; that is proved, so the theorem applies. The certificate holds what is needed to
see it again. A second program, which shares no code with the first, now reads it and re-derives the claim:"
show 0 lemmata-verify "$out/sonar.cert"

bold "2. Iris: 150 flowers, four measurements each (tests/data/iris.csv)"
show 1 lemmata gram tests/data/iris.csv --certificate "$out/iris.cert"
echo "Exit status 1: the hypothesis of the theorem fails, and the rows that break it are named. Some flowers have the very same
four measurements, so two rows of H are equal and lambda_0 is exactly 0. This, too, is checked independently:"
show 0 lemmata-verify "$out/iris.cert"
echo "Without the repetitions the theorem applies again:"
PIPE='tail -n 2' show 0 lemmata gram tests/data/iris.csv --dedup --certificate "$out/iris-dedup.cert"
PIPE='grep -oE "accepted [a-z_]+|so lambda.*"' show 0 lemmata-verify "$out/iris-dedup.cert"

bold "So:"
cat <<TEXT
  Sonar             lambda_0 > 0 proved, certificate accepted
  Iris              lambda_0 = 0 proved, the guilty rows named, certificate accepted
  Iris, distinct    lambda_0 > 0 proved, certificate accepted

Took $((SECONDS - started)) s. Now yours: $bin/lemmata gram YOUR.csv      (any CSV; also NPY, NPZ, LIBSVM, IDX)
How to read a verdict, what is proved and what is trusted: README.md, docs/soundness.md
TEXT
