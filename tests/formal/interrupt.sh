#!/bin/sh
# However `lemmata verify` ends, the checker it started ends with it and no temporary file stays: interrupt.sh LEMMATA FOLDER
# Stand-ins that never answer take the places of the proved checker and of coqc.
set -eu
folder=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/bin" "$work/path" "$work/tmp" "$work/lib" "$work/lib/lemmata" "$work/lib/lemmata/coq"
cp "$1" "$work/bin/lemmata"
touch "$work/lib/lemmata/coq/Reals.vo" "$work/lib/lemmata/coq/BigInst.vo"
for stand_in in bin/lemmata-verify-proved path/coqc; do
  printf '#!/bin/sh\necho $$ > "%s/child.new"\nmv "%s/child.new" "%s/child"\nexec sleep 300\n' "$work" "$work" "$work" > "$work/$stand_in"
  chmod +x "$work/$stand_in"
done
export TMPDIR="$work/tmp" PATH="$work/path:$PATH"

fail() { echo "$*"; exit 1; }
soon() { # waits until the command succeeds, half a minute at most
  tries=0
  until "$@"; do
    tries=$((tries + 1))
    [ "$tries" -lt 300 ] || return 1
    sleep 0.1
  done
}
gone() { ! kill -0 "$1" 2> /dev/null || grep -q '^State:.Z' "/proc/$1/status"; }
nothing_left() {
  [ -s "$work/child" ] || fail "$1: the stand-in did not start"
  soon gone "$(cat "$work/child")" || fail "$1: the checker runs on"
  [ -z "$(ls -A "$work/tmp")" ] || fail "$1: left behind: $(ls "$work/tmp")"
}

for case in proved,TERM,143 proved,HUP,129 proved,KILL,137 kernel,TERM,143 kernel,HUP,129; do
  route=${case%%,*}
  expected=${case##*,}
  signal=${case#*,}
  signal=${signal%,*}
  rm -f "$work/child"
  "$work/bin/lemmata" verify --route "$route" "$folder/lmin_ge_3.cert" > "$work/log" 2>&1 &
  program=$!
  soon test -s "$work/child" || fail "$case: the stand-in did not start"
  kill "-$signal" "$program"
  status=0
  wait "$program" || status=$?
  [ "$status" -eq "$expected" ] || { cat "$work/log"; fail "$case: exit status $status"; }
  nothing_left "$case"
done

# What the mirror refuses needs no answer of the proved checker.
sed 's/^c .*/c 0/' "$folder/lmin_ge_3.cert" > "$work/refused.cert"
rm -f "$work/child"
status=0
timeout 60 "$work/bin/lemmata" verify --route proved "$work/refused.cert" > "$work/log" 2>&1 || status=$?
[ "$status" -eq 1 ] || { cat "$work/log"; fail "refused: exit status $status"; }
[ -z "$(ls -A "$work/tmp")" ] || fail "refused: left behind: $(ls "$work/tmp")"
[ ! -s "$work/child" ] || gone "$(cat "$work/child")" || fail "refused: the checker runs on"
