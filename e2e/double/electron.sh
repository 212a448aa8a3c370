#!/bin/sh
# Stands where Electron's binary would stand: ELECTRON_OVERRIDE_DIST_PATH=out/double electron .
here=$(dirname "$(readlink -f "$0")")
exec node "$here/launch.cjs" "$@"
