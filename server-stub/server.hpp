// SPDX-License-Identifier: Apache-2.0
// A whole relay: listeners, Hub, store, JSON API and static files, put together from one Config.
// main() runs one; tests start it in their own process. One IO thread runs it; a writer, a reader
// and a files' thread keep the disk away from it.
#pragma once

#include "server-stub/accounts/sqlite_accounts.hpp"
#include "server-stub/api/api.hpp"
#include "server-stub/blobs/blobs.hpp"
#include "server-stub/config/config.hpp"
#include "server-stub/data/data_folder.hpp"
#include "server-stub/listener/listener.hpp"
#include "server-stub/listener/static_files.hpp"
#include "server-stub/relay/relay_loop.hpp"
#include "server-stub/store/sqlite_store.hpp"

namespace shopbell::server {

// What a test changes to see in milliseconds what otherwise takes seconds, or a full disk.
struct ServerTuning {
    HttpTimes http;
    std::function<void(relay::HubConfig&)> hub;
    std::function<bool()> disk_low;
    std::function<bool()> files_disk_low;
    const char* vfs = nullptr;
};

class Server final : public HttpService {
public:
    Server(Config config, const Log& log, ServerTuning tuning = {});
    ~Server() override;

    // Opens data and listeners. Returns what is wrong, or "".
    std::string open();
    // Serves until stop() has done its work; calls `ready` first, when requests are answered.
    void run(const std::function<void()>& ready);
    // From any thread: goodbye to everybody, finish commits, end run().
    void stop();

    // http://ADDRESS:PORT of each listener, in the order of the configuration.
    [[nodiscard]] std::vector<std::string> urls() const;
    [[nodiscard]] const std::string& demo_shop() const { return site_.demo_shop; }
    boost::asio::io_context& io() { return io_; }

private:
    void answer(HttpRequest request, Answered answered) override;
    void take_peer(boost::asio::ip::tcp::socket socket, std::string host, std::string origin,
                   Bytes carried) override;
    [[nodiscard]] bool is_trusted_proxy(const std::string& address) const override;
    [[nodiscard]] HttpTimes http_times() const override { return tuning_.http; }
    [[nodiscard]] bool is_stopping() const override { return stopping_; }

    void answer_ready(Answered answered);
    void answer_unread(const HttpRequest& request, Answered answered);
    void answer_api(HttpRequest request, Answered answered);
    void answer_blob(HttpRequest request, Answered answered);
    void ask(Ticketed asked);
    void take_answers(TicketedAnswers answers);
    void erase_blobs(const std::string& shop, const Id& conv);
    void sweep_blobs(uint64_t after);
    void settle_files(bool idle);
    [[nodiscard]] bool is_disk_low_for_files() const;
    std::string open_listeners();
    void start_threads();
    void begin_stop();
    void sweep();
    void trim_rows();
    void settle(bool idle);
    void tell_refusals(const SqliteStore& store, bool& refuses);
    void look_again();
    StoreThread::Hooks hooks(bool writes);

    Config config_;
    const Log& log_;
    ServerTuning tuning_;
    boost::asio::io_context io_{1};
    StaticSite site_;
    std::unique_ptr<OpenData> data_;
    std::unique_ptr<Api> api_;
    std::unique_ptr<Blobs> blobs_;
    std::unique_ptr<RelayLoop> relay_;
    std::unique_ptr<StoreThread> writer_;
    std::unique_ptr<StoreThread> reader_;
    std::unique_ptr<StoreThread> files_;
    // Erasing rows on their way to the disk, by ticket: their conversations' blobs go with them.
    std::map<uint64_t, std::pair<std::string, Id>> erasing_;
    std::vector<std::unique_ptr<Listener>> listeners_;
    boost::asio::steady_timer sweep_timer_{io_};
    boost::asio::steady_timer look_again_timer_{io_};
    boost::asio::steady_timer stop_timer_{io_};
    // As the log says; each its own thread's.
    bool writer_refuses_ = false;
    bool reader_refuses_ = false;
    bool stopping_ = false;
};

}  // namespace shopbell::server
