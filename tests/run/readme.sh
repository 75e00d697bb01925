#!/usr/bin/env bash
# readme.sh: runs every command of the README's ```console blocks, from the top level
# and compares what it prints with what the README shows, line by line. A shown line "..." stands for any number of lines.
# Blanks and digits beyond the twelfth decimal do not count: the kernels for different processors round differently, and
# their enclosures differ in the last digits. ./run commands are left to the gate, which calls them anyway.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
export NO_COLOR=1

plain() { sed -E 's/[ \t]+/ /g; s/ $//; s/-{3,}/-/g; s/([0-9]\.[0-9]{12})[0-9]+/\1/g; s/[0-9]{25,}/N/g' "$1"; }

# Is `shown`, with its "..." lines, what `actual` holds? Greedy, which is exact enough: "..." skips to the next shown line.
matches() {
  awk -v shown="$1" '
    BEGIN { while ((getline line < shown) > 0) want[++n] = line; at = 1; skip = 0 }
    {
      while (want[at] == "..." && at <= n) { skip = 1; at++ }
      if (at <= n && $0 == want[at]) { at++; skip = 0; next }
      if (skip) next
      printf "printed: %s\nshown:   %s\n", $0, at <= n ? want[at] : "(nothing more)"; bad = 1; exit
    }
    END {
      if (bad) exit 1
      while (at <= n && want[at] == "...") at++
      if (at <= n) { printf "never printed: %s\n", want[at]; exit 1 }
    }' "$2"
}

commands=0
status=0
check() {  # the pending command with the lines shown below it
  [[ -n ${command:-} ]] || return 0
  if [[ $command != ./run* ]]; then
    # `echo $?` of the README sees the status of the command before it.
    local now=0
    (set +e; (exit "$last"); eval "$command") >"$scratch/actual" 2>&1 || now=$?
    last=$now
    commands=$((commands + 1))
    if ! matches <(plain "$scratch/shown") <(plain "$scratch/actual"); then
      echo "README: the output of '$command' is not the one shown"
      status=1
    fi
  fi
  command=
}
last=0 inside=0 command=
while IFS= read -r line; do
  if ((!inside)); then
    [[ $line == '```console' ]] && inside=1
  elif [[ $line == '```' ]]; then
    check
    inside=0
  elif [[ $line == '$ '* ]]; then
    check
    command=${line#'$ '}
    : >"$scratch/shown"
  else
    printf '%s\n' "$line" >>"$scratch/shown"
  fi
done <README.md
((commands > 0)) || { echo "README: no command to check"; exit 1; }
((status == 0)) && echo "README: $commands commands print what it shows"
exit $status
