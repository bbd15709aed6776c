// SPDX-License-Identifier: Apache-2.0
// Requests for blobs: whatever stands in their fields, they are refused with a field and a reason,
// or what is asked is within its limits. The input is the fields, a line each, then the body.
#include "server-stub/blobs/blob_call.hpp"

#include "core/base/limits.hpp"
#include "core/wire/cbor.hpp"
#include "tests/fuzz/fuzzed.hpp"

#include <string>

namespace shopbell::fuzz {
namespace {

server::HttpRequest request_in(std::string_view input) {
    server::HttpRequest request;
    request.path = server::blobs_path;
    std::string path;
    for (std::string* field :
         {&request.method, &path, &request.query, &request.authorization, &request.content_type,
          &request.range, &request.upload_offset, &request.upload_length}) {
        const size_t end = std::min(input.find('\n'), input.size());
        *field = input.substr(0, end);
        input.remove_prefix(std::min(end + 1, input.size()));
    }
    request.path += path;
    request.body = input;
    return request;
}

void check_call(const server::BlobCall& call, const server::HttpRequest& asked) {
    using Kind = server::BlobCall::Kind;
    FUZZ_CHECK(asked.authorization.starts_with("Bearer "));
    FUZZ_CHECK(asked.path.size() == server::blobs_path.size() + 22);
    FUZZ_CHECK(call.length <= wire::safe_uint_max && call.offset <= wire::safe_uint_max);
    FUZZ_CHECK(call.kind != Kind::make || (call.length > 0 && call.piece.empty()));
    FUZZ_CHECK((call.kind == Kind::add) == !call.piece.empty());
    FUZZ_CHECK(call.piece.size() <= limits::blob_piece_bytes_max);
    FUZZ_CHECK(call.range.first <= wire::safe_uint_max);
    FUZZ_CHECK(!call.range.last || *call.range.last >= call.range.first);
}

}  // namespace
}  // namespace shopbell::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    using namespace shopbell;
    using namespace shopbell::fuzz;
    const auto request = request_in({reinterpret_cast<const char*>(data), size});
    try {
        check_call(server::read_blob_call(request), request);
    } catch (const server::Refusal& refusal) {
        FUZZ_CHECK(refusal.status >= 400 && refusal.status < 500);
        FUZZ_CHECK(!refusal.code.empty() && !refusal.field.empty() && !refusal.message.empty());
    }
    return 0;
}
