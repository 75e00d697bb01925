#!/bin/sh
# Certificates through coqc itself: kernel.sh LEMMATA FOLDER
# The numbers of entail_word_ends lie on both sides of the largest machine integer, those of entail_limbs around powers
# of 10^18, the base in which lists are written for Coq, those of entail_runs at the ends of one limb, in long runs.
set -eu
output=$(mktemp)
trap 'rm -f "$output" "$output.cert"' EXIT
accepts() {
  if ! "$@" > "$output"; then cat "$output"; echo "refused: $*"; exit 1; fi
  grep -q "proved in Coq" "$output" || { cat "$output"; echo "not proved in Coq: $*"; exit 1; }
}
for name in lmin_ge_3 svm_hi_l2 index_3 gram_relu_4 entail_word_ends entail_limbs entail_runs; do
  accepts "$1" verify --route kernel "$2/$name.cert"
done
accepts "$1" verify --route kernel --pure "$2/entail_limbs.cert"
accepts "$1" verify --route kernel --pure "$2/entail_runs.cert"
# Claims about the same data go through one coqc, others beside it.
cat "$2/lmin_ge_3.cert" "$2/entail_limbs.cert" > "$output.cert"
accepts "$1" verify --route kernel "$output.cert"
grep -q "All 2 claims are accepted" "$output" || { cat "$output"; exit 1; }
sed 's/^target_h 0/target_h -1/' "$2/entail_word_ends.cert" > "$output.cert"
if "$1" verify --route kernel "$output.cert"; then echo "a false claim is accepted"; exit 1; fi
