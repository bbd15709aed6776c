// SPDX-License-Identifier: Apache-2.0
#include "core/crypto/file.hpp"

#include "core/base/invariant.hpp"
#include "core/base/limits.hpp"
#include "core/crypto/padding.hpp"

#include <algorithm>

namespace shopbell::crypto {
namespace {

constexpr size_t chunk_max = limits::file_chunk_bytes;
constexpr size_t overhead = crypto_secretstream_xchacha20poly1305_ABYTES;

uint64_t padded_file_size(uint64_t size) { return padded_size(static_cast<size_t>(size)); }

}  // namespace

uint64_t file_chunks(uint64_t size) { return (padded_file_size(size) + chunk_max - 1) / chunk_max; }

uint64_t blob_size(uint64_t size) {
    return FileHeader{}.size() + padded_file_size(size) + file_chunks(size) * overhead;
}

FileStream::FileStream(const SecretKey<32>& key, const FileHeader& header, uint64_t size)
    : size_(size), chunks_(file_chunks(size)) {
    SHOPBELL_ASSERT(size > 0 && size <= file_size_max);
    // Both sides begin from a header that is there already: init_push would only draw one, from a
    // random source that the core has not.
    SHOPBELL_ASSERT(
        crypto_secretstream_xchacha20poly1305_init_pull(&stream_, header.data(), key.data()) == 0);
    SHOPBELL_ASSERT(crypto_generichash_init(&hash_, nullptr, 0, Hash{}.size()) == 0);
    add_to_hash(header);
}

Hash FileStream::hash() const {
    crypto_generichash_state state = hash_;
    Hash hash;
    SHOPBELL_ASSERT(crypto_generichash_final(&state, hash.data(), hash.size()) == 0);
    return hash;
}

size_t FileStream::chunk_bytes() const {
    return static_cast<size_t>(
        std::min<uint64_t>(chunk_max, padded_file_size(size_) - next_ * chunk_max));
}

size_t FileStream::own_bytes() const {
    const uint64_t before = std::min(size_, next_ * chunk_max);
    return static_cast<size_t>(std::min<uint64_t>(chunk_max, size_ - before));
}

FixedBytes<8> FileStream::take_index() {
    FixedBytes<8> index{};
    for (size_t i = 0; i < index.size(); ++i) index[i] = static_cast<uint8_t>(next_ >> (8 * i));
    ++next_;
    return index;
}

void FileStream::add_to_hash(ByteView sealed) {
    SHOPBELL_ASSERT(crypto_generichash_update(&hash_, sealed.data(), sealed.size()) == 0);
}

FileSealer::FileSealer(const SecretKey<32>& key, const FileHeader& header, uint64_t size)
    : FileStream(key, header, size) {}

std::optional<Bytes> FileSealer::seal(ByteView plain) {
    if (done() || plain.size() != own_bytes()) return std::nullopt;
    Bytes padded = to_bytes(plain);
    padded.resize(chunk_bytes());
    const auto index = take_index();
    const uint8_t tag = done() ? crypto_secretstream_xchacha20poly1305_TAG_FINAL
                               : crypto_secretstream_xchacha20poly1305_TAG_MESSAGE;
    Bytes sealed(padded.size() + overhead);
    SHOPBELL_ASSERT(crypto_secretstream_xchacha20poly1305_push(
                        &stream_, sealed.data(), nullptr, padded.data(), padded.size(),
                        index.data(), index.size(), tag) == 0);
    add_to_hash(sealed);
    return sealed;
}

FileOpener::FileOpener(const SecretKey<32>& key, const FileHeader& header, uint64_t size,
                       const Hash& hash)
    : FileStream(key, header, size), expected_(hash) {}

size_t FileOpener::sealed_bytes() const { return chunk_bytes() + overhead; }

std::optional<Bytes> FileOpener::open(ByteView sealed) {
    if (done() || sealed.size() != sealed_bytes()) return std::nullopt;
    const size_t own = own_bytes();
    const auto index = take_index();
    Bytes plain(sealed.size() - overhead);
    uint8_t tag = 0;
    const bool opened = crypto_secretstream_xchacha20poly1305_pull(
                            &stream_, plain.data(), nullptr, &tag, sealed.data(), sealed.size(),
                            index.data(), index.size()) == 0;
    const uint8_t due = done() ? crypto_secretstream_xchacha20poly1305_TAG_FINAL
                               : crypto_secretstream_xchacha20poly1305_TAG_MESSAGE;
    if (!opened || tag != due) return std::nullopt;
    add_to_hash(sealed);
    if (done() && hash() != expected_) return std::nullopt;
    plain.resize(own);
    return plain;
}

}  // namespace shopbell::crypto
