#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# link-with-map.sh MAP COMMAND...: runs a linker that prints its map, and keeps the map in a file.
map=$1
shift
exec "$@" >"$map"
