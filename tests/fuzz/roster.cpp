// SPDX-License-Identifier: Apache-2.0
// Rosters: whatever a relay shows, only what the root signed is taken; and of what the root did
// sign, only a list that makes sense and follows the known one. The input is shown as it is, then
// as a roster that the root signs, then as changes to a true one.
#include "core/crypto/roster.hpp"

#include "core/crypto/labels.hpp"
#include "core/crypto/signature.hpp"
#include "tests/fuzz/fuzzed.hpp"
#include "tests/unit/crypto/people.hpp"

#include <set>

namespace shopbell::fuzz {
namespace {

using crypto::KnownRoster;
using crypto::RosterProblem;
using wire::SignedRoster;

// A root of its own: the golden vectors, which are seeds here, are signed by the one of People.
crypto::test::People people_of_another_root() {
    crypto::test::People people;
    people.root = crypto::SignPair::from_seed(crypto::test::key_of(0x91));
    return people;
}

struct World {
    crypto::test::People people = people_of_another_root();
    Hash pinned = crypto::root_hash(people.root.pk);
    wire::Roster first = people.roster();
    SignedRoster first_signed = people.signed_by_root(first);
    KnownRoster known{1, crypto::roster_hash(first_signed.roster)};
};

World& world() {
    static World only;
    return only;
}

auto shown(const SignedRoster& roster, const KnownRoster& known) {
    return crypto::verify_roster(roster, world().pinned, world().people.shop, known);
}

// Nobody but the root can make what is taken.
void show_as_it_is(ByteView input) {
    const auto decoded = wire::decode_signed_roster(input);
    if (!decoded) return;
    const auto roster = shown(*decoded, {});
    if (roster) FUZZ_CHECK(*decoded == world().first_signed);
}

void check_taken(const wire::Roster& roster, ByteView bytes, const KnownRoster& known) {
    FUZZ_CHECK(roster.shop == world().people.shop);
    FUZZ_CHECK(roster.version >= 1 && roster.version >= known.version);
    if (roster.version == known.version) FUZZ_CHECK(crypto::roster_hash(bytes) == known.hash);
    if (known.version != 0 && roster.version == known.version + 1) {
        FUZZ_CHECK(roster.previous == known.hash);
    }
    std::set<Id> ids;
    std::set<Key> keys;
    for (const wire::RosterAgent& agent : roster.agents) {
        FUZZ_CHECK(agent.role >= 1 && agent.role <= 4);
        FUZZ_CHECK(keys.insert(agent.sign).second);
        const wire::RosterAgent* const found = crypto::find_agent(roster, agent.id);
        if (agent.until != 0) continue;
        FUZZ_CHECK(ids.insert(agent.id).second);
        FUZZ_CHECK(found == &agent);
    }
}

// The root signs whatever it is given.
void show_signed(ByteView input) {
    const auto& root = world().people.root;
    SignedRoster roster;
    roster.roster = to_bytes(input);
    roster.root = root.pk;
    roster.sig = crypto::sign(root.sk, crypto::labels::roster, input);
    for (const KnownRoster& known : {KnownRoster{}, world().known}) {
        const auto taken = shown(roster, known);
        if (taken) {
            check_taken(*taken, input, known);
        } else {
            FUZZ_CHECK(taken.error() != RosterProblem::root);
            FUZZ_CHECK(taken.error() != RosterProblem::signature);
        }
    }
}

// A true roster with some of its bytes changed.
void show_changed(ByteView input) {
    Bytes bytes = wire::encode(world().first_signed);
    Fuzzed choices(input);
    for (int i = 0; i < 8 && !choices.empty(); ++i) {
        const size_t at = choices.below(bytes.size());
        bytes[at] ^= choices.byte();
    }
    show_as_it_is(bytes);
}

}  // namespace
}  // namespace shopbell::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    using namespace shopbell::fuzz;
    const shopbell::ByteView input(data, size);
    show_as_it_is(input);
    show_signed(input);
    show_changed(input);
    return 0;
}
