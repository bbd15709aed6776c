// SPDX-License-Identifier: Apache-2.0
// What a client sends over HTTP, through the relay's own HttpSession on a pair of sockets: rules
// for heads, Beast's parser, upgrades. However the bytes are cut, the service is asked the same
// and the client is answered the same; what is asked is well-formed; an ended connection leaves no
// session behind.
#include "server-stub/listener/http_session.hpp"
#include "tests/fuzz/fuzzed.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

namespace shopbell::fuzz {
namespace {

using server::HttpRequest;
using server::HttpResponse;
namespace asio = boost::asio;

// What came out of one connection.
struct Heard {
    std::string requests;  // as they reached the service
    std::string answered;  // bytes to the client, without dates
    bool upgraded = false;
    Bytes carried;
};

class Service : public server::HttpService {
public:
    explicit Service(Heard& heard) : heard_(heard) {}

    void answer(HttpRequest request, server::Answered answered) override {
        check(request);
        std::string asked;
        for (const std::string* part :
             {&request.method, &request.path, &request.query, &request.host, &request.origin,
              &request.authorization, &request.content_type, &request.accept_encoding,
              &request.if_none_match, &request.body, &request.address}) {
            asked += std::to_string(part->size()) + ":" + *part;
        }
        heard_.requests += asked + "\n";
        HttpResponse response = server::text_response(200, "asked for " + request.path);
        if (request.path.size() % 7 == 3) response.status = 304;
        answered(std::move(response));
    }

    void take_peer(asio::ip::tcp::socket socket, std::string host, std::string origin,
                   Bytes carried) override {
        heard_.upgraded = true;
        heard_.requests += "upgrade " + host + " " + origin + "\n";
        heard_.carried = std::move(carried);
        socket.close();
    }

    [[nodiscard]] bool is_trusted_proxy(const std::string&) const override { return true; }
    [[nodiscard]] server::HttpTimes http_times() const override { return {}; }
    [[nodiscard]] bool is_stopping() const override { return false; }

private:
    static void check(const HttpRequest& request) {
        FUZZ_CHECK(!request.method.empty());
        FUZZ_CHECK(request.path.rfind('/', 0) == 0);
        FUZZ_CHECK(request.path.find_first_of(" \t\r\n?") == std::string::npos);
        FUZZ_CHECK(request.path.size() + request.query.size() <= server::http_target_bytes_max);
        FUZZ_CHECK(request.body.size() <= server::http_body_bytes_max);
        for (const std::string* field : {&request.host, &request.origin, &request.authorization,
                                         &request.content_type, &request.address}) {
            FUZZ_CHECK(field->find_first_of(std::string_view("\r\n\0", 3)) == std::string::npos);
        }
    }

    Heard& heard_;
};

// Both ends of one connection; the session's end is a TCP socket as far as it can tell.
class Connection {
public:
    explicit Connection(Heard& heard) : service_(heard), heard_(heard) {
        int ends[2];
        FUZZ_CHECK(socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0);
        client_ = ends[0];
        FUZZ_CHECK(fcntl(client_, F_SETFL, O_NONBLOCK) == 0);
        asio::ip::tcp::socket socket(io_);
        socket.assign(asio::ip::tcp::v4(), ends[1]);
        const auto session = std::make_shared<server::HttpSession>(std::move(socket), service_);
        session_ = session;
        session->start();
    }

    ~Connection() {
        settle();
        shutdown(client_, SHUT_WR);
        settle();
        close(client_);
        settle();
        FUZZ_CHECK(session_.expired());
    }

    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    void send(ByteView bytes) {
        while (!bytes.empty()) {
            const ssize_t sent = ::send(client_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (sent > 0) bytes = bytes.subspan(static_cast<size_t>(sent));
            settle();
            if (sent <= 0 && errno != EAGAIN) return;  // the relay has closed
        }
    }

private:
    void settle() {
        io_.restart();
        do {
            receive();
        } while (io_.poll() > 0);
        receive();
    }

    void receive() {
        char buffer[4096];
        for (;;) {
            const ssize_t count = recv(client_, buffer, sizeof buffer, 0);
            if (count <= 0) return;
            heard_.answered.append(buffer, static_cast<size_t>(count));
        }
    }

    asio::io_context io_{1};
    Service service_;
    Heard& heard_;
    int client_ = -1;
    std::weak_ptr<server::HttpSession> session_;
};

void drop_dates(std::string& text) {
    constexpr std::string_view name = "Date: ";
    for (size_t at = text.find(name); at != std::string::npos; at = text.find(name, at)) {
        text.erase(at, text.find("\r\n", at) + 2 - at);
    }
}

Heard converse(ByteView input, bool cut) {
    Heard heard;
    {
        Connection connection(heard);
        Cuts cuts(input);
        for (ByteView left = input; !left.empty();) {
            connection.send(cut ? cuts.piece(left) : std::exchange(left, {}));
        }
    }
    drop_dates(heard.answered);
    return heard;
}

// Each answer begins as one, and says how long its body is.
void check_answers(std::string_view answered) {
    while (!answered.empty()) {
        FUZZ_CHECK(answered.substr(0, 9) == "HTTP/1.1 ");
        const bool upgraded = answered.substr(9, 3) == "101";
        const size_t end = answered.find("\r\n\r\n");
        FUZZ_CHECK(end != std::string_view::npos);
        const std::string_view head = answered.substr(0, end);
        answered.remove_prefix(end + 4);
        const size_t length = head.find("Content-Length: ");
        FUZZ_CHECK(upgraded || length != std::string_view::npos || head.substr(9, 3) == "304");
        if (length == std::string_view::npos) continue;
        // The answer to HEAD names a length and has no body; ours are all alike.
        const bool has_body = answered.substr(0, 5) != "HTTP/" && !answered.empty();
        const size_t size = std::strtoul(head.data() + length + 16, nullptr, 10);
        if (has_body) {
            FUZZ_CHECK(size <= answered.size());
            answered.remove_prefix(size);
        }
    }
}

}  // namespace
}  // namespace shopbell::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    using namespace shopbell;
    using namespace shopbell::fuzz;
    const ByteView input(data, size);
    const Heard whole = converse(input, false);
    const Heard cut = converse(input, true);
    FUZZ_CHECK(whole.requests == cut.requests);
    FUZZ_CHECK(whole.answered == cut.answered);
    FUZZ_CHECK(whole.upgraded == cut.upgraded);
    check_answers(whole.answered);
    // What came behind an upgrade is handed over as it was sent.
    const ByteView behind = input.last(std::min(whole.carried.size(), input.size()));
    if (whole.upgraded && size < 8192) FUZZ_CHECK(equal(whole.carried, behind));
    return 0;
}
