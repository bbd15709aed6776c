# SPDX-License-Identifier: Apache-2.0
# `./dev sim` and what CI plays of it; sourced by ./dev. One process a core plays a share of the
# seeds each; their reports are added up.

cmd_sim() {
  deps_all
  build_preset native sim
  local args=("$@") seeds=100 start=1 rest=()
  while [ $# -gt 0 ]; do
    case $1 in
      --seeds) seeds=${2:?--seeds needs a number} && shift 2 ;;
      --start) start=${2:?--start needs a number} && shift 2 ;;
      --faults) rest+=("$1" "${2:?--faults needs names}") && shift 2 ;;
      --keep-going) shift ;;
      *) exec build/native/sim "${args[@]}" ;; # one world, or a question: no share of anything
    esac
  done
  [[ $seeds =~ ^[0-9]+$ ]] && [ "$seeds" -ge 1 ] || fail "--seeds takes a number from 1, not '$seeds'"
  [[ $start =~ ^[0-9]+$ ]] || fail "--start takes a number, not '$start'"
  sim_play "$seeds" "$start" "${rest[@]}"
}

# sim_play SEEDS START [OPTION...]: prints the seeds that failed, then the report of all.
sim_play() {
  local seeds=$1 start=$2 jobs share first job pids=() folder=build/test/sim began
  shift 2
  jobs=$(nproc)
  [ "$jobs" -le "$seeds" ] || jobs=$seeds
  share=$(((seeds + jobs - 1) / jobs))
  rm -rf $folder && mkdir -p $folder
  began=$(date +%s%N)
  for ((job = 0; job < jobs; job++)); do
    first=$((job * share))
    [ $first -lt "$seeds" ] || break
    build/native/sim --start $((start + first)) --seeds $((seeds - first < share ? seeds - first : share)) \
      --keep-going "$@" >$folder/$job.log 2>&1 &
    pids+=($!)
  done
  local failed=0 pid
  for pid in "${pids[@]}"; do wait "$pid" || failed=1; done
  local ms=$((($(date +%s%N) - began) / 1000000))
  echo "seeds $start to $((start + seeds - 1)), ${#pids[@]} processes, $ms ms, $((seeds * 1000 / (ms + 1))) seeds a second"
  sim_add_up $folder/*.log
  return $failed
}

# The reports' numbers by their names; before them whatever a process had to say of one seed.
sim_add_up() {
  awk '
    /^sim [0-9]+ passed/ { passed += $2; failed += $4; counting = 1; next }
    FNR == 1 { counting = 0 }
    !counting { print; next }
    /^[a-z]/ { heading = $0; next }
    {
      count = $NF; sub(/ +[0-9]+$/, ""); name = heading SUBSEP $0
      if (!(name in sum)) order[++names] = name
      sum[name] += count
    }
    END {
      for (i = 1; i <= names; ++i) {
        split(order[i], part, SUBSEP)
        if (part[1] != last) print last = part[1]
        printf "%-28s%d\n", part[2], sum[order[i]]
      }
      printf "sim %d passed %d failed\n", passed, failed
    }' "$@"
}
