// SPDX-License-Identifier: Apache-2.0
#include "tests/sim/checkers/checkers.hpp"

namespace shopbell::sim {

std::vector<std::unique_ptr<Checker>> make_checkers(World& world) {
    std::vector<std::unique_ptr<Checker>> all;
    // Secrecy first: it notes who opens a conversation, which the others ask the ledger for.
    all.push_back(make_secrecy_checker(world));
    all.push_back(make_log_checker(world));
    all.push_back(make_receipts_checker(world));
    all.push_back(make_erasure_checker(world));
    all.push_back(make_discards_checker(world));
    all.push_back(make_trust_checker(world));
    all.push_back(make_transcript_checker(world));
    all.push_back(make_promises_checker(world));
    all.push_back(make_convergence_checker(world));
    all.push_back(make_memory_checker(world));
    all.push_back(make_sending_checker(world));
    all.push_back(make_generations_checker(world));
    all.push_back(make_pressure_checker(world));
    all.push_back(make_forks_checker(world));
    all.push_back(make_paths_counter(world));
    return all;
}

// [type, field, ...]: a CBOR array whose first item is an unsigned number below 256.
uint64_t frame_type(ByteView frame) {
    size_t at = 0;
    if (frame.size() < 3) return 0;
    at += frame[0] == 0x98 ? 2 : 1;
    if (frame[at] < 24) return frame[at];
    return frame[at] == 24 ? frame[at + 1] : 0;
}

}  // namespace shopbell::sim
