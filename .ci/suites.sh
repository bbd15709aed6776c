# SPDX-License-Identifier: Apache-2.0
# What `./dev test` runs; sourced by ./dev. A suite adds its seconds (with what was built for it) and
# its passed and failed tests to a tally; one that ends without counts (a crash, a build error) is
# one failed test.

# The C++ tests run under the sanitizers and as wasm; without either they are for `quick`.
suites_all() {
  suites_begin
  suites_lint
  suite_wasm
  suite_web
  suite_node web tests/unit/web/*.test.mjs
  suite_sanitized
  suite_sim
  suite_mutants
  suite_fuzz
  local folder
  for folder in $(node_suites); do suite_node "$folder" tests/"$folder"/*.test.mjs; done
  suite_check size node web/size.mjs
}

# Rules, the native core, the golden vectors, and one story in the browser.
suites_quick() {
  suites_begin
  suite_node tidy tests/tidy/*.test.mjs
  suite_doctest unit native unit_tests
  suite_web
  suite_node web tests/unit/web/*.test.mjs
  [ ! -d tests/golden ] || suite_node golden tests/golden/*.test.mjs
  local story=tests/e2e/story.test.mjs
  [ ! -f $story ] || suite_node e2e $story
}

suites_lint() {
  [ -n "${tally:-}" ] || suites_begin
  suite_node tidy tests/tidy/*.test.mjs
  suite_check codec generate_typescript
  # Each mutant's place stands once in the core, also while the mutants themselves are a command.
  suite_check mutant-places node tests/sim/mutants/generate.mjs --out build/test/mutants
  suite_check tsc node_modules/.bin/tsc --noEmit
  suite_check eslint node_modules/.bin/eslint --max-warnings 0 .
  suite_clang_tidy
}

suites_begin() {
  tally=build/test/tally tallied_at=$SECONDS
  mkdir -p build/test
  : >$tally
}

# Prints what every suite did; the last line is the one CI reads.
suites_summary() {
  local name seconds passed failed seconds_sum=0 passed_sum=0 failed_sum=0
  while read -r name seconds passed failed; do
    printf '%-14s %5d s %5d passed %3d failed\n' "$name" "$seconds" "$passed" "$failed"
    seconds_sum=$((seconds_sum + seconds))
    passed_sum=$((passed_sum + passed)) failed_sum=$((failed_sum + failed))
  done <$tally
  printf '%-14s %5d s\n' 'all suites' $seconds_sum
  echo "$passed_sum passed, $failed_sum failed"
  [ $failed_sum -eq 0 ] && [ $passed_sum -gt 0 ]
}

# Folders below tests/ that hold Node tests, the browser's last; tidy and mutants have had their turn.
node_suites() {
  local folder
  for folder in tests/*/; do
    folder=$(basename "$folder")
    [ "$folder" != tidy ] && [ "$folder" != mutants ] && [ "$folder" != e2e ] && compgen -G "tests/$folder/*.test.mjs" >/dev/null &&
      echo "$folder"
  done
  ! compgen -G 'tests/e2e/*.test.mjs' >/dev/null || echo e2e
}

# record NAME LOG PASSED FAILED: one line of the tally; a failed suite shows its log.
record() {
  local name=$1 log=$2 passed=${3:-0} failed=${4:-0}
  [ $((passed + failed)) -gt 0 ] || failed=1
  echo "$name $((SECONDS - tallied_at)) $passed $failed" >>$tally
  tallied_at=$SECONDS
  if [ "$failed" -gt 0 ]; then
    say "$name failed: $log"
    # node:test repeats at the end of a file what failed in it; of any other log the end says most.
    if grep -q 'failing tests:' "$log"; then
      sed -n '/failing tests:/,/^== /p' "$log"
    else
      tail -n 60 "$log"
    fi
  fi
}

suite_check() {
  local name=$1 log=build/test/$1.log
  shift
  say "checking $name"
  if "$@" >"$log" 2>&1; then record "$name" "$log" 1 0; else record "$name" "$log" 0 1; fi
}

# Reads the compiler's commands and the generated headers, so the native build comes first.
suite_clang_tidy() {
  if build_preset native; then
    suite_check clang-tidy node .ci/clang-tidy.mjs
  else
    record clang-tidy build/native.log 0 1
  fi
}

# suite_doctest NAME PRESET TARGET
suite_doctest() {
  local name=$1 preset=$2 target=$3 log=build/test/$1.log
  if [ "$target" = server_tests ] && ! compgen -G 'tests/unit/server/*_test.cpp' >/dev/null; then
    return 0
  fi
  if ! build_preset "$preset" "$target"; then
    record "$name" "build/$preset.log" 0 1
    return 0
  fi
  run_doctest "$name" "build/$preset/$target"
}

suite_wasm() {
  if ! build_preset wasm unit_tests_wasm; then
    record unit-wasm build/wasm.log 0 1
    return 0
  fi
  run_doctest unit-wasm node build/wasm/unit_tests_wasm.js
}

# Unit and server tests under AddressSanitizer and UndefinedBehaviorSanitizer, both at once: the
# first compute, the second mostly wait.
suite_sanitized() {
  local tests log
  if ! build_preset fuzz unit_tests server_tests; then
    record asan build/fuzz.log 0 1
    return 0
  fi
  say "testing unit-asan and server-asan"
  for tests in unit server; do
    build/fuzz/${tests}_tests --no-colors=true >build/test/$tests-asan.log 2>&1 &
  done
  wait
  for tests in unit server; do
    log=build/test/$tests-asan.log
    # shellcheck disable=SC2046
    record $tests-asan "$log" $(doctest_counts "$log")
  done
}

run_doctest() {
  local name=$1 log=build/test/$1.log
  shift
  say "testing $name"
  "$@" --no-colors=true >"$log" 2>&1 || true
  # shellcheck disable=SC2046
  record "$name" "$log" $(doctest_counts "$log")
}

# doctest_counts LOG: passed and failed, or nothing after a crash. What leaked is told after doctest
# has counted, and is one failed test more.
doctest_counts() {
  local passed failed leaks
  leaks=$(grep -c '^SUMMARY: ' "$1" || true)
  read -r passed failed < <(
    sed -nE 's/^\[doctest\] test cases: +([0-9]+) \| +([0-9]+) passed \| +([0-9]+) failed.*/\2 \3/p' "$1"
  ) || return 0
  echo "$passed $((failed + leaks))"
}

# Simulated worlds that failed once, and a range of others; each is a test. The keystone, a suite of
# its own, compares the simulator's native build with the one in wasm.
suite_sim() {
  local log=build/test/sim.log seed drawn faults=() passed=0 failed=0 counts
  if ! build_preset native sim || ! build_preset wasm sim_wasm; then
    record sim build/native.log 0 1
    return 0
  fi
  say "playing simulated worlds"
  : >$log
  while read -r seed drawn _; do
    [ "$drawn" = - ] && faults=() || faults=(--faults "$drawn")
    if build/native/sim --seed "$seed" "${faults[@]}" >>$log 2>&1; then
      passed=$((passed + 1))
    else
      failed=$((failed + 1))
    fi
  done < <(grep -v '^#' tests/sim/seeds.txt)
  record sim-seeds $log $passed $failed
  log=build/test/sim-worlds.log
  sim_play 3000 "$(sim_start)" >$log 2>&1 || true
  counts=$(sed -nE 's/^sim ([0-9]+) passed ([0-9]+) failed$/\1 \2/p' $log)
  # shellcheck disable=SC2086
  record sim-worlds $log $counts
}

# A first seed that changes with the commit, so that each is played in worlds of its own, and is the
# same whenever that commit is played.
sim_start() {
  local commit
  commit=$(git -c safe.directory='*' rev-parse --short=7 HEAD 2>/dev/null) || commit=0
  echo $((16#$commit))
}

# What was found once, then 20 s for each target to find more; a target is a test of each.
suite_fuzz() {
  if ! fuzz_build; then
    record fuzz build/fuzz.log 0 1
    return 0
  fi
  suite_fuzz_part fuzz-corpus fuzz_replay
  # From the seeds and what is committed alone: what earlier runs have found would take its time.
  rm -rf build/fuzz/corpus-ci
  suite_fuzz_part fuzz fuzz_one 20 build/fuzz/corpus-ci
}

# suite_fuzz_part NAME CALL...
suite_fuzz_part() {
  local name=$1 log=build/test/$1.log
  shift
  say "testing $name"
  # shellcheck disable=SC2046
  fuzz_all "$*" $(fuzz_targets) >"$log"
  record "$name" "$log" "$(grep -c '^ok ' "$log")" "$(grep -c '^failed ' "$log")"
}

# The simulator with one rule switched off at a time; each that is noticed is a test.
suite_mutants() {
  if build_preset native sim_mutants; then
    suite_node mutants tests/mutants/*.test.mjs
  else
    record mutants build/native.log 0 1
  fi
}

# suite_node NAME FILES...: each file in a process of its own, one a core at a time, and none for ever.
suite_node() {
  local name=$1 folder=build/test/$1 log=build/test/$1.log file passed=0 failed=0
  shift
  say "testing $name"
  rm -rf "$folder" && mkdir -p "$folder"
  printf '%s\0' "$@" | xargs -0 -n 1 -P "$(nproc)" .ci/node-tests "$folder" || true
  : >"$log"
  for file in "$@"; do
    file=$folder/$(basename "$file")
    cat "$file.log" >>"$log"
    passed=$((passed + $(sed -n 's/^# pass //p' "$file.tap")))
    failed=$((failed + $(sed -n 's/^# fail //p' "$file.tap") + $(sed -n 's/^# cancelled //p' "$file.tap")))
  done
  record "$name" "$log" $passed $failed
}

# What the browser suites need: the web files, and a relay that carries them.
suite_web() {
  (build_preset wasm shopper_core console_core && build_web && build_preset native) ||
    record web-build build/native.log 0 1
}
