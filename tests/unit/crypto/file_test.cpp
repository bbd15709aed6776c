// SPDX-License-Identifier: Apache-2.0
#include "core/crypto/file.hpp"

#include "core/base/limits.hpp"
#include "core/crypto/hash.hpp"
#include "core/crypto/rng.hpp"

#include <algorithm>

#include <doctest/doctest.h>

namespace shopbell::crypto {
namespace {

constexpr size_t chunk = limits::file_chunk_bytes;

struct Sealed {
    explicit Sealed(size_t size) : file(size) {
        for (size_t i = 0; i < size; ++i) file[i] = static_cast<uint8_t>(i * 7 + i / 251);
        FileSealer sealer(key, header, size);
        append(blob, header);
        for (uint64_t i = 0; i < file_chunks(size); ++i) {
            const size_t from = std::min<size_t>(size, static_cast<size_t>(i) * chunk);
            auto sealed = sealer.seal(ByteView(file).subspan(from, std::min(chunk, size - from)));
            REQUIRE(sealed);
            append(blob, *sealed);
        }
        REQUIRE(sealer.done());
        CHECK(!sealer.seal({}));
        hash = sealer.hash();
    }

    // The whole file, or nothing as soon as a chunk does not open.
    std::optional<Bytes> open(const Bytes& from) const { return open(from, file.size(), hash); }
    std::optional<Bytes> open(const Bytes& from, uint64_t size, const Hash& expected) const {
        FileOpener opener(key, header, size, expected);
        Bytes plain;
        size_t at = header.size();
        while (!opener.done()) {
            const size_t count = std::min(opener.sealed_bytes(), from.size() - at);
            const auto piece = opener.open(ByteView(from).subspan(at, count));
            if (!piece) return std::nullopt;
            append(plain, *piece);
            at += count;
        }
        return plain;
    }

    Rng rng{Key{7}};
    SecretKey<32> key{rng.key()};
    FileHeader header = rng.bytes<24>();
    Bytes file;
    Bytes blob;
    Hash hash{};
};

TEST_CASE("file: what was sealed opens to the same bytes, whatever its size") {
    for (const size_t size : {size_t{1}, size_t{255}, size_t{256}, size_t{4096}, chunk - 1, chunk,
                              chunk + 1, 3 * chunk, 5 * chunk + 4711}) {
        CAPTURE(size);
        const Sealed sealed(size);
        CHECK(sealed.blob.size() == blob_size(size));
        CHECK(sealed.hash == hash256({sealed.blob}));
        CHECK(sealed.open(sealed.blob) == sealed.file);
    }
}

TEST_CASE("file: files of about one size make blobs of one size") {
    CHECK(blob_size(1) == blob_size(200));
    CHECK(blob_size(1'000'000) == blob_size(1'010'000));
    CHECK(blob_size(26'214'400) < 26'214'400 + 26'214'400 / 8 + 500 * 17);
}

TEST_CASE("file: a changed, missing, doubled or moved chunk is not opened") {
    const Sealed sealed(3 * chunk);
    const size_t step = chunk + 17, head = sealed.header.size();
    const auto at = [&](size_t i) {
        return sealed.blob.begin() + static_cast<std::ptrdiff_t>(head + i * step);
    };
    Bytes changed = sealed.blob;
    changed[head + step + 5] ^= 1;
    CHECK(!sealed.open(changed));
    Bytes swapped = sealed.blob;
    std::copy(at(1), at(2), swapped.begin() + static_cast<std::ptrdiff_t>(head));
    std::copy(at(0), at(1), swapped.begin() + static_cast<std::ptrdiff_t>(head + step));
    CHECK(!sealed.open(swapped));
    Bytes doubled = sealed.blob;
    std::copy(at(0), at(1), doubled.begin() + static_cast<std::ptrdiff_t>(head + step));
    CHECK(!sealed.open(doubled));
    Bytes cut = sealed.blob;
    cut.resize(head + step);
    CHECK(!sealed.open(cut));
}

TEST_CASE("file: a blob that ends early is not opened as a shorter file") {
    // A relay that leaves out the last chunks cannot make the one before them the final one.
    const Sealed sealed(3 * chunk);
    CHECK(!sealed.open(sealed.blob, 2 * chunk, sealed.hash));
}

TEST_CASE("file: another blob under the same key is not the one that the message speaks of") {
    const Sealed sealed(1000);
    Hash other = sealed.hash;
    other[0] ^= 1;
    CHECK(!sealed.open(sealed.blob, 1000, other));
}

TEST_CASE("file: another key or header opens nothing") {
    Sealed sealed(1000);
    sealed.header[0] ^= 1;
    CHECK(!sealed.open(sealed.blob));
    sealed.header[0] ^= 1;
    sealed.key = SecretKey<32>(Key{1});
    CHECK(!sealed.open(sealed.blob));
}

TEST_CASE("file: the sealer takes exactly the bytes that are due") {
    const Sealed shape(10);
    FileSealer sealer(shape.key, shape.header, 10);
    CHECK(!sealer.seal(Bytes(9)));
    CHECK(!sealer.seal(Bytes(11)));
    CHECK(sealer.seal(Bytes(10)));
}

}  // namespace
}  // namespace shopbell::crypto
