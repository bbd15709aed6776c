// SPDX-License-Identifier: Apache-2.0
// Files that an older relay wrote, brought to the current tables by open_schema in its transaction.
// Each step leaves what a fresh file would have, with what it can compute of the rows filled in.
#pragma once

#include "server-stub/store/database.hpp"

namespace shopbell::server {

// To 2: running hashes and floors, retention, and the field that shop settings got with it.
void migrate_from_1(Database& database);
// To 3: whose tokens are, and the limits of files that shop settings got.
void migrate_from_2(Database& database);

}  // namespace shopbell::server
