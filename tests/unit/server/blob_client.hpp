// SPDX-License-Identifier: Apache-2.0
// A client of /v1/blobs: one token, one request a connection, and whole uploads of many pieces.
#pragma once

#include "core/base/text_encoding.hpp"
#include "core/wire/messages.hpp"
#include "tests/unit/server/socket_client.hpp"

#include <algorithm>

namespace shopbell::server::test {

class BlobClient {
public:
    BlobClient(uint16_t port, const Key& bearer) : port_(port), bearer_(base64url_encode(bearer)) {}

    HttpReply ask(const std::string& method, const std::string& path, const std::string& more = "",
                  std::string_view body = "") const {
        std::string request = method + " /v1/blobs/" + path +
                              " HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port_) +
                              "\r\nAuthorization: Bearer " + bearer_ + "\r\n" + more;
        if (!body.empty()) request += "Content-Length: " + std::to_string(body.size()) + "\r\n";
        return http(port_, request + "\r\n" + std::string(body));
    }
    HttpReply make(const Id& blob, const Id& conv, uint64_t length) const {
        return ask("POST", base64url_encode(blob) + "?conv=" + base64url_encode(conv),
                   "Upload-Length: " + std::to_string(length) + "\r\n");
    }
    HttpReply look(const Id& blob) const { return ask("HEAD", base64url_encode(blob)); }
    HttpReply add(const Id& blob, uint64_t offset, std::string_view piece) const {
        return ask("PATCH", base64url_encode(blob),
                   "Content-Type: application/offset+octet-stream\r\nUpload-Offset: " +
                       std::to_string(offset) + "\r\n",
                   piece);
    }
    HttpReply read(const Id& blob, const std::string& range) const {
        return ask("GET", base64url_encode(blob), "Range: " + range + "\r\n");
    }
    HttpReply remove(const Id& blob) const { return ask("DELETE", base64url_encode(blob)); }

    // From `offset` on, in pieces of one size; true when all of it is there.
    bool send(const Id& blob, std::string_view bytes, size_t offset, size_t piece_bytes) const {
        while (offset < bytes.size()) {
            const HttpReply added = add(blob, offset, bytes.substr(offset, piece_bytes));
            if (added.status != 204) return false;
            offset = std::min(offset + piece_bytes, bytes.size());
            if (added.headers.at("upload-offset") != std::to_string(offset)) return false;
        }
        return true;
    }
    // The whole blob, in as many ranges as the relay makes of it.
    std::string fetch(const Id& blob, size_t length) const {
        std::string bytes;
        while (bytes.size() < length) {
            const HttpReply part = read(blob, "bytes=" + std::to_string(bytes.size()) + "-");
            if (part.status != 206 || part.body.empty()) break;
            bytes += part.body;
        }
        return bytes;
    }

private:
    uint16_t port_;
    std::string bearer_;
};

// Bytes that tell where they stand.
inline std::string a_file(size_t size) {
    std::string bytes(size, '\0');
    uint32_t state = 1;
    for (char& byte : bytes) {
        state = state * 1'664'525 + 1'013'904'223;
        byte = static_cast<char>(state >> 24);
    }
    return bytes;
}

}  // namespace shopbell::server::test
