// SPDX-License-Identifier: Apache-2.0
#include "core/client/content.hpp"

#include "core/base/limits.hpp"
#include "core/wire/cbor.hpp"

namespace shopbell::client {

std::optional<Said> read_content(RowType row_type, ByteView plain) {
    const bool event = row_type == RowType::event;
    Said said;
    wire::CborReader in(plain, SHOPBELL_FIELD("Content"));
    const auto outside = in.open(SHOPBELL_FIELD(""));
    uint64_t type = 0;
    in.uint(SHOPBELL_FIELD("type"), type);
    if (type == wire::TextContent::type_number) {
        wire::TextContent text;
        wire::read_fields(in, text);
        said.body = std::move(text.body);
        said.page = std::move(text.page);
    } else {
        const uint64_t size_max = event ? limits::reason_bytes_max : limits::text_bytes_max;
        in.text(SHOPBELL_FIELD("body"), size_max, said.body);
        if (type != wire::EventContent::type_number) said.content = to_bytes(plain);
    }
    in.close(outside);
    in.finish();
    if (in.error() != wire::CborError::none) return std::nullopt;
    if (event) {
        // What happened stands in the clear; no words of an event are a message's.
        if (type == wire::TextContent::type_number) return std::nullopt;
        said.body.clear();
        return said;
    }
    if (type == wire::EventContent::type_number || said.body.empty()) return std::nullopt;
    return said;
}

Bytes write_content(const Said& said) {
    if (!said.content.empty()) return said.content;
    if (said.event) return wire::encode(wire::EventContent{.note = {}});
    return wire::encode(wire::TextContent{.body = said.body, .page = said.page});
}

}  // namespace shopbell::client
