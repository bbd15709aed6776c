// SPDX-License-Identifier: Apache-2.0
// Frame decoders of both directions: they agree on what a frame is, what they accept encodes to
// the input again, and what they refuse is refused with a reason and a name.
#include "core/base/limits.hpp"
#include "core/wire/messages.hpp"
#include "tests/fuzz/same_value.hpp"

namespace shopbell::fuzz {
namespace {

template <class Frame>
bool accepts(ByteView input, const Result<Frame, wire::DecodeError>& decoded) {
    if (!decoded) {
        FUZZ_CHECK(decoded.error().reason != wire::CborError::none);
        FUZZ_CHECK(!wire::cbor_error_name(decoded.error().reason).empty());
        FUZZ_CHECK(!std::string(decoded.error().field).empty());
        FUZZ_CHECK(wire::code_info(static_cast<uint64_t>(decoded.error().code)) != nullptr);
        return false;
    }
    check_encoded_again(input, wire::encode(*decoded));
    return true;
}

}  // namespace
}  // namespace shopbell::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    using namespace shopbell;
    using namespace shopbell::fuzz;
    const ByteView input(data, size);
    const bool any = accepts(input, wire::decode_frame(input));
    const bool from_relay = accepts(input, wire::decode_frame_from_relay(input));
    const bool from_client = accepts(input, wire::decode_frame_from_client(input));
    FUZZ_CHECK(any == (from_relay || from_client));
    FUZZ_CHECK(!any || size <= limits::frame_bytes_max);
    return 0;
}
