// SPDX-License-Identifier: Apache-2.0
// A request for /v1/blobs/BLOB, read and checked as far as its words go: what is asked, of which
// blob, with whose token. Nothing is looked up here. Called by Server for every such request; what
// it returns goes to Blobs.
#pragma once

#include "core/base/bytes.hpp"
#include "server-stub/api/refusal.hpp"

namespace shopbell::server {

inline constexpr std::string_view blobs_path = "/v1/blobs/";

// From the first byte to the last or the end of what is there (RFC 9110 §14.1.2).
struct ByteRange {
    uint64_t first = 0;
    std::optional<uint64_t> last;
};

struct BlobCall {
    enum class Kind : uint8_t { make, look, add, read, remove };
    Kind kind = Kind::look;
    Id blob{};
    Hash bearer_hash{};
    Id conv{};            // make
    uint64_t length = 0;  // make
    uint64_t offset = 0;  // add
    std::string piece;    // add
    ByteRange range;      // read
};

// Throws Refusal.
BlobCall read_blob_call(HttpRequest request);

// Every answer: the pages of any shop may read it, as the token is what counts.
HttpResponse open_blob_to_pages(HttpResponse response);

// To OPTIONS, by which a browser asks before a page of a shop may send the rest.
HttpResponse blob_preflight();

}  // namespace shopbell::server
