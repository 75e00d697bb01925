#!/bin/sh
# Assumptions under the theorems, as printed by Audit.v: audit.sh Audit.log
# Layer A and Z: closed. Layer B: the axioms of Coq's real numbers, with the cosine excluded middle as well.
# BigZ: primitive integers only.
set -eu
awk '
  /^Closed under the global context/ { block++; kind[block] = "closed"; next }
  /^Axioms:/ { block++; kind[block] = "axioms"; inside = 1; next }
  inside && /^[A-Za-z]/ { split($1, name, ":"); names[block] = names[block] " " name[1] }
  END {
    bad = 0
    if (block != 5) { print "expected five blocks of assumptions, got " block; exit 1 }
    if (kind[1] != "closed") { print "layer A assumes" names[1]; bad = 1 }
    if (kind[4] != "closed") { print "the instance on Z assumes" names[4]; bad = 1 }
    n = split(names[2], real, " ")
    for (i = 1; i <= n; i++)
      if (real[i] !~ /^(ClassicalDedekindReals\.sig_not_dec|ClassicalDedekindReals\.sig_forall_dec|FunctionalExtensionality\.functional_extensionality_dep)$/) {
        print "layer B assumes " real[i]; bad = 1
      }
    n = split(names[3], trig, " ")
    for (i = 1; i <= n; i++)
      if (trig[i] !~ /^(Classical_Prop\.classic|ClassicalDedekindReals\.sig_not_dec|ClassicalDedekindReals\.sig_forall_dec|FunctionalExtensionality\.functional_extensionality_dep)$/) {
        print "the Gram matrix assumes " trig[i]; bad = 1
      }
    n = split(names[5], big, " ")
    if (n < 5) { print "the BigZ block is too short to be true"; bad = 1 }
    for (i = 1; i <= n; i++)
      if (big[i] !~ /^(PrimInt63|Uint63|CarryType)\./) { print "BigZ assumes " big[i]; bad = 1 }
    exit bad
  }' "$1"
