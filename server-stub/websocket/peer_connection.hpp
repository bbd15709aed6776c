// SPDX-License-Identifier: Apache-2.0
// One client's WebSocket after the upgrade. It waits for readiness instead of keeping a read
// buffer, holds bytes only while a frame is half read or a write is blocked, and writes what was
// sent during one turn of the event loop at once. The RelayLoop owns it and is told what happens.
#pragma once

#include "server-stub/websocket/frame_reader.hpp"

#include <memory>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

namespace shopbell::server {

class PeerEvents {
public:
    virtual ~PeerEvents() = default;
    virtual void peer_frame(uint64_t peer, Bytes frame) = 0;
    virtual void peer_too_large(uint64_t peer) = 0;
    virtual void peer_drained(uint64_t peer, uint64_t frames, uint64_t bytes) = 0;
    // Last, once.
    virtual void peer_closed(uint64_t peer) = 0;
    // Room for one read, shared by all connections of the thread.
    virtual std::span<uint8_t> read_space() = 0;
};

class PeerConnection : public std::enable_shared_from_this<PeerConnection> {
public:
    PeerConnection(boost::asio::ip::tcp::socket socket, uint64_t peer, PeerEvents& events,
                   size_t frame_bytes_max);

    // `carried`: what came behind the upgrade request.
    void start(ByteView carried);
    void send(ByteView frame);
    // Sends what is pending and a close frame, then waits a little for the client's own.
    void close(uint16_t code, std::string_view reason);
    // No goodbye.
    void abort();

private:
    struct PendingFrame {
        uint32_t bytes;    // with its head
        uint32_t payload;  // what the Hub counts
        bool is_hubs;      // not a control frame of ours
    };

    void note_pending(size_t was, size_t payload, bool is_hubs);
    void wait_readable();
    void read_some();
    void take(ByteView input);
    bool take_item(FrameReader::Item& item);
    void flush_this_turn();
    void flush();
    void wait_writable();
    void note_written(size_t bytes);
    void end();

    boost::asio::ip::tcp::socket socket_;
    uint64_t peer_;
    PeerEvents& events_;
    FrameReader reader_;
    Bytes pending_;  // what the socket has not yet taken begins at written_
    size_t written_ = 0;
    std::vector<PendingFrame> pending_frames_;  // in the order of pending_
    size_t frames_done_ = 0;
    size_t frame_written_ = 0;                            // of the first frame that is not yet done
    std::unique_ptr<boost::asio::steady_timer> closing_;  // exists only while it closes
    bool flush_posted_ = false;
    bool blocked_ = false;
    bool reading_ = true;
    bool close_sent_ = false;
    bool close_received_ = false;
    bool ended_ = false;
};

}  // namespace shopbell::server
