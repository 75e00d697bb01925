#!/bin/sh
# The committed program is the one that Coq extracts today: extraction_is_fresh.sh COMMITTED FRESH
set -eu
diff "$1/checker.ml" "$2/checker.ml"
diff "$1/checker.mli" "$2/checker.mli"
