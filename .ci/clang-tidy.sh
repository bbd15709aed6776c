#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# clang-tidy over core and server-stub. A file whose text, and whose configuration and headers
# beside it, did not change since it last passed is not read again.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
stamps=build/test/clang-tidy
mkdir -p $stamps
headers=$(cat .clang-tidy $(git ls-files --cached --others --exclude-standard -- 'core/*.hpp' 'server-stub/*.hpp') |
  sha256sum)

check() {
  local file=$1 stamp log
  stamp=$stamps/$(cat "$file" - <<<"$headers" | sha256sum | cut -c1-32)
  [ ! -f "$stamp" ] || return 0
  log=$(mktemp)
  if clang-tidy-14 -p build/native --quiet "$file" >"$log" 2>&1; then
    touch "$stamp"
  else
    grep -vE '^[0-9]+ warnings? (generated|treated)' "$log"
    rm "$log"
    return 1
  fi
  rm "$log"
}
export -f check
export stamps headers

git ls-files -z --cached --others --exclude-standard -- 'core/*.cpp' 'server-stub/*.cpp' |
  xargs -0 -r -n 1 -P "$(nproc)" bash -c '[ ! -f "$0" ] || check "$0"'
