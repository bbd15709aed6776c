// SPDX-License-Identifier: Apache-2.0
// Files and the real binary: killed half-way, restarted, backed up; and what an erasure leaves.
#include "tests/unit/server/blob_client.hpp"
#include "tests/unit/server/demo_visitor.hpp"
#include "tests/unit/server/relay_process.hpp"

#include <fstream>
#include <sstream>

#include <signal.h>

namespace shopbell::server::test {

namespace {

constexpr size_t piece_max = 262'144;
const Id blob = Id{0xb1};

std::string read_file(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream bytes;
    bytes << file.rdbuf();
    return bytes.str();
}

// How many samples of a file's bytes stand in a database or its log; not all that are there, as
// pages cut some in two.
size_t count_found(const std::string& file, const std::filesystem::path& database) {
    const std::string held = read_file(database) + read_file(database.string() + "-wal");
    size_t found = 0;
    for (size_t at = 0; at + 64 <= file.size(); at += 4'096) {
        if (held.find(file.substr(at, 64)) != std::string::npos) found += 1;
    }
    return found;
}

}  // namespace

TEST_CASE("an upload goes on after SIGKILL from what was acknowledged, byte for byte") {
    const TestFolder folder;
    const std::string file = a_file(5 * piece_max + 77);
    size_t offset = 0, in_flight = 0;
    Key bearer{};
    for (int round = 0; round < 3; ++round) {
        RelayProcess relay(serving(folder));
        const uint16_t port = port_in(relay.wait_ready());
        if (round == 0) {
            bearer = Visitor(port).welcome->bearer;
            REQUIRE(BlobClient(port, bearer).make(blob, conv, file.size()).status == 201);
        }
        // The token of the first visit is known after a restart, too.
        const BlobClient files(port, bearer);
        const size_t there = std::stoul(files.look(blob).headers.at("upload-offset"));
        CHECK((there == offset || there == offset + in_flight));
        offset = there;
        const size_t next = offset + 100'000;
        CHECK(files.send(blob, std::string_view(file).substr(0, next), offset, 100'000));
        offset = next;
        // One more on its way while the process is killed: it is there as a whole, or not at all.
        SocketClient unanswered("127.0.0.1", port);
        in_flight = 5'000;
        unanswered.send("PATCH /v1/blobs/" + base64url_encode(blob) +
                        " HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port) +
                        "\r\nAuthorization: Bearer " + base64url_encode(bearer) +
                        "\r\nContent-Type: application/offset+octet-stream\r\nUpload-Offset: " +
                        std::to_string(offset) + "\r\nContent-Length: 5000\r\n\r\n" +
                        file.substr(offset, in_flight));
        relay.signal(SIGKILL);
        CHECK(relay.wait_exit() == 128 + SIGKILL);
    }
    RelayProcess relay(serving(folder));
    const BlobClient files(port_in(relay.wait_ready()), bearer);
    const size_t there = std::stoul(files.look(blob).headers.at("upload-offset"));
    CHECK((there == offset || there == offset + in_flight));
    CHECK(files.send(blob, file, there, piece_max));
    CHECK(files.fetch(blob, file.size()) == file);
}

TEST_CASE("an erasure takes the file's bytes out of files.sqlite, and gives its room back") {
    const TestFolder folder;
    const std::string file = a_file(piece_max + 5'000);
    const std::filesystem::path kept_in = folder / "files.sqlite";
    RelayProcess relay(serving(folder));
    {
        Visitor visitor(port_in(relay.wait_ready()));
        const BlobClient files(port_in(relay.out), visitor.welcome->bearer);
        visitor.socket.say(visitor.opening());
        REQUIRE(visitor.socket.wait_for<wire::Ack>());
        REQUIRE(files.make(blob, conv, file.size()).status == 201);
        REQUIRE(files.send(blob, file, 0, piece_max));
        CHECK(count_found(file, kept_in) > 50);
        visitor.socket.say(wire::Submit{visitor.erasure(2, 1)});
        REQUIRE(visitor.socket.wait_for<wire::Ack>());
    }
    // What was begun is finished before the process ends.
    relay.signal(SIGTERM);
    CHECK(relay.wait_exit() == 0);
    CHECK(count_found(file, kept_in) == 0);
    CHECK(std::filesystem::file_size(kept_in) < piece_max);
}

TEST_CASE("a file is in the backup, and in what is restored from it") {
    const TestFolder folder, elsewhere;
    const std::string file = a_file(piece_max + 5'000);
    const std::string copy = (elsewhere / "copy").string();
    const std::string restored = (elsewhere / "data").string();
    Key bearer{};
    {
        RelayProcess relay(serving(folder));
        const uint16_t port = port_in(relay.wait_ready());
        bearer = Visitor(port).welcome->bearer;
        const BlobClient files(port, bearer);
        REQUIRE(files.make(blob, conv, file.size()).status == 201);
        REQUIRE(files.send(blob, file, 0, piece_max));
        const Ran ran = run_relay({"backup", copy, "--data", folder.path().string()});
        CHECK(ran.errors == "");
        CHECK(ran.status == 0);
    }
    REQUIRE(run_relay({"restore", copy, "--data", restored}).status == 0);
    RelayProcess relay({"serve", "--demo", "--listen", "127.0.0.1:0", "--data", restored});
    const BlobClient files(port_in(relay.wait_ready()), bearer);
    CHECK(files.fetch(blob, file.size()) == file);
}

}  // namespace shopbell::server::test
