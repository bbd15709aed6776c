// SPDX-License-Identifier: Apache-2.0
#include "examples/echo-bot/wire_loop.hpp"

#include <chrono>
#include <csignal>
#include <deque>
#include <iostream>
#include <memory>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/websocket.hpp>

namespace shopbell::example {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace websocket = boost::beast::websocket;
using boost::system::error_code;

Now read_clock() {
    using std::chrono::duration_cast;
    using std::chrono::milliseconds;
    return {
        duration_cast<milliseconds>(std::chrono::steady_clock::now().time_since_epoch()).count(),
        duration_cast<milliseconds>(std::chrono::system_clock::now().time_since_epoch()).count()};
}

// One connection; whatever it still has to say after it was given up is not heard.
class Socket : public std::enable_shared_from_this<Socket> {
public:
    using Tell = std::function<void(const client::Event&)>;

    Socket(asio::io_context& context, Tell tell)
        : resolver_(context), stream_(context), tell_(std::move(tell)) {}

    void open(const RelayAddress& relay) {
        auto self = shared_from_this();
        resolver_.async_resolve(relay.host, relay.port, [self, relay](error_code e, auto found) {
            if (e) return self->closed();
            beast::get_lowest_layer(self->stream_)
                .async_connect(found, [self, relay](error_code e2, auto) {
                    if (e2) return self->closed();
                    self->upgrade(relay);
                });
        });
    }

    void send(Bytes frame) {
        waiting_.push_back(std::move(frame));
        if (waiting_.size() == 1) write();
    }

    void drop() {
        tell_ = nullptr;
        beast::get_lowest_layer(stream_).close();
    }

private:
    void upgrade(const RelayAddress& relay) {
        stream_.binary(true);
        stream_.set_option(websocket::stream_base::decorator([](websocket::request_type& request) {
            request.set(beast::http::field::sec_websocket_protocol, "shopbell.v1");
        }));
        stream_.async_handshake(relay.authority(), "/ws",
                                [self = shared_from_this()](error_code e) {
                                    if (e) return self->closed();
                                    self->tell(boundary::SocketOpened{});
                                    self->read();
                                });
    }

    void read() {
        stream_.async_read(buffer_, [self = shared_from_this()](error_code e, size_t) {
            if (e) return self->closed();
            const auto* data = static_cast<const uint8_t*>(self->buffer_.data().data());
            boundary::SocketFrame frame{.frame = Bytes(data, data + self->buffer_.size())};
            self->buffer_.consume(self->buffer_.size());
            self->tell(frame);
            self->read();
        });
    }

    void write() {
        stream_.async_write(asio::buffer(waiting_.front()),
                            [self = shared_from_this()](error_code e, size_t) {
                                if (e) return self->closed();
                                self->waiting_.pop_front();
                                if (!self->waiting_.empty()) self->write();
                            });
    }

    void tell(const client::Event& event) {
        if (tell_) tell_(event);
    }

    void closed() {
        const Tell tell = std::exchange(tell_, nullptr);
        if (tell) tell(boundary::SocketClosed{.code = 0});
    }

    asio::ip::tcp::resolver resolver_;
    websocket::stream<beast::tcp_stream> stream_;
    beast::flat_buffer buffer_;
    std::deque<Bytes> waiting_;
    Tell tell_;
};

class Shell {
public:
    Shell(Echo& bot, RelayAddress relay)
        : bot_(bot),
          relay_(std::move(relay)),
          timer_(context_),
          signals_(context_, SIGINT, SIGTERM) {}

    void run(const boundary::Start& start) {
        signals_.async_wait([this](error_code, int) { context_.stop(); });
        tell(start);
        context_.run();
    }

private:
    void tell(const client::Event& event) {
        client::Effects effects;
        bot_.handle(event, read_clock(), effects);
        for (const client::Effect& effect : effects) carry_out(effect);
        set_timer();
    }

    void carry_out(const client::Effect& effect) {
        if (std::holds_alternative<boundary::Connect>(effect)) {
            socket_ =
                std::make_shared<Socket>(context_, [this](const client::Event& e) { tell(e); });
            socket_->open(relay_);
        } else if (const auto* send = std::get_if<boundary::Send>(&effect)) {
            if (socket_) socket_->send(send->frame);
        } else if (std::holds_alternative<boundary::Disconnect>(effect)) {
            if (socket_) socket_->drop();
            socket_.reset();
        } else if (const auto* store = std::get_if<boundary::Store>(&effect)) {
            // Nothing is kept: the Session is told so at once, outside its own turn.
            asio::post(context_,
                       [this, id = store->id] { tell(boundary::StoreDone{.id = id, .ok = true}); });
        } else if (const auto* link = std::get_if<boundary::ConnectionChanged>(&effect)) {
            say(*link);
        }
    }

    void say(const boundary::ConnectionChanged& link) {
        if (link.state == said_) return;
        said_ = link.state;
        if (link.state == 2) std::cout << "ready" << std::endl;
        if (link.state == 4) std::cerr << "echo-bot: refused: " << link.message << std::endl;
    }

    void set_timer() {
        const auto deadline = bot_.deadline();
        if (!deadline) return void(timer_.cancel());
        timer_.expires_at(
            std::chrono::steady_clock::time_point(std::chrono::milliseconds(*deadline)));
        timer_.async_wait([this](error_code e) {
            if (!e) tell(boundary::Wake{});
        });
    }

    Echo& bot_;
    RelayAddress relay_;
    asio::io_context context_;
    asio::steady_timer timer_;
    asio::signal_set signals_;
    std::shared_ptr<Socket> socket_;
    uint64_t said_ = 0;
};

}  // namespace

void run(Echo& bot, const RelayAddress& relay, const boundary::Start& start) {
    Shell(bot, relay).run(start);
}

}  // namespace shopbell::example
