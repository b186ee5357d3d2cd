#!/bin/sh
# Reads the flags of releases of an engine from its own wheels, without a GPU and without its libraries, and writes its tables.
# Usage: scripts/engine-flags/read.sh vllm 0.10.2 0.19.0 0.30.0 (oldest first; all releases that the tables are to know)
set -eu
engine=$1
shift
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --requirement "$here/requirements.txt"
readings=
for release in "$@"; do
  "$work/venv/bin/pip" download --quiet --no-deps --only-binary :all: --dest "$work" "$engine==$release"
  "$work/venv/bin/python" -m zipfile -e "$work"/"$engine"-"$release"-*.whl "$work/$engine-$release"
  rm "$work"/"$engine"-"$release"-*.whl
  (cd "$here" && "$work/venv/bin/python" "read_$engine.py" "$work/$engine-$release" "$release" "$work/$engine-$release.json")
  rm -rf "$work/$engine-$release"
  readings="$readings $work/$engine-$release.json"
done
cd "$here/../.."
# shellcheck disable=SC2086
npx tsx --tsconfig tsconfig.dev.json scripts/engine-flags/write-tables.ts "$engine" $readings
npx biome check --write lib/catalog/engines
