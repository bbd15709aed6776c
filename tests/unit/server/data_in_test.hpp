// SPDX-License-Identifier: Apache-2.0
// A folder of a test's own that goes away with it, and an open database in it.
#pragma once

#include "server-stub/data/data_folder.hpp"
#include "server-stub/store/schema.hpp"

#include <filesystem>
#include <string>

#include <stdlib.h>

namespace shopbell::server::test {

class TestFolder {
public:
    TestFolder() {
        std::string name =
            (std::filesystem::temp_directory_path() / "shopbell-test-XXXXXX").string();
        if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no folder for the test");
        path_ = name;
    }
    ~TestFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    TestFolder(const TestFolder&) = delete;
    TestFolder& operator=(const TestFolder&) = delete;

    [[nodiscard]] const std::filesystem::path& path() const { return path_; }
    [[nodiscard]] std::filesystem::path operator/(const char* name) const { return path_ / name; }

private:
    std::filesystem::path path_;
};

}  // namespace shopbell::server::test
