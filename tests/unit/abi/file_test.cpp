// SPDX-License-Identifier: Apache-2.0
// The third door of the C ABI: a file goes through it chunk by chunk, in either direction.
#include "core/crypto/file.hpp"

#include "core/abi/abi.hpp"
#include "core/base/bytes.hpp"
#include "core/base/limits.hpp"

#include <doctest/doctest.h>

namespace shopbell {
namespace {

uint32_t put(ByteView bytes) {
    std::copy(bytes.begin(), bytes.end(), sb_input(static_cast<uint32_t>(bytes.size())));
    return static_cast<uint32_t>(bytes.size());
}

Bytes taken(int32_t size) {
    REQUIRE(size >= 0);
    return {sb_output(), sb_output() + size};
}

TEST_CASE("file door: what is sealed through it opens through it, and no other bytes do") {
    const Bytes begins(32 + 24, 9);
    const Bytes file(limits::file_chunk_bytes + 10, 5);
    const ByteView first = ByteView(file).first(limits::file_chunk_bytes);
    REQUIRE(sb_file_begin(put(begins), static_cast<double>(file.size())) == 2);
    const Bytes one = taken(sb_file_chunk(put(first)));
    CHECK(sb_file_chunk(put(first)) == -1);
    const Bytes two = taken(sb_file_chunk(put(ByteView(file).subspan(first.size()))));
    CHECK(sb_file_chunk(0) == -1);
    Bytes opens = begins;
    append(opens, taken(static_cast<int32_t>(sb_file_hash())));

    REQUIRE(sb_file_begin(put(opens), static_cast<double>(file.size())) == 2);
    Bytes opened = taken(sb_file_chunk(put(one)));
    append(opened, taken(sb_file_chunk(put(two))));
    CHECK(opened == file);
    REQUIRE(sb_file_begin(put(opens), static_cast<double>(file.size())) == 2);
    CHECK(sb_file_chunk(put(two)) == -1);
}

TEST_CASE(
    "file door: no file, one beyond all sizes, and a beginning of another length are refused") {
    const Bytes begins(32 + 24, 9);
    CHECK(sb_file_begin(put(begins), 0) == 0);
    CHECK(sb_file_begin(put(begins), -1) == 0);
    CHECK(sb_file_begin(put(begins), static_cast<double>(crypto::file_size_max) + 1) == 0);
    CHECK(sb_file_begin(put(ByteView(begins).first(55)), 10) == 0);
    CHECK(sb_file_begin(0, 10) == 0);
}

}  // namespace
}  // namespace shopbell
