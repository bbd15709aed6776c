// SPDX-License-Identifier: Apache-2.0
#include "server-stub/relay/relay_loop.hpp"

#include <boost/asio/post.hpp>

namespace shopbell::server {

namespace asio = boost::asio;

namespace {

constexpr size_t read_space_bytes = 64 * 1024;

}  // namespace

RelayLoop::RelayLoop(asio::io_context& io, const relay::HubConfig& config, const Key& seed,
                     Clock clock, const Log& log, std::function<void(Ticketed)> ask)
    : io_(io),
      hub_(config, seed),
      clock_(std::move(clock)),
      log_(log),
      ask_(std::move(ask)),
      frame_bytes_max_(config.frame_bytes_max),
      timer_(io),
      read_space_(read_space_bytes) {}

void RelayLoop::take_peer(asio::ip::tcp::socket socket, std::string host, std::string origin,
                          const Bytes& carried) {
    const uint64_t peer = ++last_peer_;
    const auto connection =
        std::make_shared<PeerConnection>(std::move(socket), peer, *this, frame_bytes_max_);
    peers_.emplace(peer, connection);
    log_.debug("peer_connected", {{"peer", peer}, {"peers", peers_.size()}});
    happen(relay::PeerConnected{peer, std::move(host), std::move(origin)});
    connection->start(carried);
}

void RelayLoop::answered(TicketedAnswers&& answers) {
    for (auto& [ticket, answer] : answers) {
        happen(relay::StoreAnswered{ticket, std::move(answer)});
    }
}

void RelayLoop::shop_put(relay::ShopRecord record) { happen(relay::ShopPut{std::move(record)}); }

void RelayLoop::rows_trimmed(relay::RowsTrimmed trimmed) { happen(std::move(trimmed)); }

void RelayLoop::shut_down(std::function<void()> done) {
    gone_ = std::move(done);
    happen(relay::ShutDown{});
    if (peers_.empty()) asio::post(io_, std::exchange(gone_, {}));
}

void RelayLoop::stop() {
    stopped_ = true;
    timer_.cancel();
}

void RelayLoop::peer_frame(uint64_t peer, Bytes frame) {
    happen(relay::PeerFrame{peer, std::move(frame)});
}

void RelayLoop::peer_too_large(uint64_t peer) { happen(relay::PeerTooLarge{peer}); }

void RelayLoop::peer_drained(uint64_t peer, uint64_t frames, uint64_t bytes) {
    happen(relay::PeerDrained{peer, frames, bytes});
}

void RelayLoop::peer_closed(uint64_t peer) {
    peers_.erase(peer);
    log_.debug("peer_closed", {{"peer", peer}, {"peers", peers_.size()}});
    happen(relay::PeerClosed{peer});
    if (peers_.empty() && gone_) asio::post(io_, std::exchange(gone_, {}));
}

// Carrying out an effect may make the next event (a socket that turns out to be gone): it waits its
// turn, so that the Hub is never entered twice.
void RelayLoop::happen(relay::Event event) {
    waiting_.push_back(std::move(event));
    if (handling_) return;
    handling_ = true;
    relay::Effects effects;
    while (!waiting_.empty()) {
        const relay::Event next = std::move(waiting_.front());
        waiting_.pop_front();
        effects.clear();
        hub_.handle(next, clock_(), effects);
        carry_out(effects);
    }
    handling_ = false;
    set_timer();
}

void RelayLoop::carry_out(relay::Effects& effects) {
    for (relay::Effect& effect : effects) {
        std::visit([this](auto& one) { carry_out(one); }, effect);
    }
}

void RelayLoop::carry_out(relay::SendTo& effect) {
    const auto found = peers_.find(effect.peer);
    if (found == peers_.end()) return;
    // Kept alive: sending may find the socket gone, and then it leaves the map.
    const std::shared_ptr<PeerConnection> connection = found->second;
    connection->send(effect.frame);
}

void RelayLoop::carry_out(relay::ClosePeer& effect) {
    const auto found = peers_.find(effect.peer);
    if (found == peers_.end()) return;
    log_.debug("peer_refused", {{"peer", effect.peer}, {"close", effect.code}});
    const std::shared_ptr<PeerConnection> connection = found->second;
    connection->close(effect.code, effect.reason);
}

void RelayLoop::carry_out(relay::AskStore& effect) {
    ask_({effect.ticket, std::move(effect.request)});
}

// The timer is moved only to an earlier time; one that fires too early finds nothing to do.
void RelayLoop::set_timer() {
    const std::optional<Millis> deadline = hub_.deadline();
    if (stopped_ || !deadline || (timer_at_ && *timer_at_ <= *deadline)) return;
    timer_at_ = deadline;
    const Millis wait_ms = std::max<Millis>(0, *deadline - clock_().monotonic);
    timer_.expires_after(std::chrono::milliseconds(wait_ms));
    timer_.async_wait([this](boost::system::error_code error) {
        if (error) return;
        timer_at_.reset();
        happen(relay::Wake{});
    });
}

}  // namespace shopbell::server
