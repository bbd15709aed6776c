// SPDX-License-Identifier: Apache-2.0
// A file on its way to the relay and back: sealed chunk by chunk under a key of its own
// (libsodium's secretstream), so that neither side ever holds more than one chunk (design §6). A
// blob is
//
//     header (24) ‖ chunk ‖ chunk ‖ …
//
// where each chunk seals file_chunk_bytes of the file, the last one what is left, with the chunk's
// index (8 bytes, little-endian) as additional data, and the last alone carries the tag "final".
// The file is followed by zeros up to padded_size(), which hides its length; the message that
// speaks of it says how long it truly is, its key, and the hash of the whole blob. The hash is what
// keeps a sender and a relay from showing one reader another file than the next.
#pragma once

#include "core/base/result.hpp"
#include "core/crypto/secret_key.hpp"

#include <sodium/crypto_generichash.h>
#include <sodium/crypto_secretstream_xchacha20poly1305.h>

namespace shopbell::crypto {

using FileHeader = FixedBytes<crypto_secretstream_xchacha20poly1305_HEADERBYTES>;

// The longest file that can be sealed at all; what a shop takes is far less (ShopSettings).
inline constexpr uint64_t file_size_max = uint64_t{1} << 31;

// How many chunks a file of this size is sealed in, and the bytes of its blob.
uint64_t file_chunks(uint64_t size);
uint64_t blob_size(uint64_t size);

// What sealing and opening share: where in the file they are.
class FileStream {
public:
    [[nodiscard]] bool done() const { return next_ == chunks_; }
    // Of all of the blob that has gone through.
    [[nodiscard]] Hash hash() const;

protected:
    // `size` is from 1 to file_size_max.
    FileStream(const SecretKey<32>& key, const FileHeader& header, uint64_t size);

    // Bytes of the next chunk, padding counted, and those of them that are the file's own.
    [[nodiscard]] size_t chunk_bytes() const;
    [[nodiscard]] size_t own_bytes() const;
    FixedBytes<8> take_index();
    void add_to_hash(ByteView sealed);

    crypto_secretstream_xchacha20poly1305_state stream_;

private:
    crypto_generichash_state hash_;
    uint64_t size_;
    uint64_t chunks_;
    uint64_t next_ = 0;
};

class FileSealer : public FileStream {
public:
    // Key and header are fresh randomness, used for this file alone.
    FileSealer(const SecretKey<32>& key, const FileHeader& header, uint64_t size);

    // Seals the file's next file_chunk_bytes, fewer or none where it ends. Nothing: those are not
    // the bytes that are due, or all of it is sealed.
    std::optional<Bytes> seal(ByteView plain);
};

class FileOpener : public FileStream {
public:
    // As the message says.
    FileOpener(const SecretKey<32>& key, const FileHeader& header, uint64_t size, const Hash& hash);

    // Bytes of the next sealed chunk.
    [[nodiscard]] size_t sealed_bytes() const;
    // Opens it: a piece of the file, empty where only padding is left. Nothing: it is not that
    // chunk, or with it the blob is not the one that the message speaks of.
    std::optional<Bytes> open(ByteView sealed);

private:
    Hash expected_;
};

}  // namespace shopbell::crypto
