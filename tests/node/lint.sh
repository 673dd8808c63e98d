#!/bin/sh
# Lint the browser code with the pinned Biome. Where npm cannot bring it, that is said; CI fails then.
set -eu
cd "$(dirname "$0")/../.."

fetch() {
    [ node_modules/.package-lock.json -nt package-lock.json ] || npm ci --silent --no-audit --no-fund
}

if ! command -v npm >/dev/null; then
    why="npm is not installed"
elif ! fetch; then
    why="npm could not fetch Biome"
else
    exec node_modules/.bin/biome lint --error-on-warnings
fi
echo "The browser code is not linted: $why." >&2
[ -z "${CI:-}" ]
