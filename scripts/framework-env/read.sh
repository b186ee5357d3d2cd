#!/bin/sh
# Reads from PyPI which environment variables the pinned agent frameworks read, and writes readings.json beside this file.
# Usage: scripts/framework-env/read.sh [package==version …] (without arguments: those that readings.json names)
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
[ $# -gt 0 ] || set -- $(python3 -c "import json; print(*[row['package'] + '==' + row['version'] for row in json.load(open('$here/readings.json'))['packages']])")
python3 -m pip download --quiet --no-deps --only-binary :all: --dest "$work" "$@"
python3 "$here/read.py" "$work" "$@" > "$work/packages.json"
python3 - "$work/packages.json" "$here/readings.json" <<'PY'
import datetime, json, sys
packages = json.load(open(sys.argv[1]))
json.dump({"readOn": datetime.date.today().isoformat(), "packages": packages}, open(sys.argv[2], "w"), indent=2)
open(sys.argv[2], "a").write("\n")
PY
