// SPDX-License-Identifier: Apache-2.0
#include "server-stub/listener/http_session.hpp"

#include "server-stub/listener/upgrade.hpp"

#include <ctime>

#include <boost/beast/websocket.hpp>

namespace shopbell::server {

namespace asio = boost::asio;
namespace http = boost::beast::http;
namespace websocket = boost::beast::websocket;
using Error = boost::system::error_code;

namespace {

constexpr size_t read_bytes = 8 * 1024;
constexpr int64_t write_ms_max = 30'000;
constexpr int64_t drain_ms_max = 2'000;
constexpr size_t drain_bytes_max = 1024 * 1024;

std::string_view view_of(boost::beast::string_view text) { return {text.data(), text.size()}; }

std::string http_date() {
    const std::time_t now = std::time(nullptr);
    std::tm parts{};
    gmtime_r(&now, &parts);
    char text[40];
    return {text, std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &parts)};
}

std::string_view code_of(unsigned status) {
    switch (status) {
        case 408:
            return "timeout";
        case 413:
        case 414:
        case 431:
            return "too_large";
        case 426:
            return "upgrade_required";
        default:
            return "malformed";
    }
}

// A line feed without a carriage return would make us wait for an empty line that never comes.
bool has_bare_line_feed(std::string_view text) {
    for (size_t at = text.find('\n'); at != std::string_view::npos; at = text.find('\n', at + 1)) {
        if (at == 0 || text[at - 1] != '\r') return true;
    }
    return false;
}

// The proxy appends whom it heard from: the last entry is the only one that it vouches for.
std::string last_forwarded(const http::fields& fields) {
    const std::string list(view_of(fields["X-Forwarded-For"]));
    const size_t comma = list.rfind(',');
    std::string last = comma == std::string::npos ? list : list.substr(comma + 1);
    last.erase(0, last.find_first_not_of(" \t"));
    return last;
}

// RFC 9110 §5.3: what is given twice is a list.
std::string all_of(const http::fields& fields, const char* name) {
    std::string all;
    const auto [first, last] = fields.equal_range(name);
    for (auto field = first; field != last; ++field) {
        if (field != first) all += ", ";
        all += view_of(field->value());
    }
    return all;
}

}  // namespace

HttpSession::HttpSession(asio::ip::tcp::socket socket, HttpService& service)
    : socket_(std::move(socket)), service_(service), timer_(socket_.get_executor()) {}

void HttpSession::start() { next_request(); }

void HttpSession::stop() {
    if (!answering_) close();
}

void HttpSession::next_request() {
    answering_ = false;
    head_bytes_ = 0;
    if (!buffer_.empty()) {
        arm(service_.http_times().request_ms_max, true);
        return take_bytes();
    }
    buffer_ = {};
    arm(service_.http_times().idle_ms_max, false);
    read_more();
}

void HttpSession::read_more() {
    const size_t held = buffer_.size();
    buffer_.resize(held + read_bytes);
    socket_.async_read_some(asio::buffer(buffer_.data() + held, read_bytes),
                            [self = shared_from_this(), held](Error error, size_t count) {
                                self->buffer_.resize(held + count);
                                if (self->answering_ || self->ended_) return;
                                if (error) return self->close();
                                if (held == 0)
                                    self->arm(self->service_.http_times().request_ms_max, true);
                                self->take_bytes();
                            });
}

void HttpSession::take_bytes() {
    if (head_bytes_ == 0) {
        const size_t empty_line = buffer_.find("\r\n\r\n");
        const size_t known = empty_line == std::string::npos ? buffer_.size() : empty_line + 4;
        if (has_bare_line_feed(std::string_view(buffer_).substr(0, known))) {
            return refuse({400, "headers", "lines must end with CR LF"});
        }
        if (known > http_head_bytes_max) {
            // A first line that fills the whole block is a target, not headers.
            const bool long_line = buffer_.find("\r\n") > http_target_bytes_max;
            return refuse(long_line ? target_too_long() : head_too_large());
        }
        if (empty_line == std::string::npos) return read_more();
        head_bytes_ = known;
        if (const auto refusal = check_head(std::string_view(buffer_).substr(0, head_bytes_))) {
            return refuse(*refusal);
        }
    }
    parse();
}

// The framing is known to be one head and Content-Length bytes; Beast does the rest.
void HttpSession::parse() {
    http::request_parser<http::string_body> parser;
    parser.header_limit(static_cast<std::uint32_t>(http_head_bytes_max));
    parser.body_limit(http_body_bytes_max);
    parser.eager(true);
    Error error;
    parser.put(asio::buffer(buffer_.data(), head_bytes_), error);
    if (error && error != http::error::need_more) {
        return refuse({400, "request", "is not valid HTTP: " + error.message()});
    }
    const size_t body_bytes = static_cast<size_t>(parser.content_length().value_or(0));
    const size_t request_bytes = head_bytes_ + body_bytes;
    if (buffer_.size() < request_bytes) return read_more();
    if (body_bytes > 0) {
        parser.put(asio::buffer(buffer_.data() + head_bytes_, body_bytes), error);
        if (error) return refuse({400, "body", "is not valid HTTP: " + error.message()});
    }
    handle(parser.release(), request_bytes);
}

void HttpSession::handle(BeastRequest request, size_t used) {
    buffer_.erase(0, used);
    answering_ = true;
    timer_.cancel();
    HttpRequest translated = translate(request);
    if (translated.path == "/ws") {
        const auto refusal =
            check_upgrade(translated.method, request.version() == 11, request.base());
        if (refusal) return refuse(*refusal);
        return upgrade(std::move(request));
    }
    const bool is_head = translated.method == "HEAD";
    const bool keep_alive = request.keep_alive();
    service_.answer(std::move(translated),
                    [self = shared_from_this(), is_head, keep_alive](HttpResponse response) {
                        self->respond(std::move(response), is_head, keep_alive);
                    });
}

HttpRequest HttpSession::translate(BeastRequest& request) const {
    HttpRequest out;
    out.method = view_of(request.method_string());
    const std::string_view target = view_of(request.target());
    const size_t question = target.find('?');
    out.path = target.substr(0, question);
    if (question != std::string_view::npos) out.query = target.substr(question + 1);
    out.host = value_of(request, http::field::host);
    out.origin = value_of(request, http::field::origin);
    out.authorization = value_of(request, http::field::authorization);
    out.content_type = value_of(request, http::field::content_type);
    out.accept_encoding = value_of(request, http::field::accept_encoding);
    out.if_none_match = value_of(request, http::field::if_none_match);
    out.range = all_of(request, "Range");
    out.upload_offset = all_of(request, "Upload-Offset");
    out.upload_length = all_of(request, "Upload-Length");
    out.body = std::move(request.body());
    Error error;
    const auto remote = socket_.remote_endpoint(error);
    if (!error) out.address = remote.address().to_string();
    if (service_.is_trusted_proxy(out.address)) {
        const std::string forwarded = last_forwarded(request);
        if (!forwarded.empty()) out.address = forwarded;
    }
    return out;
}

// Beast answers 101; its stream is dropped again, as it would keep kilobytes for an idle client.
void HttpSession::upgrade(BeastRequest request) {
    arm(write_ms_max, false);
    upgrade_request_ = std::move(request);
    upgrading_.emplace(socket_);
    upgrading_->set_option(websocket::stream_base::decorator([](websocket::response_type& answer) {
        answer.set(http::field::sec_websocket_protocol, subprotocol);
        answer.set(http::field::server, "shopbell-relay");
    }));
    upgrading_->async_accept(*upgrade_request_, [self = shared_from_this()](Error error) {
        self->timer_.cancel();
        self->upgrading_.reset();
        if (error || self->ended_) return self->close();
        self->ended_ = true;
        const BeastRequest& asked = *self->upgrade_request_;
        self->service_.take_peer(
            std::move(self->socket_), std::string(value_of(asked, http::field::host)),
            std::string(value_of(asked, http::field::origin)), to_bytes(bytes_of(self->buffer_)));
    });
}

void HttpSession::refuse(const HttpRefusal& refusal) {
    answering_ = true;
    HttpResponse response =
        error_response(refusal.status, code_of(refusal.status), refusal.field, refusal.message);
    if (refusal.status == 426) response.headers.emplace_back("Upgrade", "websocket");
    // A page that sent too large a piece of a file may read why; nothing else is in it.
    response.headers.emplace_back("Access-Control-Allow-Origin", "*");
    // What follows on this connection cannot be trusted to begin where we think.
    respond(std::move(response), false, false);
}

void HttpSession::respond(HttpResponse response, bool is_head, bool keep_alive) {
    if (ended_) return;
    response_ = std::move(response);
    const std::string_view body = response_.body();
    const bool has_body = !is_head && response_.status != 304 && response_.status != 204;
    writing_.emplace();
    writing_->result(response_.status);
    writing_->version(11);
    writing_->set(http::field::date, http_date());
    if (!response_.content_type.empty()) {
        writing_->set(http::field::content_type, response_.content_type);
    }
    for (const auto& [name, value] : response_.headers) {
        writing_->set(boost::beast::string_view(name.data(), name.size()), value);
    }
    if (response_.status != 304 && response_.status != 204) writing_->content_length(body.size());
    keep_alive = keep_alive && !service_.is_stopping();
    writing_->keep_alive(keep_alive);
    if (has_body) writing_->body() = {body.data(), body.size()};
    arm(write_ms_max, false);
    http::async_write(socket_, *writing_,
                      [self = shared_from_this(), keep_alive](Error error, size_t) {
                          self->writing_.reset();
                          self->response_ = {};
                          if (error || self->ended_) return self->close();
                          if (keep_alive) return self->next_request();
                          self->drain_and_close();
                      });
}

// Closing with unread input would reset the connection and could take the answer with it.
void HttpSession::drain_and_close() {
    if (drained_bytes_ == 0) {
        Error ignored;
        socket_.shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
        arm(drain_ms_max, false);
    }
    buffer_.resize(read_bytes);
    socket_.async_read_some(asio::buffer(buffer_),
                            [self = shared_from_this()](Error error, size_t count) {
                                self->drained_bytes_ += count;
                                if (error || self->drained_bytes_ > drain_bytes_max) {
                                    return self->close();
                                }
                                self->drain_and_close();
                            });
}

void HttpSession::arm(int64_t ms, bool answer_timeout) {
    timer_.expires_after(std::chrono::milliseconds(ms));
    timer_.async_wait([self = shared_from_this(), answer_timeout](Error error) {
        // A wait that expired just before it was renewed comes without an error: ask the clock.
        if (error || self->timer_.expiry() > std::chrono::steady_clock::now()) return;
        if (!answer_timeout) return self->close();
        if (!self->answering_) self->refuse(request_timeout());
    });
}

void HttpSession::close() {
    ended_ = true;
    timer_.cancel();
    Error ignored;
    socket_.close(ignored);
}

}  // namespace shopbell::server
