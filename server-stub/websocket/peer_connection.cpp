// SPDX-License-Identifier: Apache-2.0
#include "server-stub/websocket/peer_connection.hpp"

#include "server-stub/websocket/frame_writer.hpp"

#include <utility>

#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>

namespace shopbell::server {

namespace asio = boost::asio;
using asio::ip::tcp;
using Error = boost::system::error_code;

namespace {

constexpr int64_t closing_ms_max = 2'000;
constexpr size_t frames_per_write = 32;

bool would_block(const Error& error) {
    return error == asio::error::would_block || error == asio::error::try_again;
}

template <class... Handlers>
struct Overloaded : Handlers... {
    using Handlers::operator()...;
};
template <class... Handlers>
Overloaded(Handlers...) -> Overloaded<Handlers...>;

}  // namespace

PeerConnection::PeerConnection(tcp::socket socket, uint64_t peer, PeerEvents& events,
                               size_t frame_bytes_max)
    : socket_(std::move(socket)), peer_(peer), events_(events), reader_(frame_bytes_max) {}

void PeerConnection::start(ByteView carried) {
    Error ignored;
    socket_.non_blocking(true, ignored);
    if (!carried.empty()) take(carried);
    wait_readable();
}

void PeerConnection::wait_readable() {
    if (ended_) return;
    socket_.async_wait(tcp::socket::wait_read, [self = shared_from_this()](Error error) {
        if (self->ended_) return;
        if (error) return self->end();
        self->read_some();
    });
}

// One read per readiness, so that a busy client does not starve the others.
void PeerConnection::read_some() {
    const std::span<uint8_t> space = events_.read_space();
    Error error;
    const size_t count = socket_.read_some(asio::buffer(space.data(), space.size()), error);
    if (error && !would_block(error)) return end();
    if (reading_) take(space.first(count));
    wait_readable();
}

void PeerConnection::take(ByteView input) {
    std::vector<FrameReader::Item> items;
    reader_.feed(input, items);
    for (FrameReader::Item& item : items) {
        // Handling one may have closed us: what came after it is not for anybody.
        if (!reading_ || ended_) return;
        reading_ = take_item(item);
    }
}

// False when nothing more is to be taken from this client.
bool PeerConnection::take_item(FrameReader::Item& item) {
    const auto on = Overloaded{[&](FrameReader::Message& message) {
                                   events_.peer_frame(peer_, std::move(message.data));
                                   return reading_;
                               },
                               [&](FrameReader::PingFrame& ping) {
                                   // Who does not read its pongs gets none: nothing may grow by
                                   // pinging.
                                   if (blocked_) return true;
                                   const size_t was = pending_.size();
                                   write_pong_frame(ping.data, pending_);
                                   note_pending(was, 0, false);
                                   return true;
                               },
                               [&](FrameReader::PongFrame&) { return true; },
                               [&](FrameReader::CloseFrame& closed) {
                                   close_received_ = true;
                                   close(closed.code == 1005 ? close_normal : closed.code, "");
                                   return false;
                               },
                               [&](FrameReader::Violation& violation) {
                                   // The Hub says goodbye in the protocol's own words for what is
                                   // merely too large.
                                   if (violation.code == close_too_big) {
                                       events_.peer_too_large(peer_);
                                   } else {
                                       close(violation.code, violation.reason);
                                   }
                                   return false;
                               }};
    return std::visit(on, item);
}

void PeerConnection::send(ByteView frame) {
    if (close_sent_ || ended_) return;
    const size_t was = pending_.size();
    write_binary_frame(frame, pending_);
    note_pending(was, frame.size(), true);
}

void PeerConnection::note_pending(size_t was, size_t payload, bool is_hubs) {
    pending_frames_.push_back(
        {static_cast<uint32_t>(pending_.size() - was), static_cast<uint32_t>(payload), is_hubs});
    // So many in one turn would look to the Hub like a client that does not read.
    if (pending_frames_.size() >= frames_per_write && !blocked_) return flush();
    flush_this_turn();
}

void PeerConnection::close(uint16_t code, std::string_view reason) {
    if (close_sent_ || ended_) return;
    close_sent_ = true;
    reading_ = false;
    const size_t was = pending_.size();
    write_close_frame(code, reason, pending_);
    closing_ = std::make_unique<asio::steady_timer>(socket_.get_executor());
    closing_->expires_after(std::chrono::milliseconds(closing_ms_max));
    closing_->async_wait([self = shared_from_this()](Error error) {
        if (!error) self->end();
    });
    note_pending(was, 0, false);
}

void PeerConnection::abort() { end(); }

void PeerConnection::flush_this_turn() {
    if (flush_posted_ || blocked_) return;
    flush_posted_ = true;
    asio::post(socket_.get_executor(), [self = shared_from_this()] {
        self->flush_posted_ = false;
        self->flush();
    });
}

void PeerConnection::flush() {
    while (!ended_ && written_ < pending_.size()) {
        Error error;
        const size_t count = socket_.write_some(
            asio::buffer(pending_.data() + written_, pending_.size() - written_), error);
        if (would_block(error)) return wait_writable();
        if (error) return end();
        written_ += count;
        note_written(count);
    }
    if (ended_) return;
    pending_ = {};
    written_ = 0;
    pending_frames_ = {};
    frames_done_ = 0;
    if (!close_sent_) return;
    if (close_received_) return end();
    Error ignored;
    socket_.shutdown(tcp::socket::shutdown_send, ignored);
}

void PeerConnection::wait_writable() {
    blocked_ = true;
    // A client that always lags a little must not make us keep what it has long taken.
    if (written_ > pending_.size() / 2) {
        pending_.erase(pending_.begin(), pending_.begin() + static_cast<ptrdiff_t>(written_));
        written_ = 0;
        pending_frames_.erase(pending_frames_.begin(),
                              pending_frames_.begin() + static_cast<ptrdiff_t>(frames_done_));
        frames_done_ = 0;
    }
    socket_.async_wait(tcp::socket::wait_write, [self = shared_from_this()](Error error) {
        self->blocked_ = false;
        if (self->ended_) return;
        if (error) return self->end();
        self->flush();
    });
}

// Tells the Hub which of its frames have left, so that more may follow.
void PeerConnection::note_written(size_t bytes) {
    uint64_t frames = 0, payload = 0;
    frame_written_ += bytes;
    while (frames_done_ < pending_frames_.size()) {
        const PendingFrame& frame = pending_frames_[frames_done_];
        if (frame_written_ < frame.bytes) break;
        frame_written_ -= frame.bytes;
        ++frames_done_;
        frames += frame.is_hubs;
        payload += frame.payload;
    }
    if (frames > 0) events_.peer_drained(peer_, frames, payload);
}

void PeerConnection::end() {
    if (ended_) return;
    ended_ = true;
    if (closing_) closing_->cancel();
    Error ignored;
    socket_.close(ignored);
    pending_ = {};
    pending_frames_ = {};
    events_.peer_closed(peer_);
}

}  // namespace shopbell::server
