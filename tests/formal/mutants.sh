#!/bin/sh
# Textual changes of the checker, each of which must break the proofs: mutants.sh FOLDER COQC
# A line of the table is a sed script for Check.v. What survives would be a part of the checker that no proof needs.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp "$1"/*.v "$work"
cd "$work"
builds() { for theory in Check OrdRing Sound SoundVector SoundMargin Statements Reals GramEntry Gram; do "$2" -q -R . Lemmata $theory.v > log 2>&1 || return 1; done; }
builds . "$2" || { cat log; echo "the unchanged checker does not build"; exit 1; }
failures=0
count=0
while read -r script; do
  cp "$1/Check.v" Check.v
  sed "$script" "$1/Check.v" > Check.v
  count=$((count + 1))
  if cmp -s Check.v "$1/Check.v"; then echo "no change: $script"; failures=$((failures + 1)); continue; fi
  if ! "$2" -q -R . Lemmata Check.v > log 2>&1; then echo "does not compile: $script"; cat log; failures=$((failures + 1)); continue; fi
  if builds . "$2"; then echo "survives: $script"; failures=$((failures + 1)); fi
done <<'TABLE'
s/abs o (c \* x + dot vi v - dot wi w) + c \* y ::/(c * x + dot vi v - dot wi w) + c * y ::/
s/- dot wi w) + c \* y ::/- dot wi w) ::/
s/(c \* x + dot vi v - dot wi w)/(c * x - dot vi v - dot wi w)/
s/(c \* x + dot vi v - dot wi w)/(c * x + dot vi v + dot wi w)/
s/diagonal + total off :: plus acc off/diagonal + total off :: acc/
s/diagonal + total off :: plus acc off/diagonal :: plus acc off/
s/let diagonal := c \* y - (/let diagonal := (/
s/forallb (fun b => b + s <=? 0)/existsb (fun b => b + s <=? 0)/
s/fun b => b + s <=? 0/fun b => b <=? s/
s/if positive c then$/if nonneg c then/
s/if positive q then forallb (forallb nonneg) d/if positive q then true/
s/if positive q then forallb (forallb nonneg) d/if nonneg q then forallb (forallb nonneg) d/
s/(firstn k (row v i))/(row v i)/
s/if positive vv then/if nonneg vv then/
s/form n d (map (abs o) v)/form n d v/
s/s + s + x \* at_ v i/s + x * at_ v i/
s/if label_ok (at_ y k) then nonneg (at_ alpha k) else false/nonneg (at_ alpha k)/
s/if label_ok (at_ y k) then nonneg (at_ alpha k) else false/label_ok (at_ y k)/
s/if nonneg hi then if positive S then/if positive S then if true then/
s/if positive q then if positive r then if nonneg hi/if positive q then if nonneg r then if nonneg hi/
s/if positive (dot w' w') then/if nonneg (dot w' w') then/
s/if nonempty n then if nonempty m then if positive q then if positive mu then/if nonempty n then if nonempty m then if positive q then if nonneg mu then/
s/andb (x <=? y) (y <=? x)/(x <=? y)/
s/if nonneg t then if t + t <=? P then$/if nonneg t then if true then/
s/if nonneg t then if t + t <=? P then$/if true then if t + t <=? P then/
s/if P + 1 <=? t' + t' then true/if P <=? t' + t' then true/
s/G \* (P + 1 - t) <=? hi \* small/G * (P - t) <=? hi * small/
s/hi \* small \* P2' then/hi * large * P2' then/
s/lo \* small \* P2 <=? 0 - G/lo * large * P2 <=? 0 - G/
s/let t' := t + 1 + 1 in/let t' := t in/
s/num \* low_unit C <=? horner (low C) (t \* t) \* den/true/
s/horner (high C) (t \* t) \* den <=? num \* high_unit C/true/
s/if cos_at_least C t scaled small then/if cos_at_least C t scaled large then/
s/if cos_at_most C t' scaled large then/if cos_at_most C t' scaled small then/
s/if nonneg p then num \* (low_unit C/if true then num * (low_unit C/
s/let scaled := abs o g/let scaled := g/
s/if N \* N <=? M \* M \* g then/if true then/
s/if (a - d) + (a - d) <=? q then/if true then/
s/if lo <=? 0 then 0 <=? hi else false else$/if lo <=? 0 then true else false else/
s/S m => 0 - sign m end/S m => sign m end/
TABLE
echo "$count mutants, $failures failures"
[ "$failures" -eq 0 ] && [ "$count" -ge 20 ]
