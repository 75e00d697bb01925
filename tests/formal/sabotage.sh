#!/bin/sh
# Every certificate of the folder is accepted; every sabotaged one is refused: sabotage.sh PROGRAM FOLDER
# A line of the table: certificate, expected exit status, sed script. Data digests are made right again, so that it is
# the check and not the digest that has to refuse.
set -eu
program=$1
folder=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failures=0

digest() { # of the data lines of a one-block certificate
  awk '/^data sha256:/ { on = 1; next } on && /^(c|u|norm|target_g|M) / { exit } on { print }' "$1" | sha256sum | cut -c1-64
}
status() { code=0; "$program" "$1" > "$work/out" 2>&1 || code=$?; }

for certificate in "$folder"/*.cert; do
  status "$certificate"
  if [ "$code" -ne 0 ]; then echo "refused: $certificate"; cat "$work/out"; failures=$((failures + 1)); fi
done

count=0
while read -r name expected script; do
  case $name in ''|'#'*) continue ;; esac
  sed "$script" "$folder/$name.cert" > "$work/raw"
  if cmp -s "$work/raw" "$folder/$name.cert"; then echo "no change: $name $script"; failures=$((failures + 1)); continue; fi
  sed "s/^data sha256:.*/data sha256:$(digest "$work/raw")/" "$work/raw" > "$work/x.cert"
  status "$work/x.cert"
  count=$((count + 1))
  if [ "$code" -ne "$expected" ]; then
    echo "exit $code instead of $expected: $name $script"
    cat "$work/out"
    failures=$((failures + 1))
  fi
done <<'TABLE'
# T1: s one more than the best, guards, the matrix, the witness
lmin_ge_3 1 s/^s 644077410736$/s 644077410737/
lmin_ge_3 1 s/^s \(.*\)$/s \11/
lmin_ge_3 1 s/^c .*/c 0/
lmin_ge_3 1 s/^c .*/c -1099511627776/
lmin_ge_3 1 s/^c .*/c 549755813888/
lmin_ge_3 1 s/^q 1$/q 0/
lmin_ge_3 1 s/^q 1$/q -1/
lmin_ge_3 1 s/^-1 2$/-2 2/
lmin_ge_3 1 s/^-1 2$/-1 1/
lmin_ge_3 1 s/^0 -1 2$/0 -1 1/
lmin_ge_3 1 s/^0 -1 2$/1 -1 2/
lmin_ge_3 1 s/^2 -/2 /
lmin_ge_3 1 s/^d 0$/d 3\n1\n0 1\n0 0 1/
lmin_ge_box 1 s/^1 0 1$/1 0 -1/
lmin_ge_box 1 s/^0 1$/1 1/
lmin_ge_box 1 s/^0 1$/-1 1/
lmax_le_3 1 s/^0 -1 2$/0 -1 3/
lmax_le_3 1 s/^s -/s /
lmin_ge_3 1 s/kind lmin_ge/kind lmax_le/
# T2
lmin_le_3 1 s/^u 8$/u 7/
lmin_le_3 1 s/^5 7 5$/0 0 0/
lmin_le_3 1 s/^5 7 5$/5 -7 5/
lmin_le_3 1 s/^q 10$/q 0/
lmin_le_3 1 s/^1 0 1$/1 0 -100/
lmax_ge_3 1 s/^u -32$/u -33/
lmax_ge_3 1 s/^5 -7 5$/0 0 0/
lmax_ge_3 1 s/kind lmax_ge/kind lmin_le/
# T3
index_3 1 s/^V 3 1$/V 3 0/;/^3$/d;/^V/,/^end/{/^0$/d}
index_3 1 s/^3$/1/
index_3 1 s/^s 1$/s 2/
# T4
svm_hi_l2 1 s/^1 1 0$/1 -1 0/
svm_hi_l2 1 s/^S 2$/S 3/
svm_hi_l2 1 s/^S 2$/S 0/
svm_hi_l2 1 s/^Z2 4$/Z2 3/
svm_hi_l2 1 s/^hi 1$/hi 0/
svm_hi_l2 1 s/^hi 1$/hi -1/
svm_hi_l2 1 s/^r 1$/r -1/
svm_hi_l2 1 s/^r 1$/r 2/
svm_hi_l2 1 s/^1 -1 1$/1 2 1/
svm_hi_l2 1 s/^1 -1 1$/1 0 1/
svm_hi_l2 1 s/^q 1$/q -1/
svm_hi_l1 1 s/^Z 2$/Z 1/
svm_hi_linf 1 s/^Z 2$/Z 1/
svm_hi_l1 1 s/^hi 1$/hi 0/
svm_hi_linf 1 s/^r 1$/r 2/
svm_hi_l2 2 s/^norm l2$/norm l3/
# T5
svm_lo_l2 1 s/^t 1$/t 2/
svm_lo_l2 1 s/^t 1$/t 0/
svm_lo_l2 1 s/^lo 1$/lo 2/
svm_lo_l2 1 s/^lo 1$/lo -2/
svm_lo_l2 1 s/^r 1$/r -1/
svm_lo_l2 1 s/^1 -1 1$/1 1 1/
svm_lo_l2 1 s/^1 -1 1$/2 -1 1/
svm_lo_l1 1 s/^lo 1$/lo 2/
svm_lo_linf 1 s/^lo 1$/lo 2/
svm_lo_l2 1 /^w 2$/{n;s/1 0/0 0/}
svm_lo_l2 1 s/^q 1$/q 2/
# T6
entail 1 s/^target_h 3$/target_h 2/
entail 1 s/^mu 1$/mu 0/
entail 1 s/^mu 1$/mu -1/
entail 1 /^lam 2$/{n;s/1 1/-1 1/}
entail 1 s/^q 1$/q 0/
entail 1 /^target_g 2$/{n;s/1 1/1 2/}
entail_infeasible 1 s/^0 -1$/0 0/
# the Gram matrix of the data
gram_relu_4 1 s/^3 4$/3 3/
gram_relu_4 1 s/^P .*/P 3454217652350/
gram_relu_4 1 s/^P .*/P 3454217652370/
gram_relu_4 1 s/^K 6$/K 1/
gram_relu_4 1 s/^M 1099511627776$/M 0/
gram_relu_4 1 s/^M 1099511627776$/M -1099511627776/
gram_relu_4 1 s/^s 3/s 4/;s/^s 2/s 4/;s/^s 1/s 4/
gram_relu_4 1 /^N 4$/{n;s/^1/2/}
gram_relu_4 1 /^t 4$/{n;s/$/0/}
gram_relu_4 1 s/^2 0$/0 0/
gram_relu_4 1 s/^2 0$/-2 0/
# form
lmin_ge_3 2 $d
lmin_ge_3 2 $s/$/\ntrailing/
lmin_ge_3 2 s/^s \(.*\)$/s \1.0/
lmin_ge_3 2 s/^s \(.*\)$/s 0\1/
lmin_ge_3 2 s/^s /s  /
lmin_ge_3 2 s/^-1 2$/-1 2 0/
lmin_ge_3 2 s/kind lmin_ge/kind lmin/
lmin_ge_3 2 s/certificate 1/certificate 2/
lmin_ge_3 2 s/$/\r/
lmin_ge_3 2 s/^q 1$/q +1/
index_3 2 s/^V 3 1$/V 3 2/
svm_lo_l2 2 s/^t 1$/T 1/
TABLE

# digests: one wrong digit is a rejection, a short one is malformed; empty data are refused
sed 's/^data sha256:./data sha256:0/;s/^data sha256:00/data sha256:01/' "$folder/lmin_ge_3.cert" > "$work/x.cert"
status "$work/x.cert"; [ "$code" -eq 1 ] || { echo "wrong digest accepted"; failures=$((failures + 1)); }
sed 's/^data sha256:./data sha256:/' "$folder/lmin_ge_3.cert" > "$work/x.cert"
status "$work/x.cert"; [ "$code" -eq 2 ] || { echo "short digest not malformed"; failures=$((failures + 1)); }
printf 'lemmata certificate 1\nkind lmin_ge\ndata sha256:%s\nq 1\na 0\nd 0\nc 1\ns 5\nw 0\nend\n' \
  "$(printf 'q 1\na 0\nd 0\n' | sha256sum | cut -c1-64)" > "$work/x.cert"
status "$work/x.cert"; [ "$code" -eq 1 ] || { echo "the empty matrix is accepted"; failures=$((failures + 1)); }
: > "$work/x.cert"; status "$work/x.cert"; [ "$code" -eq 2 ] || { echo "the empty file is not malformed"; failures=$((failures + 1)); }
cat "$folder/lmin_ge_3.cert" "$folder/entail.cert" > "$work/x.cert"
status "$work/x.cert"; [ "$code" -eq 0 ] || { echo "two blocks are refused"; failures=$((failures + 1)); }

echo "$count sabotaged certificates, $failures failures"
[ "$failures" -eq 0 ] && [ "$count" -ge 60 ]
