#!/usr/bin/env bash
# Builds dist/thumbnailer.zip and dist/pillow-layer-<arch>.zip, and with --heif dist/heif-layer-<arch>.zip;
# ./build.sh --help tells the options.
set -euo pipefail

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
python=$(make --no-print-directory --directory "$root" builder)
# -P: a directory "tools" where the caller stands is not ours.
PYTHONPATH="$root/src:$root" exec "$python" -P -m tools.build.zips "$@"
