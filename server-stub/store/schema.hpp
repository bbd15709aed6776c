// SPDX-License-Identifier: Apache-2.0
// The tables of a data folder's database file, and its version. Opening brings a fresh or an older
// file to the current version and refuses a newer one by name, so that an old binary never writes
// into what it does not understand.
#pragma once

#include "server-stub/store/database.hpp"

namespace shopbell::server {

inline constexpr uint64_t schema_version = 3;

std::filesystem::path database_file(const std::filesystem::path& data_folder);

// `epoch` and `secret` are for a fresh file only. Either the whole file is brought to the current
// version or nothing changes. Throws DatabaseBroken or DatabaseNotNow.
void open_schema(Database& database, uint64_t epoch, const Key& secret);

uint64_t read_epoch(Database& database);
void write_epoch(Database& database, uint64_t epoch);
// From which bearer tokens and the answers to unknown mail addresses are derived.
Key read_secret(Database& database);

}  // namespace shopbell::server
