// SPDX-License-Identifier: Apache-2.0
// Files over HTTP: uploads that go on where they were, ranges, whose they are, and every refusal.
#include "core/relay/bearer.hpp"
#include "core/relay/blob_rules.hpp"
#include "server-stub/platform/clock.hpp"
#include "server-stub/store/ask.hpp"
#include "tests/unit/server/api_scene.hpp"
#include "tests/unit/server/blob_client.hpp"
#include "tests/unit/server/running_server.hpp"
#include "tests/unit/server/store_desk.hpp"

#include <atomic>

#include <doctest/doctest.h>

namespace shopbell::server::test {

namespace {

constexpr size_t piece_max = 262'144;
const Id blob = an_id(0xb1);
const std::string blob_path = base64url_encode(blob);

// Welcomed, with its token.
struct Visitor {
    Visitor(const RunningServer& server, uint8_t number)
        : shopper(server, number), files(server.port(), welcomed()) {}

    Key welcomed() {
        shopper.socket.say(shopper.hello());
        const auto welcome = shopper.socket.wait_for<wire::Welcome>();
        REQUIRE(welcome);
        return welcome->bearer;
    }
    void open(const Id& conv) {
        shopper.socket.say(shopper.opening(conv));
        REQUIRE(shopper.socket.wait_for<wire::Ack>());
    }
    void erase(const Id& conv) {
        wire::Submission row = shopper.row(conv);
        row.type = 2;
        row.pub = wire::encode(wire::EventPub{5, std::nullopt});
        shopper.socket.say(wire::Submit{row});
        REQUIRE(shopper.socket.wait_for<wire::Ack>());
    }

    Shopper shopper;
    BlobClient files;
};

// The shop of the tests with other settings, and a token of Ada's desk beside it.
std::function<void(Config&)> with_settings(const std::function<void(wire::ShopSettings&)>& change) {
    return [change](const Config& config) {
        RelayDatabase database(config.data);
        SqliteStore store(database);
        auto record = load_shop(store, "tea");
        REQUIRE(record);
        change(record->settings);
        put_shop(store, *record);
        for (const Id& agent : {tea_shop().made.agent, an_id(0x99)}) {
            Key token{};
            token[0] = agent[0];
            token[1] = 1;
            ask_store(store, PutBearer{bearer_hash(token),
                                       {"tea", a_key(agent[0]), Role::agent, agent},
                                       unix_ms(read_clock())});
        }
    };
}

Key agent_token(const Id& agent) {
    Key token{};
    token[0] = agent[0];
    token[1] = 1;
    return token;
}

const auto unchanged = [](wire::ShopSettings&) {};

void check_error(const HttpReply& reply, int status, const std::string& code,
                 const std::string& field) {
    CHECK(reply.status == status);
    CHECK(reply.headers.at("access-control-allow-origin") == "*");
    const auto body = nlohmann::json::parse(reply.body, nullptr, false);
    REQUIRE(body.is_object());
    CHECK(body["error"]["code"] == code);
    CHECK(body["error"]["field"] == field);
    CHECK(body["error"]["message"].get<std::string>() != "");
}

}  // namespace

TEST_CASE("blobs: a file goes up in pieces and comes down the same") {
    const RunningServer server;
    const Visitor ann(server, 1);
    const std::string file = a_file(3 * piece_max + 4'321);
    const HttpReply made = ann.files.make(blob, conv_a, file.size());
    CHECK(made.status == 201);
    CHECK(made.headers.at("upload-offset") == "0");
    // Pieces of any size come to lie in full ones.
    CHECK(ann.files.send(blob, std::string_view(file).substr(0, 100'000), 0, 33'333));
    CHECK(ann.files.send(blob, file, 100'000, piece_max));
    const HttpReply there = ann.files.look(blob);
    CHECK(there.status == 200);
    CHECK(there.headers.at("upload-offset") == std::to_string(file.size()));
    CHECK(there.headers.at("upload-length") == std::to_string(file.size()));
    CHECK(there.headers.at("cache-control") == "no-store");
    CHECK(ann.files.fetch(blob, file.size()) == file);
    const HttpReply some = ann.files.read(blob, "bytes=262140-262150");
    CHECK(some.status == 206);
    CHECK(some.body == file.substr(262'140, 11));
    CHECK(some.headers.at("content-range") == "bytes 262140-262150/" + std::to_string(file.size()));
}

TEST_CASE("blobs: nothing ever runs from what is served") {
    const RunningServer server;
    const Visitor ann(server, 1);
    const std::string page = "<script>alert(1)</script>";
    ann.files.make(blob, conv_a, page.size());
    REQUIRE(ann.files.send(blob, page, 0, piece_max));
    const HttpReply reply = ann.files.read(blob, "bytes=0-");
    CHECK(reply.headers.at("content-type") == "application/octet-stream");
    CHECK(reply.headers.at("content-disposition") == "attachment");
    CHECK(reply.headers.at("x-content-type-options") == "nosniff");
    CHECK(reply.headers.at("content-security-policy") == "sandbox; default-src 'none'");
    CHECK(reply.headers.at("cache-control") == "private, max-age=31536000, immutable");
    CHECK(reply.headers.at("access-control-allow-origin") == "*");
    CHECK(reply.headers.at("access-control-expose-headers") ==
          "Upload-Offset, Upload-Length, Content-Range");
}

TEST_CASE("blobs: making one again tells how far it is; another one under its id is refused") {
    const RunningServer server;
    const Visitor ann(server, 1), eve(server, 2);
    CHECK(ann.files.make(blob, conv_a, 10).status == 201);
    CHECK(ann.files.add(blob, 0, "abc").status == 204);
    const HttpReply again = ann.files.make(blob, conv_a, 10);
    CHECK(again.status == 200);
    CHECK(again.headers.at("upload-offset") == "3");
    check_error(ann.files.make(blob, conv_a, 11), 409, "blob_exists", "path");
    check_error(ann.files.make(blob, conv_b, 10), 409, "blob_exists", "path");
    check_error(eve.files.make(blob, conv_a, 10), 409, "blob_exists", "path");
}

TEST_CASE("blobs: a piece for another offset is told the right one, one too long is refused") {
    const RunningServer server;
    const Visitor ann(server, 1);
    ann.files.make(blob, conv_a, 10);
    CHECK(ann.files.add(blob, 0, "abc").status == 204);
    for (const uint64_t wrong : {0u, 2u, 4u}) {
        const HttpReply reply = ann.files.add(blob, wrong, "d");
        check_error(reply, 409, "offset", "Upload-Offset");
        CHECK(reply.headers.at("upload-offset") == "3");
    }
    check_error(ann.files.add(blob, 3, "12345678"), 413, "too_large", "Upload-Length");
    check_error(ann.files.add(blob, 3, std::string(piece_max + 1, 'x')), 413, "too_large", "body");
    check_error(ann.files.read(blob, "bytes=0-"), 409, "incomplete", "path");
    CHECK(ann.files.look(blob).headers.at("upload-offset") == "3");
}

TEST_CASE("blobs: one range of bytes at a time, cut to a megabyte") {
    const RunningServer server;
    const Visitor ann(server, 1);
    const std::string file = a_file(1'048'576 + 10);
    ann.files.make(blob, conv_a, file.size());
    REQUIRE(ann.files.send(blob, file, 0, piece_max));
    const HttpReply cut = ann.files.read(blob, "bytes=5-");
    CHECK(cut.body == file.substr(5, 1'048'576));
    CHECK(cut.headers.at("content-range") == "bytes 5-1048580/1048586");
    CHECK(ann.files.read(blob, "bytes=0-99999999").body.size() == 1'048'576);
    CHECK(ann.files.read(blob, "bytes=1048585-").body == file.substr(1'048'585));
    for (const char* wrong : {"bytes=0-1, 4-5", "bytes=-5", "bytes=7-3", "bytes=x-", "lines=0-1",
                              "bytes=0", "bytes=0-1\r\nRange: bytes=4-5"}) {
        CAPTURE(wrong);
        check_error(ann.files.read(blob, wrong), 400, "bad_field", "Range");
    }
    check_error(ann.files.ask("GET", blob_path), 400, "bad_field", "Range");
    const HttpReply beyond = ann.files.read(blob, "bytes=1048586-");
    check_error(beyond, 416, "bad_field", "Range");
    CHECK(beyond.headers.at("content-range") == "bytes */1048586");
}

TEST_CASE("blobs: a request that is not one of ours is refused by its field") {
    const RunningServer server;
    const Visitor ann(server, 1);
    const std::string conv = "?conv=" + base64url_encode(conv_a);
    const std::string typed = "Content-Type: application/offset+octet-stream\r\n";
    const std::string long_enough = "Upload-Length: 5\r\n";
    const BlobClient& files = ann.files;
    check_error(files.ask("POST", "short" + conv, long_enough), 400, "bad_field", "path");
    check_error(files.ask("POST", blob_path, long_enough), 400, "bad_field", "conv");
    check_error(files.ask("POST", blob_path + "?conv=x", long_enough), 400, "bad_field", "conv");
    check_error(files.ask("POST", blob_path + conv), 400, "bad_field", "Upload-Length");
    for (const char* wrong :
         {"0", "-1", "5 6", "1e3", "9007199254740992", "5\r\nUpload-Length: 6"}) {
        CAPTURE(wrong);
        check_error(
            files.ask("POST", blob_path + conv, "Upload-Length: " + std::string(wrong) + "\r\n"),
            400, "bad_field", "Upload-Length");
    }
    check_error(files.ask("POST", blob_path + conv, long_enough, "abc"), 400, "bad_field", "body");
    CHECK(files.make(blob, conv_a, 5).status == 201);
    check_error(files.ask("PATCH", blob_path, typed, "abc"), 400, "bad_field", "Upload-Offset");
    check_error(files.ask("PATCH", blob_path, typed + "Upload-Offset: 0\r\n"), 400, "bad_field",
                "body");
    check_error(files.ask("PATCH", blob_path, "Upload-Offset: 0\r\n", "abc"), 415, "bad_field",
                "Content-Type");
    const HttpReply put = files.ask("PUT", blob_path);
    check_error(put, 405, "method_not_allowed", "method");
    CHECK(put.headers.at("allow") == "GET, HEAD, POST, PATCH, DELETE, OPTIONS");
    check_error(files.read(an_id(9), "bytes=0-"), 404, "not_found", "path");
    CHECK(files.look(an_id(9)).status == 404);
    check_error(files.add(an_id(9), 0, "a"), 404, "not_found", "path");
}

TEST_CASE("blobs: a page of any shop may ask, and read every answer") {
    const RunningServer server;
    const HttpReply reply = http(server.port(), "OPTIONS /v1/blobs/" + blob_path +
                                                    " HTTP/1.1\r\nHost: " + server.host() +
                                                    "\r\nOrigin: https://tea.example\r\n\r\n");
    CHECK(reply.status == 204);
    CHECK(reply.headers.at("access-control-allow-origin") == "*");
    CHECK(reply.headers.at("access-control-max-age") == "86400");
    CHECK(reply.headers.at("access-control-allow-methods") ==
          "GET, HEAD, POST, PATCH, DELETE, OPTIONS");
    CHECK(reply.headers.at("access-control-allow-headers") ==
          "Authorization, Content-Type, Range, Upload-Length, Upload-Offset");
}

TEST_CASE("blobs: the token says whose they are") {
    const RunningServer server(with_settings(unchanged));
    Visitor ann(server, 1);
    const Visitor eve(server, 2);
    const BlobClient desk(server.port(), agent_token(tea_shop().made.agent));
    const BlobClient former(server.port(), agent_token(an_id(0x99)));
    check_error(BlobClient(server.port(), a_key(7)).make(blob, conv_a, 3), 401, "signed_out",
                "Authorization");
    const HttpReply without = http_get(server.port(), "/v1/blobs/" + blob_path);
    check_error(without, 401, "signed_out", "Authorization");
    check_error(former.make(blob, conv_a, 3), 403, "forbidden", "");
    check_error(desk.make(blob, conv_a, 3), 404, "unknown_conversation", "conv");

    REQUIRE(ann.files.make(blob, conv_a, 3).status == 201);
    REQUIRE(ann.files.add(blob, 0, "tea").status == 204);
    CHECK(desk.read(blob, "bytes=0-").status == 403);
    ann.open(conv_a);
    CHECK(desk.read(blob, "bytes=0-").body == "tea");
    CHECK(desk.look(blob).status == 200);
    check_error(eve.files.read(blob, "bytes=0-"), 403, "forbidden", "");
    check_error(eve.files.make(an_id(3), conv_a, 3), 403, "forbidden", "");
    CHECK(eve.files.look(blob).status == 403);
    check_error(desk.remove(blob), 403, "forbidden", "");
    REQUIRE(desk.make(an_id(4), conv_a, 3).status == 201);
    check_error(ann.files.add(an_id(4), 0, "cup"), 403, "forbidden", "");
    REQUIRE(desk.add(an_id(4), 0, "cup").status == 204);
    CHECK(ann.files.read(an_id(4), "bytes=0-").body == "cup");
    CHECK(eve.files.read(an_id(4), "bytes=0-").status == 403);
}

TEST_CASE("blobs: who opens a conversation under another device's id reads nothing of it") {
    const RunningServer server(with_settings(unchanged));
    const Visitor ann(server, 1);
    Visitor eve(server, 2);
    const BlobClient desk(server.port(), agent_token(tea_shop().made.agent));
    REQUIRE(ann.files.make(blob, conv_a, 3).status == 201);
    REQUIRE(ann.files.add(blob, 0, "tea").status == 204);
    eve.open(conv_a);
    CHECK(eve.files.read(blob, "bytes=0-").status == 403);
    CHECK(desk.read(blob, "bytes=0-").status == 403);
    CHECK(ann.files.read(blob, "bytes=0-").body == "tea");
}

TEST_CASE("blobs: another shop's token finds none") {
    const RunningServer server([](const Config& config) {
        RelayDatabase database(config.data);
        SqliteStore store(database);
        auto record = load_shop(store, "tea");
        REQUIRE(record);
        record->shop = "cups";
        put_shop(store, *record);
        ask_store(store, PutBearer{bearer_hash(a_key(5)),
                                   {"cups", a_key(6), Role::shopper, Id{}},
                                   unix_ms(read_clock())});
    });
    const Visitor ann(server, 1);
    REQUIRE(ann.files.make(blob, conv_a, 3).status == 201);
    REQUIRE(ann.files.add(blob, 0, "tea").status == 204);
    const BlobClient cups(server.port(), a_key(5));
    CHECK(cups.read(blob, "bytes=0-").status == 404);
    CHECK(cups.look(blob).status == 404);
    CHECK(cups.remove(blob).status == 204);
    CHECK(cups.make(blob, conv_a, 9).status == 201);
    CHECK(ann.files.read(blob, "bytes=0-").body == "tea");
}

TEST_CASE("blobs: the device that made one removes it, as often as it likes") {
    const RunningServer server;
    const Visitor ann(server, 1), eve(server, 2);
    CHECK(ann.files.make(blob, conv_a, 3).status == 201);
    check_error(eve.files.remove(blob), 403, "forbidden", "");
    CHECK(ann.files.remove(blob).status == 204);
    CHECK(ann.files.remove(blob).status == 204);
    CHECK(ann.files.look(blob).status == 404);
    CHECK(ann.files.make(blob, conv_b, 4).status == 201);
}

TEST_CASE("blobs: an erased conversation takes no more and gives no more") {
    const RunningServer server;
    Visitor ann(server, 1);
    ann.open(conv_a);
    REQUIRE(ann.files.make(blob, conv_a, 3).status == 201);
    REQUIRE(ann.files.add(blob, 0, "tea").status == 204);
    ann.erase(conv_a);
    // While it is being removed it is erased, then unknown.
    const int status = ann.files.read(blob, "bytes=0-").status;
    CHECK((status == 410 || status == 404));
    check_error(ann.files.make(an_id(2), conv_a, 3), 410, "erased", "conv");
    CHECK(ann.files.remove(blob).status == 204);
}

TEST_CASE("blobs: a shop's limits are kept, and named") {
    const RunningServer server(with_settings([](wire::ShopSettings& settings) {
        settings.file_bytes_max = 100;
        settings.files_total_bytes_max = 65'700;
    }));
    const Visitor ann(server, 1), bob(server, 2);
    check_error(ann.files.make(blob, conv_a, sealed_bytes_max(100) + 1), 413, "too_large",
                "file_bytes_max");
    const std::string file = a_file(65'648);
    REQUIRE(ann.files.make(blob, conv_a, file.size()).status == 201);
    REQUIRE(bob.files.make(an_id(2), conv_b, 100).status == 201);
    REQUIRE(ann.files.send(blob, file, 0, piece_max));
    // Both were announced while there was room; what counts is what is there.
    check_error(bob.files.add(an_id(2), 0, std::string(53, 'x')), 507, "full",
                "files_total_bytes_max");
    CHECK(bob.files.add(an_id(2), 0, std::string(52, 'x')).status == 204);
    check_error(ann.files.make(an_id(3), conv_a, 1), 507, "full", "files_total_bytes_max");
    CHECK(ann.files.remove(blob).status == 204);
    CHECK(ann.files.make(an_id(3), conv_a, 1).status == 201);
}

TEST_CASE("blobs: a shop without room for files takes none") {
    for (const bool total : {false, true}) {
        const RunningServer server(with_settings([&](wire::ShopSettings& settings) {
            (total ? settings.files_total_bytes_max : settings.file_bytes_max) = 0;
        }));
        const Visitor ann(server, 1);
        CHECK(ann.files.make(blob, conv_a, 1).status == (total ? 507 : 413));
    }
}

TEST_CASE("blobs: a device has so many unfinished uploads, and finishing one makes room") {
    const RunningServer server;
    const Visitor ann(server, 1), bob(server, 2);
    for (uint8_t i = 1; i <= 20; ++i) REQUIRE(ann.files.make(an_id(i), conv_a, 1).status == 201);
    check_error(ann.files.make(an_id(21), conv_a, 1), 429, "too_many", "uploads_open_max");
    CHECK(ann.files.make(an_id(20), conv_a, 1).status == 200);
    CHECK(bob.files.make(an_id(21), conv_b, 1).status == 201);
    CHECK(ann.files.add(an_id(1), 0, "x").status == 204);
    CHECK(ann.files.make(an_id(22), conv_a, 1).status == 201);
}

TEST_CASE("blobs: an almost full disk takes none for now, and serves what it has") {
    std::atomic<bool> low = false;
    ServerTuning tuning;
    tuning.files_disk_low = [&low] { return low.load(); };
    const RunningServer server({}, tuning);
    const Visitor ann(server, 1);
    REQUIRE(ann.files.make(blob, conv_a, 3).status == 201);
    low = true;
    const HttpReply refused = ann.files.add(blob, 0, "tea");
    check_error(refused, 503, "retry", "");
    CHECK(refused.headers.contains("retry-after"));
    CHECK(nlohmann::json::parse(refused.body)["error"]["retry_ms"] == 60'000);
    check_error(ann.files.make(an_id(2), conv_a, 3), 503, "retry", "");
    CHECK(ann.files.look(blob).headers.at("upload-offset") == "0");
    low = false;
    CHECK(ann.files.add(blob, 0, "tea").status == 204);
}

}  // namespace shopbell::server::test
