#!/usr/bin/env bash
# Builds dist/thumbnailer.zip and dist/pillow-layer-<arch>.zip, and with --heif dist/heif-layer-<arch>.zip;
# ./build.sh --help tells the options.
set -euo pipefail

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
make --no-print-directory --directory "$root" venv >&2
# -P: a directory "tools" where the caller stands is not ours.
exec "$root/.venv/bin/python" -P -m tools.build.zips "$@"
