# SPDX-License-Identifier: Apache-2.0
# `./dev fuzz`, and what CI does of it; sourced by ./dev. A target starts from its seeds (made of
# the golden vectors), from what is kept in tests/fuzz/corpus, and from what earlier runs found in
# build/fuzz.

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
  [ -z "$target" ] || fuzz_targets | grep -x -- "$target" >/dev/null ||
    fail "there is no target '$target'; there are: $(fuzz_targets | xargs)"
  deps_all
  fuzz_build
  local log=build/test/fuzz.log
  mkdir -p build/test
  # shellcheck disable=SC2046
  fuzz_all "fuzz_one $seconds build/fuzz/corpus" ${target:-$(fuzz_targets)} | tee $log
  ! grep -q '^failed ' $log
}

fuzz_targets() {
  local file
  for file in tests/fuzz/*.cpp; do
    ! grep -q LLVMFuzzerTestOneInput "$file" || basename "$file" .cpp
  done
}

fuzz_build() { build_preset fuzz fuzz_targets && node tests/fuzz/make-seeds.mjs build/fuzz/seeds; }

# fuzz_all CALL TARGET...: as many at once as there are cores. CALL is given a target, and prints
# one line that begins with ok or failed; after failed, what happened.
fuzz_all() {
  local call=$1 target
  shift
  for target in "$@"; do
    # Not a count of our own: wait -n may return for one that had already ended.
    while [ "$(jobs -rp | wc -l)" -ge "$(nproc)" ]; do wait -n || true; done
    $call "$target" &
  done
  wait
}

# fuzz_replay TARGET: each seed and each kept input once.
fuzz_replay() {
  local target=$1 log=build/fuzz/$1.replay.log inputs
  mapfile -t inputs < <(
    find tests/fuzz/corpus build/fuzz/seeds -path "*/$target/*" -type f | sort)
  if fuzz_run "$target" "$log" -runs=0 -timeout=20 "${inputs[@]}"; then
    printf 'ok     %-12s %8d inputs\n' "$target" ${#inputs[@]}
  else
    fuzz_failed "$target" "$log" "$(sed -n 's/^Running: //p' "$log" | tail -n 1)"
  fi
}

# Entropic scheduling is off: in the stateful targets it takes half of the time (perf record).
# fuzz_one SECONDS CORPUS TARGET: adds what is new to the corpus, a folder.
fuzz_one() {
  local seconds=$1 corpus=$2 target=$3 log=build/fuzz/$3.log folder folders=()
  mkdir -p "$corpus/$target" build/fuzz/found
  for folder in "$corpus" build/fuzz/seeds tests/fuzz/corpus; do
    [ ! -d "$folder/$target" ] || folders+=("$folder/$target")
  done
  if fuzz_run "$target" "$log" -max_total_time="$seconds" -timeout=20 -entropic=0 \
    -print_final_stats=1 -artifact_prefix="build/fuzz/found/$target-" "${folders[@]}"; then
    printf 'ok     %-12s %8d runs, %6d a second, %6d edges, %d inputs more\n' "$target" \
      "$(fuzz_stat number_of_executed_units "$log")" "$(fuzz_stat average_exec_per_sec "$log")" \
      "$(sed -n 's/.* cov: \([0-9]*\) .*/\1/p' "$log" | tail -n 1)" \
      "$(fuzz_stat new_units_added "$log")"
    return 0
  fi
  local input
  input=$(sed -n 's/.*Test unit written to //p' "$log" | tail -n 1)
  fuzz_failed "$target" "$log" "$input"
  printf '  keep:  cp %s tests/fuzz/corpus/%s/\n' "$input" "$target"
}

# fuzz_run TARGET LOG ARGUMENT...: a leak, too, is a failure.
fuzz_run() {
  local target=$1 log=$2
  shift 2
  UBSAN_OPTIONS=print_stacktrace=1 "build/fuzz/fuzz_$target" "$@" >"$log" 2>&1
}

# fuzz_failed TARGET LOG INPUT
fuzz_failed() {
  printf 'failed %-12s %s\n' "$1" "$2"
  grep -vF 'NEW_FUNC[' "$2" |
    grep -E 'does not hold|runtime error|ERROR: |in shopbell::|SUMMARY: ' | head -n 6 |
    cut -c -160 | sed 's/^ */  /' || true
  printf '  again: build/fuzz/fuzz_%s %s\n' "$1" "$3"
}

fuzz_stat() { sed -n "s/^stat::$1: *//p" "$2"; }
