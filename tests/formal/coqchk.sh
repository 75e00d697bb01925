#!/bin/sh
# The compiled proofs, checked again by Coq's own independent checker: coqchk.sh COQC FOLDER
set -eu
checker=$(dirname "$1")/coqchk
[ -x "$checker" ] || { echo "$checker is not there"; exit 1; }
log=$(mktemp)
trap 'rm -f "$log"' EXIT
"$checker" -silent -o -R "$2" Lemmata Lemmata.SoundMargin Lemmata.Gram Lemmata.ZInst Lemmata.BigInst > "$log" 2>&1 || {
  cat "$log"
  exit 1
}
cat "$log"
# Every axiom is one of the reals or of the primitive integers, and no check of the kernel was switched off.
awk '
  /^\* Axioms:/ { inside = 1; next }
  /^\* / { inside = 0 }
  inside && NF { count++ }
  inside && NF && $1 !~ /^Coq\.(Numbers\.Cyclic\.Int63\.(PrimInt63|Uint63)\.|Reals\.ClassicalDedekindReals\.sig_(not|forall)_dec$|Logic\.(FunctionalExtensionality\.functional_extensionality_dep|Classical_Prop\.classic)$)/ {
    print "unexpected axiom: " $1; bad = 1
  }
  /^\* .*: <none>$/ { none++ }
  END {
    if (count < 5) { print "the list of axioms is too short to be true"; bad = 1 }
    if (none != 3) { print "expected three times <none>, got " none; bad = 1 }
    exit bad
  }' "$log"
