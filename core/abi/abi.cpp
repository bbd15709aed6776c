// SPDX-License-Identifier: Apache-2.0
#include "core/abi/abi.hpp"

#include "core/base/invariant.hpp"
#include "core/client/session.hpp"
#include "core/crypto/file.hpp"

#ifdef SHOPBELL_WITH_ARGON2
#include "core/abi/calls.hpp"
#endif

namespace {

using namespace shopbell;

// The one place of the core with state of its own: a module instance is a Session, or a file on its
// way.
struct Instance {
    Bytes input;
    Bytes output;
    client::Session session;
    std::optional<crypto::FileSealer> sealer;
    std::optional<crypto::FileOpener> opener;
};

Instance& instance() {
    static Instance only;
    return only;
}

ByteView input(uint32_t size) {
    const Bytes& bytes = instance().input;
    SHOPBELL_ASSERT(size <= bytes.size());
    return ByteView(bytes).first(size);
}

uint32_t answer(Bytes bytes) {
    instance().output = std::move(bytes);
    return static_cast<uint32_t>(instance().output.size());
}

uint32_t begin_file(ByteView begins, uint64_t size) {
    constexpr size_t seals = Key{}.size() + crypto::FileHeader{}.size();
    constexpr size_t opens = seals + Hash{}.size();
    if (size == 0 || size > crypto::file_size_max) return 0;
    if (begins.size() != seals && begins.size() != opens) return 0;
    const crypto::SecretKey<32> key(*to_fixed<32>(begins.first(32)));
    const auto header = *to_fixed<24>(begins.subspan(32, 24));
    Instance& file = instance();
    file.sealer.reset();
    file.opener.reset();
    if (begins.size() == seals) {
        file.sealer.emplace(key, header, size);
    } else {
        file.opener.emplace(key, header, size, *to_fixed<32>(begins.subspan(seals)));
    }
    return static_cast<uint32_t>(crypto::file_chunks(size));
}

}  // namespace

extern "C" {

uint8_t* sb_input(uint32_t size) {
    instance().input.resize(size);
    return instance().input.data();
}

uint32_t sb_handle(uint32_t size, double monotonic_ms, double wall_ms) {
    // Clocks only: what the core computes with is whole milliseconds.
    const Now now{static_cast<Millis>(monotonic_ms), static_cast<Millis>(wall_ms)};
    return answer(instance().session.handle_batch(input(size), now));
}

const uint8_t* sb_output() { return instance().output.data(); }

uint32_t sb_file_begin(uint32_t size, double file_bytes) {
    const bool fits = file_bytes >= 0 && file_bytes <= static_cast<double>(crypto::file_size_max);
    return fits ? begin_file(input(size), static_cast<uint64_t>(file_bytes)) : 0;
}

int32_t sb_file_chunk(uint32_t size) {
    Instance& file = instance();
    std::optional<Bytes> out;
    if (file.sealer) out = file.sealer->seal(input(size));
    if (file.opener) out = file.opener->open(input(size));
    if (!out) return -1;
    return static_cast<int32_t>(answer(*std::move(out)));
}

uint32_t sb_file_hash() {
    SHOPBELL_ASSERT(instance().sealer);
    return answer(to_bytes(instance().sealer->hash()));
}

#ifdef SHOPBELL_WITH_ARGON2
uint32_t sb_call(uint32_t size) { return answer(abi::answer_call(input(size))); }
#endif
}
