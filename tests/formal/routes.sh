#!/bin/sh
# What lemmata writes about real data is accepted by the routes that are named: routes.sh LEMMATA DATA "ROUTES"
set -eu
lemmata=$1
data=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$lemmata" gram "$data/sonar.csv" --certificate "$work/sonar.cert" --quiet > "$work/log"
"$lemmata" gram "$data/iris.csv" --dedup --certificate "$work/iris.cert" --quiet > "$work/log"
"$lemmata" margin "$data/iris.csv" --positive Iris-setosa --bias --certificate "$work/margin.cert" --quiet > "$work/log"
status=0
"$lemmata" margin "$data/iris.csv" --positive Iris-virginica --bias --certificate "$work/entail.cert" --quiet > "$work/log" || status=$?
[ "$status" -eq 1 ]
grep -q "^kind gram_relu$" "$work/sonar.cert" # from the rows themselves

for route in $3; do
  for name in sonar iris margin entail; do
    begin=$(date +%s)
    "$lemmata" verify --route "$route" "$work/$name.cert" > "$work/log" || { cat "$work/log"; echo "refused: $name, $route"; exit 1; }
    echo "$name, $route: $(($(date +%s) - begin)) s, $(grep -c accepted "$work/log") lines of acceptance"
    grep -q "route $route" "$work/log"
  done
done
