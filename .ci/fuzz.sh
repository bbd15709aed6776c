# SPDX-License-Identifier: Apache-2.0
# `./dev fuzz`; sourced by ./dev. A target starts from its seeds (made of the golden
# vectors), from what is kept in tests/fuzz/corpus, and from what earlier runs found in build/fuzz.

cmd_fuzz() {
  local target='' seconds=20
  while [ $# -gt 0 ]; do
    case $1 in
      --seconds) seconds=${2:?--seconds needs a number} && shift 2 ;;
      -*) fail "fuzz takes a target and --seconds N, not '$1'" ;;
      *) target=$1 && shift ;;
    esac
  done
  [[ $seconds =~ ^[0-9]+$ ]] && [ "$seconds" -ge 1 ] || fail "--seconds takes a number from 1, not '$seconds'"
  [ -z "$target" ] || fuzz_targets | grep -qx -- "$target" ||
    fail "there is no target '$target'; there are: $(fuzz_targets | xargs)"
  deps_all
  fuzz_build
  local log=build/test/fuzz.log
  mkdir -p build/test
  # shellcheck disable=SC2046
  fuzz_all "$seconds" ${target:-$(fuzz_targets)} | tee $log
  ! grep -q '^failed ' $log
}

fuzz_targets() {
  local file
  for file in tests/fuzz/*.cpp; do
    ! grep -q LLVMFuzzerTestOneInput "$file" || basename "$file" .cpp
  done
}

fuzz_build() { build_preset fuzz fuzz_targets && node tests/fuzz/make-seeds.mjs build/fuzz/seeds; }

# fuzz_all SECONDS TARGET...: as many at once as there are cores.
fuzz_all() {
  local seconds=$1 target running=0
  shift
  for target in "$@"; do
    if [ $running -ge "$(nproc)" ]; then
      wait -n || true
      running=$((running - 1))
    fi
    fuzz_one "$target" "$seconds" &
    running=$((running + 1))
  done
  wait
}

# Entropic scheduling is off: in the stateful targets it takes half of the time (perf record).
# fuzz_one TARGET SECONDS: one line that begins with ok or failed; after failed, what happened.
fuzz_one() {
  local target=$1 seconds=$2 log=build/fuzz/$1.log folder folders=()
  mkdir -p "build/fuzz/corpus/$target" build/fuzz/found
  for folder in build/fuzz/corpus build/fuzz/seeds tests/fuzz/corpus; do
    [ ! -d "$folder/$target" ] || folders+=("$folder/$target")
  done
  if UBSAN_OPTIONS=print_stacktrace=1 "build/fuzz/fuzz_$target" -max_total_time="$seconds" -timeout=20 -entropic=0 \
    -print_final_stats=1 -artifact_prefix="build/fuzz/found/$target-" "${folders[@]}" >"$log" 2>&1; then
    printf 'ok     %-12s %8d runs, %6d a second, %d inputs more\n' "$target" \
      "$(fuzz_stat number_of_executed_units "$log")" "$(fuzz_stat average_exec_per_sec "$log")" \
      "$(fuzz_stat new_units_added "$log")"
    return 0
  fi
  local input
  input=$(sed -n 's/.*Test unit written to //p' "$log" | tail -n 1)
  printf 'failed %-12s %s\n' "$target" "$log"
  grep -nE 'does not hold|runtime error|ERROR: |SUMMARY: ' "$log" | head -n 4 | sed 's/^/  /'
  printf '  again: build/fuzz/fuzz_%s %s\n  keep:  cp %s tests/fuzz/corpus/%s/\n' \
    "$target" "$input" "$input" "$target"
}

fuzz_stat() { sed -n "s/^stat::$1: *//p" "$2"; }
