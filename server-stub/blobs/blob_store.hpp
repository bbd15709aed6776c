// SPDX-License-Identifier: Apache-2.0
// The data folder's other file: blobs and their bytes, in pieces of one size. A file of its own, so
// that a quarter of a megabyte on its way to the disk never stands before a message. It only looks
// up and writes down; who may, and how much, is core/relay/blob_rules' and Blobs' to say. Used on
// the files' thread alone.
#pragma once

#include "core/relay/blob_rules.hpp"
#include "server-stub/store/database.hpp"

#include <vector>

namespace shopbell::server {

inline constexpr uint64_t files_schema_version = 1;

std::filesystem::path files_file(const std::filesystem::path& data_folder);

// Brings a fresh file to the current version; refuses a newer one. Throws DatabaseBroken or
// DatabaseNotNow.
void open_files_schema(Database& database);

class BlobStore {
public:
    // The schema is open.
    explicit BlobStore(Database& database) : database_(database) {}

    struct Kept {
        uint64_t id = 0;  // in this file
        relay::BlobState state;
    };

    std::optional<Kept> find(std::string_view shop, const Id& blob);
    // Those behind `id`, ascending.
    std::vector<Kept> list_after(uint64_t id, uint64_t blobs_max);
    std::vector<uint64_t> list_of(std::string_view shop, const Id& conv);
    // Unfinished uploads of one device.
    uint64_t count_open(std::string_view shop, const Key& device);
    // Of all that the shop's blobs hold.
    uint64_t total_bytes(std::string_view shop);

    // Durable when they return, or nothing has changed.
    void make(const relay::BlobState& fresh);
    // `piece` goes to the blob's offset, within its length.
    void add(Kept& kept, ByteView piece, uint64_t now);
    void remove(uint64_t id);

    // Within what is there.
    Bytes read(const Kept& kept, uint64_t from, uint64_t count);

    // Gives some of the room of what was removed back to the disk; true if there is more.
    bool shrink();

private:
    Bytes read_piece(uint64_t id, uint64_t place);

    Database& database_;
};

}  // namespace shopbell::server
