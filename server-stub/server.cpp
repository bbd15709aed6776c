// SPDX-License-Identifier: Apache-2.0
#include "server-stub/server.hpp"

#include "core/base/text_encoding.hpp"
#include "core/relay/bearer.hpp"
#include "server-stub/demo/demo_shop.hpp"
#include "server-stub/platform/random.hpp"
#include "server-stub/store/ask.hpp"
#include "server-stub/store/schema.hpp"

#include <algorithm>
#include <cstdlib>

#include <boost/asio/post.hpp>
#include <nlohmann/json.hpp>

namespace shopbell::server {

namespace asio = boost::asio;

namespace {

constexpr int64_t stop_ms_max = 5'000;
constexpr int64_t sweep_every_ms = 3'600'000;
constexpr uint64_t trim_rows_max = 500;  // at once; what is written meanwhile comes in between
constexpr int64_t look_again_ms = 1'000;
constexpr uint64_t bearer_ms_max = 30ull * 86'400'000;  // since its device's newest visit
// The log is moved into the database when nothing waits, or when it gets long in spite of that.
constexpr int checkpoint_pages_min = 500;
constexpr int checkpoint_pages_max = 8'000;

relay::HubConfig hub_config(const Config& config, const Key& bearer_key) {
    relay::HubConfig hub;
    hub.demo = config.demo;
    hub.bearer_key = bearer_key;
    // In demo mode any loopback name that leads here will do.
    if (!config.public_url.empty() && !config.demo) {
        hub.public_origins = {"ws" + config.public_url.substr(4)};
    }
    return hub;
}

HttpResponse open_to_pages(HttpResponse response) {
    response.headers.emplace_back("Access-Control-Allow-Origin", "*");
    return response;
}

}  // namespace

Server::Server(Config config, const Log& log, ServerTuning tuning)
    : config_(std::move(config)),
      log_(log),
      tuning_(std::move(tuning)),
      site_{embedded_files(), ""} {}

Server::~Server() {
    // What the threads still want to deliver has nowhere to go but the queue of io_, which outlives
    // them.
    files_.reset();
    reader_.reset();
    writer_.reset();
}

std::string Server::open() {
    try {
        data_ = std::make_unique<OpenData>(config_.data, tuning_.disk_low, tuning_.vfs);
        const Key secret = read_secret(data_->write);
        ApiConfig api{config_.public_url, config_.demo, secret, read_pins(site_.files)};
        api_ = std::make_unique<Api>(data_->accounts, data_->store, std::move(api), random_key());
        if (config_.demo) {
            const auto record =
                ensure_demo_shop(data_->accounts, data_->store, random_key(), read_clock());
            site_.demo_shop = shop_reference(record.shop, record.root_hash);
            site_.frame_scripts = frame_scripts(read_pins(site_.files));
            log_.warn("demo_mode", {{"meaning",
                                     "the relay made this shop's root key itself, which "
                                     "proves nothing against the relay"}});
        }
        relay::HubConfig hub = hub_config(config_, secret);
        if (tuning_.hub) tuning_.hub(hub);
        relay_ = std::make_unique<RelayLoop>(io_, hub, random_key(), read_clock, log_,
                                             [this](Ticketed asked) { ask(std::move(asked)); });
        blobs_ = std::make_unique<Blobs>(data_->blobs, data_->files_reading_store,
                                         [this] { return is_disk_low_for_files(); });
    } catch (const std::runtime_error& broken) {
        return broken.what();
    }
    start_threads();
    return open_listeners();
}

std::string Server::open_listeners() {
    for (const Endpoint& endpoint : config_.listen) {
        auto& listener = listeners_.emplace_back(std::make_unique<Listener>(io_, *this, log_));
        std::string wrong = listener->open(endpoint);
        if (!wrong.empty()) return wrong;
        log_.info("listening", {{"address", endpoint.address}, {"port", listener->port()}});
    }
    return "";
}

void Server::start_threads() {
    writer_ = std::make_unique<StoreThread>(data_->store, hooks(true));
    reader_ = std::make_unique<StoreThread>(data_->reading_store, hooks(false));
    StoreThread::Hooks of_files = hooks(false);
    of_files.settle = [this](bool idle) { settle_files(idle); };
    files_ = std::make_unique<StoreThread>(data_->files_reading_store, std::move(of_files));
}

StoreThread::Hooks Server::hooks(bool writes) {
    StoreThread::Hooks hooks;
    hooks.deliver = [this](TicketedAnswers answers) {
        asio::post(io_, [this, answers = std::move(answers)]() mutable {
            take_answers(std::move(answers));
        });
    };
    if (writes) {
        hooks.settle = [this](bool idle) { settle(idle); };
    } else {
        hooks.settle = [this](bool) { tell_refusals(data_->reading_store, reader_refuses_); };
    }
    hooks.broken = [this](const std::exception& error) {
        // Nothing that is not acknowledged is promised; whoever starts again begins from the disk.
        log_.error("store_broken", {{"reason", error.what()}});
        std::_Exit(EXIT_FAILURE);
    };
    return hooks;
}

// On the writer's thread, when it has worked off what had gathered.
void Server::settle(bool idle) {
    tell_refusals(data_->store, writer_refuses_);
    Database& database = data_->write;
    const int pages = database.wal_pages();
    const bool long_enough = pages > checkpoint_pages_max || (idle && pages > checkpoint_pages_min);
    if (!long_enough && !database.erasure_in_log()) return;
    database.checkpoint();
    // Somebody was reading in the log just now.
    if (database.erasure_in_log()) asio::post(io_, [this] { look_again(); });
}

// Once when it begins and once when it is over, not for each of those who try meanwhile.
void Server::tell_refusals(const SqliteStore& store, bool& refuses) {
    const std::string& why = store.refusal();
    if (refuses == !why.empty()) return;
    refuses = !why.empty();
    refuses ? log_.warn("store_refuses", {{"reason", why}}) : log_.info("store_answers");
}

void Server::look_again() {
    if (stopping_) return;
    look_again_timer_.expires_after(std::chrono::milliseconds(look_again_ms));
    look_again_timer_.async_wait([this](boost::system::error_code error) {
        if (!error) writer_->run([] {});
    });
}

std::vector<std::string> Server::urls() const {
    std::vector<std::string> urls;
    for (size_t i = 0; i < listeners_.size(); ++i) {
        const Endpoint& endpoint = config_.listen[i];
        const std::string host = endpoint.is_v6 ? "[" + endpoint.address + "]" : endpoint.address;
        urls.push_back("http://" + host + ":" + std::to_string(listeners_[i]->port()));
    }
    return urls;
}

void Server::run(const std::function<void()>& ready) {
    asio::post(io_, ready);
    sweep();
    io_.run();
    files_->stop();
    reader_->stop();
    writer_->stop();
    log_.info("stopped");
}

void Server::sweep() {
    writer_->run([this] {
        const uint64_t now = unix_ms(read_clock());
        data_->accounts.remove_expired(now);
        ask_store(data_->store, relay::TrimBearers{now - bearer_ms_max});
    });
    trim_rows();
    sweep_blobs(0);
    sweep_timer_.expires_after(std::chrono::milliseconds(sweep_every_ms));
    sweep_timer_.async_wait([this](boost::system::error_code error) {
        if (!error) sweep();
    });
}

void Server::trim_rows() {
    writer_->run([this] {
        const relay::TrimRows trim{unix_ms(read_clock()), trim_rows_max};
        auto answer = ask_store(data_->store, trim);
        auto* const trimmed = std::get_if<relay::RowsTrimmed>(&answer);
        if (trimmed == nullptr) return;  // the disk is full: the next sweep tries again
        asio::post(io_, [this, trimmed = std::move(*trimmed)]() mutable {
            const bool more = trimmed.more && !stopping_;
            for (const relay::TrimmedConversation& one : trimmed.conversations) {
                if (one.after.state == relay::ConversationPhase::erased) {
                    erase_blobs(one.shop, one.after.conv);
                }
            }
            relay_->rows_trimmed(std::move(trimmed));
            if (more) trim_rows();
        });
    });
}

void Server::stop() {
    asio::post(io_, [this] { begin_stop(); });
}

void Server::begin_stop() {
    if (stopping_) return;
    stopping_ = true;
    log_.info("stopping", {{"peers", relay_->peer_count()}});
    for (const auto& listener : listeners_) listener->stop();
    sweep_timer_.cancel();
    look_again_timer_.cancel();
    stop_timer_.expires_after(std::chrono::milliseconds(stop_ms_max));
    stop_timer_.async_wait([this](boost::system::error_code error) {
        if (error) return;
        log_.warn("stopped_waiting", {{"peers", relay_->peer_count()}});
        io_.stop();
    });
    // io_.run() returns once requests under way are answered as well.
    relay_->shut_down([this] {
        relay_->stop();
        stop_timer_.cancel();
    });
}

bool Server::is_trusted_proxy(const std::string& address) const {
    const auto& proxies = config_.trusted_proxies;
    return std::find(proxies.begin(), proxies.end(), address) != proxies.end();
}

void Server::take_peer(asio::ip::tcp::socket socket, std::string host, std::string origin,
                       Bytes carried) {
    if (stopping_) return;
    relay_->take_peer(std::move(socket), std::move(host), std::move(origin), carried);
}

// --- HTTP -------------------------------------------------------------------------------------

void Server::answer(HttpRequest request, Answered answered) {
    const bool reads = request.method == "GET" || request.method == "HEAD";
    if (request.path == "/healthz" || request.path == "/readyz") {
        if (!reads) return answered(method_not_allowed("GET, HEAD"));
        if (request.path == "/healthz") return answered(text_response(200, "ok"));
        return answer_ready(std::move(answered));
    }
    if (request.path == "/v1/unread") return answer_unread(request, std::move(answered));
    if (request.path.starts_with(blobs_path)) {
        return answer_blob(std::move(request), std::move(answered));
    }
    if (request.path.starts_with("/v1/"))
        return answer_api(std::move(request), std::move(answered));
    auto response = serve_static(site_, request);
    answered(response ? std::move(*response)
                      : error_response(404, "not_found", "path", "there is nothing here"));
}

// Ready is who takes messages: asked of the disk, not of a flag.
void Server::answer_ready(Answered answered) {
    writer_->run([this, answered = std::move(answered)] {
        bool ready = !data_->store.is_disk_low();
        try {
            Transaction transaction(data_->write);
            write_epoch(data_->write, read_epoch(data_->write));
            transaction.commit();
        } catch (const DatabaseNotNow&) {
            ready = false;
        }
        asio::post(io_, [answered, ready] {
            answered(ready ? text_response(200, "ready")
                           : text_response(503, "the disk takes no writes"));
        });
    });
}

// Asked by loaders on the shops' pages, hence open to all origins; the token is what counts.
void Server::answer_unread(const HttpRequest& request, Answered answered) {
    if (request.method == "OPTIONS") {
        HttpResponse allowed;
        allowed.status = 204;
        allowed.headers.emplace_back("Access-Control-Allow-Headers", "Authorization");
        allowed.headers.emplace_back("Access-Control-Max-Age", "86400");
        return answered(open_to_pages(std::move(allowed)));
    }
    if (request.method != "GET") return answered(method_not_allowed("GET, OPTIONS"));
    constexpr std::string_view scheme = "Bearer ";
    const auto bearer =
        request.authorization.starts_with(scheme)
            ? base64url_decode_fixed<32>(request.authorization.substr(scheme.size()))
            : std::nullopt;
    if (!bearer) {
        return answered(open_to_pages(error_response(401, "signed_out", "Authorization",
                                                     "must be Bearer and the token of welcome")));
    }
    reader_->run([this, hash = relay::bearer_hash(*bearer), answered = std::move(answered)] {
        const auto read = ask_store(data_->reading_store, relay::ReadUnread{hash});
        const auto* const unread = std::get_if<relay::UnreadRead>(&read);
        HttpResponse response;
        response.content_type = "application/json";
        response.headers.emplace_back("Cache-Control", "no-store");
        response.text = nlohmann::json{{"unread", unread == nullptr ? 0 : unread->unread}}.dump();
        asio::post(io_, [answered, response = open_to_pages(std::move(response))]() mutable {
            answered(std::move(response));
        });
    });
}

void Server::answer_api(HttpRequest request, Answered answered) {
    writer_->run([this, request = std::move(request), answered = std::move(answered)] {
        HttpResponse response = api_->handle(request, read_clock());
        auto changed = api_->take_changed_shops();
        asio::post(io_, [this, answered, changed = std::move(changed),
                         response = std::move(response)]() mutable {
            for (relay::ShopRecord& record : changed) relay_->shop_put(std::move(record));
            answered(std::move(response));
        });
    });
}

}  // namespace shopbell::server
