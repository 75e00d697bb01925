#!/usr/bin/env bash
# ./run on a system that is not Debian: it names the packages, stops with status 2, and writes nothing.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
mkdir "$scratch/bin"
for tool in bash env dirname nproc; do ln -s "$(command -v $tool)" "$scratch/bin/$tool"; done
echo 'ID=fedora' >"$scratch/os-release"

before=$(find . -path ./build -prune -o -path ./.git -prune -o -print | sort)
status=0
LEMMATA_OS_RELEASE="$scratch/os-release" PATH="$scratch/bin" ./run demo >"$scratch/out" 2>"$scratch/err" || status=$?
[[ $status == 2 ]] || { echo "status $status, expected 2"; cat "$scratch/out" "$scratch/err"; exit 1; }
for package in g++ cmake libmpfr-dev libeigen3-dev; do
  grep -qx "  $package" "$scratch/out" || { echo "$package is not listed"; cat "$scratch/out"; exit 1; }
done
grep -q 'not Debian' "$scratch/err"
[[ $(find . -path ./build -prune -o -path ./.git -prune -o -print | sort) == "$before" ]]
echo "elsewhere: $(wc -l <"$scratch/out") packages listed, status 2, nothing written"
