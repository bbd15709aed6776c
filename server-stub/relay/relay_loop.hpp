// SPDX-License-Identifier: Apache-2.0
// Where the pure Hub meets sockets, store and clock, on the IO thread: events go in one after the
// other, effects are carried out in order, one timer stands for the Hub's deadline. It decides
// nothing; what a frame means is core/relay's to say. Owned by Server.
#pragma once

#include "core/relay/hub.hpp"
#include "server-stub/log/log.hpp"
#include "server-stub/platform/clock.hpp"
#include "server-stub/store/store_threads.hpp"
#include "server-stub/websocket/peer_connection.hpp"

#include <deque>
#include <unordered_map>

#include <boost/asio/io_context.hpp>

namespace shopbell::server {

class RelayLoop final : public PeerEvents {
public:
    // Questions of the Hub leave by `ask`; their answers come back through answered().
    RelayLoop(boost::asio::io_context& io, const relay::HubConfig& config, const Key& seed,
              Clock clock, const Log& log, std::function<void(Ticketed)> ask);

    void take_peer(boost::asio::ip::tcp::socket socket, std::string host, std::string origin,
                   const Bytes& carried);
    void answered(TicketedAnswers&& answers);
    void shop_put(relay::ShopRecord record);
    void rows_trimmed(relay::RowsTrimmed trimmed);
    // Says goodbye to everybody; `done` is called when the last connection is gone.
    void shut_down(std::function<void()> done);
    // Sets no timer any more, so that the event loop can end.
    void stop();

    [[nodiscard]] size_t peer_count() const { return peers_.size(); }

private:
    void peer_frame(uint64_t peer, Bytes frame) override;
    void peer_too_large(uint64_t peer) override;
    void peer_drained(uint64_t peer, uint64_t frames, uint64_t bytes) override;
    void peer_closed(uint64_t peer) override;
    std::span<uint8_t> read_space() override { return read_space_; }

    void happen(relay::Event event);
    void carry_out(relay::Effects& effects);
    void carry_out(relay::SendTo& effect);
    void carry_out(relay::ClosePeer& effect);
    void carry_out(relay::AskStore& effect);
    void set_timer();

    boost::asio::io_context& io_;
    relay::Hub hub_;
    Clock clock_;
    const Log& log_;
    std::function<void(Ticketed)> ask_;
    size_t frame_bytes_max_;
    std::unordered_map<uint64_t, std::shared_ptr<PeerConnection>> peers_;
    uint64_t last_peer_ = 0;
    std::deque<relay::Event> waiting_;  // events that came up while one was handled
    bool handling_ = false;
    bool stopped_ = false;
    boost::asio::steady_timer timer_;
    std::optional<Millis> timer_at_;
    std::function<void()> gone_;
    std::vector<uint8_t> read_space_;
};

}  // namespace shopbell::server
