// SPDX-License-Identifier: Apache-2.0
#include "server-stub/blobs/blob_call.hpp"

#include "core/base/limits.hpp"
#include "core/base/text_encoding.hpp"
#include "core/relay/bearer.hpp"
#include "core/wire/cbor.hpp"
#include "server-stub/listener/http_rules.hpp"

#include <charconv>

namespace shopbell::server {

static_assert(limits::blob_piece_bytes_max <= http_body_bytes_max);

namespace {

constexpr std::string_view methods = "GET, HEAD, POST, PATCH, DELETE, OPTIONS";
constexpr std::string_view piece_type = "application/offset+octet-stream";
constexpr std::string_view range_rule =
    "must be one range of bytes: bytes=FIRST-LAST or bytes=FIRST-, cut to 1048576 bytes "
    "(blob_range_bytes_max)";

// Digits alone, up to what every reader of JSON can hold.
std::optional<uint64_t> number_in(std::string_view text) {
    uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    if (number > wire::safe_uint_max) return std::nullopt;
    return number;
}

uint64_t checked_number(std::string_view field, std::string_view text) {
    if (const auto number = number_in(text)) return *number;
    throw bad_field(field, text.empty() ? "is missing" : "must be one whole number from 0");
}

Hash checked_bearer(const HttpRequest& request) {
    constexpr std::string_view scheme = "Bearer ";
    if (request.authorization.starts_with(scheme)) {
        const auto bearer = base64url_decode_fixed<32>(
            std::string_view(request.authorization).substr(scheme.size()));
        if (bearer) return relay::bearer_hash(*bearer);
    }
    throw Refusal{401, "signed_out", "Authorization", "must be Bearer and the token of welcome"};
}

Id checked_id(std::string_view field, std::string_view text) {
    const auto id = base64url_decode_fixed<16>(text);
    if (!id) throw bad_field(field, "must be 16 bytes as base64url without padding");
    return *id;
}

Id checked_conv(std::string_view query) {
    constexpr std::string_view name = "conv=";
    if (!query.starts_with(name)) throw bad_field("conv", "is missing: ?conv=CONV");
    return checked_id("conv", query.substr(name.size()));
}

ByteRange checked_range(std::string_view text) {
    constexpr std::string_view unit = "bytes=";
    const size_t dash = text.find('-');
    if (!text.starts_with(unit) || dash == std::string_view::npos) {
        throw bad_field("Range", range_rule);
    }
    const auto first = number_in(text.substr(unit.size(), dash - unit.size()));
    const std::string_view behind = text.substr(dash + 1);
    ByteRange range;
    if (!behind.empty()) range.last = number_in(behind);
    const bool good = first && (behind.empty() || (range.last && *range.last >= *first));
    if (!good) throw bad_field("Range", range_rule);
    range.first = *first;
    return range;
}

BlobCall::Kind kind_of(std::string_view method) {
    if (method == "POST") return BlobCall::Kind::make;
    if (method == "HEAD") return BlobCall::Kind::look;
    if (method == "PATCH") return BlobCall::Kind::add;
    if (method == "GET") return BlobCall::Kind::read;
    if (method == "DELETE") return BlobCall::Kind::remove;
    throw Refusal{405, "method_not_allowed", "method",
                  "only " + std::string(methods) + " are taken here"};
}

void check_piece(const HttpRequest& request) {
    if (request.content_type != piece_type) {
        throw Refusal{415, "bad_field", "Content-Type", "must be " + std::string(piece_type)};
    }
    if (request.body.empty()) throw bad_field("body", "is empty");
    if (request.body.size() > limits::blob_piece_bytes_max) {
        throw Refusal{413, "too_large", "body", "is larger than blob_piece_bytes_max"};
    }
}

}  // namespace

BlobCall read_blob_call(HttpRequest request) {
    BlobCall call;
    call.kind = kind_of(request.method);
    call.bearer_hash = checked_bearer(request);
    call.blob = checked_id("path", std::string_view(request.path).substr(blobs_path.size()));
    switch (call.kind) {
        case BlobCall::Kind::make:
            call.conv = checked_conv(request.query);
            call.length = checked_number("Upload-Length", request.upload_length);
            if (call.length == 0) throw bad_field("Upload-Length", "must be at least 1");
            if (!request.body.empty()) throw bad_field("body", "must be empty: PATCH brings it");
            break;
        case BlobCall::Kind::add:
            call.offset = checked_number("Upload-Offset", request.upload_offset);
            check_piece(request);
            call.piece = std::move(request.body);
            break;
        case BlobCall::Kind::read:
            call.range = checked_range(request.range);
            break;
        case BlobCall::Kind::look:
        case BlobCall::Kind::remove:
            break;
    }
    return call;
}

HttpResponse open_blob_to_pages(HttpResponse response) {
    response.headers.emplace_back("Access-Control-Allow-Origin", "*");
    response.headers.emplace_back("Access-Control-Expose-Headers",
                                  "Upload-Offset, Upload-Length, Content-Range");
    if (response.status == 405) response.headers.emplace_back("Allow", std::string(methods));
    return response;
}

HttpResponse blob_preflight() {
    HttpResponse allowed;
    allowed.status = 204;
    allowed.headers.emplace_back("Access-Control-Allow-Methods", std::string(methods));
    allowed.headers.emplace_back(
        "Access-Control-Allow-Headers",
        "Authorization, Content-Type, Range, Upload-Length, Upload-Offset");
    allowed.headers.emplace_back("Access-Control-Max-Age", "86400");
    return allowed;
}

}  // namespace shopbell::server
