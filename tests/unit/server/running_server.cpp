// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/server/running_server.hpp"

#include "core/crypto/hello.hpp"
#include "core/relay/blob_rules.hpp"
#include "server-stub/store/ask.hpp"
#include "tests/unit/server/api_scene.hpp"

#include <future>

#include <doctest/doctest.h>

namespace shopbell::server::test {

namespace {

void put_tea_shop(const std::filesystem::path& folder) {
    RelayDatabase database(folder);
    SqliteStore store(database);
    const auto& made = tea_shop().made;
    relay::ShopRecord record;
    record.shop = "tea";
    record.root_hash = made.root_hash;
    record.signed_roster = made.signed_roster;
    record.settings.name = "Tea";
    record.settings.accent = "#1c4f9f";
    record.settings.origins = {tea_page};
    relay::set_file_limits(record.settings);
    record.profiles = {{made.agent, "Ada", "", 0}};
    record.sealed_inboxes = {{made.agent, {made.sealed_inbox}}};
    put_shop(store, record);
}

Key seed_of(uint8_t number) {
    Key seed;
    seed.fill(number);
    return seed;
}

uint16_t port_in(const std::string& url) {
    return static_cast<uint16_t>(std::stoul(url.substr(url.rfind(':') + 1)));
}

}  // namespace

RunningServer::RunningServer(const std::function<void(Config&)>& configure,
                             const ServerTuning& tuning, const Log& log)
    : log_(log) {
    put_tea_shop(folder_.path());
    Config config;
    config.data = folder_.path();
    config.listen = {{"127.0.0.1", 0, false, true}, {"::1", 0, true, true}};
    if (configure) configure(config);
    server_ = std::make_unique<Server>(config, log_, tuning);
    const std::string wrong = server_->open();
    REQUIRE(wrong == "");
    port_ = port_in(server_->urls().at(0));
    port_v6_ = port_in(server_->urls().at(1));
    std::promise<void> ready;
    thread_ = std::thread([this, &ready] { server_->run([&ready] { ready.set_value(); }); });
    ready.get_future().wait();
}

RunningServer::~RunningServer() { stop(); }

void RunningServer::stop() {
    if (!thread_.joinable()) return;
    server_->stop();
    thread_.join();
}

Shopper::Shopper(const RunningServer& at, uint8_t number, const std::string& page)
    : server(at),
      device(crypto::DeviceKeys::from_seed(seed_of(number))),
      socket("127.0.0.1", at.port()),
      number_(number) {
    connect(page);
}

void Shopper::connect(const std::string& page, const std::function<void(SocketClient&)>& prepare) {
    socket.reconnect();
    if (prepare) prepare(socket);
    socket.upgrade(server.host(), page);
    const auto challenge = socket.wait_for<wire::Challenge>();
    REQUIRE(challenge);
    nonce_ = challenge->nonce;
}

wire::Hello Shopper::hello(const std::string& shop) {
    wire::Hello hello;
    hello.role = 1;
    hello.shop = shop;
    hello.device = device.sign_pk;
    hello.relay_origin = server.origin();
    sign(hello);
    return hello;
}

void Shopper::sign(wire::Hello& hello) { hello.sig = crypto::sign_hello(hello, nonce_, device); }

void Shopper::join() {
    socket.say(hello());
    REQUIRE(socket.wait_for<wire::Welcome>());
}

wire::Open Shopper::opening(const Id& conv) {
    wire::Open open;
    open.wrap.conv = conv;
    open.wrap.gen = 1;
    open.wrap.inbox_v = 1;
    open.wrap.shopper_box = device.box_pk;
    open.wrap.maker = device.sign_pk;
    open.first = row(conv);
    return open;
}

wire::Submission Shopper::row(const Id& conv) {
    wire::Submission row;
    row.conv = conv;
    row.mid.fill(number_);
    row.mid[0] = static_cast<uint8_t>(next_ >> 8);
    row.mid[1] = static_cast<uint8_t>(next_++);
    row.prev = last_mid_;
    row.gen = 1;
    row.roster_v = 1;
    row.device = device.sign_pk;
    row.type = 1;
    row.sent_at = static_cast<uint64_t>(noon_wall);
    row.ct = Bytes(272, 0x5a);
    last_mid_ = row.mid;
    return row;
}

}  // namespace shopbell::server::test
