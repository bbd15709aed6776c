// SPDX-License-Identifier: Apache-2.0
// The part of Server that carries files: requests to Blobs on a thread of their own, and the ends
// of conversations from the Hub's store to Blobs.
#include "core/relay/conversation_rules.hpp"
#include "server-stub/server.hpp"
#include "server-stub/store/ask.hpp"

#include <boost/asio/post.hpp>

namespace shopbell::server {

namespace asio = boost::asio;

namespace {

// As for messages: when nothing waits, or when the log gets long (8 MB) in spite of that.
constexpr int files_log_pages_min = 500;
constexpr int files_log_pages_max = 2'000;

}  // namespace

void Server::answer_blob(HttpRequest request, Answered answered) {
    if (request.method == "OPTIONS") return answered(open_blob_to_pages(blob_preflight()));
    std::shared_ptr<const BlobCall> call;
    try {
        call = std::make_shared<const BlobCall>(read_blob_call(std::move(request)));
    } catch (const Refusal& refusal) {
        return answered(open_blob_to_pages(response_of(refusal)));
    }
    const auto handle = [this, call, answered = std::move(answered)] {
        HttpResponse response = open_blob_to_pages(blobs_->handle(*call, unix_ms(read_clock())));
        asio::post(io_, [answered, response = std::move(response)]() mutable {
            answered(std::move(response));
        });
    };
    files_->run([this, call, handle] {
        if (blobs_->knows(call->bearer_hash)) return handle();
        // Its device may have been welcomed just now: behind the writer the token is on the disk.
        writer_->run([this, handle] { files_->run(handle); });
    });
}

// On the files' thread, when it has worked off what had gathered.
void Server::settle_files(bool idle) {
    Database& database = data_->files;
    try {
        const bool erased = database.erasure_in_log();
        const bool more = erased && data_->blobs.shrink();
        const int pages = database.wal_pages();
        const bool long_enough =
            pages > files_log_pages_max || (idle && pages > files_log_pages_min);
        if (erased || long_enough) database.checkpoint();
        if (!more) return;
        database.note_erasure();
        if (idle) files_->run([] {});
    } catch (const DatabaseNotNow&) {
        // The room is given back with the next removal.
    }
}

bool Server::is_disk_low_for_files() const {
    if (data_->store.is_disk_low()) return true;
    return tuning_.files_disk_low ? tuning_.files_disk_low()
                                  : server::is_disk_low_for_files(config_.data);
}

// --- Ends ---------------------------------------------------------------------------------------

void Server::ask(Ticketed asked) {
    const auto* const append = std::get_if<relay::AppendRow>(&asked.request);
    if (append != nullptr && relay::erases(*append)) {
        erasing_.insert({asked.ticket, {append->shop, append->submission.conv}});
    }
    (relay::needs_order(asked.request) ? *writer_ : *reader_).ask(std::move(asked));
}

void Server::take_answers(TicketedAnswers answers) {
    for (const auto& [ticket, answer] : answers) {
        const auto erasing = erasing_.extract(ticket);
        if (erasing.empty() || !std::holds_alternative<relay::RowCommitted>(answer)) continue;
        erase_blobs(erasing.mapped().first, erasing.mapped().second);
    }
    relay_->answered(std::move(answers));
}

void Server::erase_blobs(const std::string& shop, const Id& conv) {
    files_->run([this, shop, conv] {
        try {
            blobs_->erase_conversation(shop, conv);
        } catch (const DatabaseNotNow&) {
            // The sweep finds them.
        }
    });
}

void Server::sweep_blobs(uint64_t after) {
    files_->run([this, after] {
        try {
            const auto next = blobs_->sweep(after, unix_ms(read_clock()));
            if (!next) return;
            asio::post(io_, [this, next = *next] {
                if (!stopping_) sweep_blobs(next);
            });
        } catch (const DatabaseNotNow& refused) {
            log_.warn("sweep_refused", {{"reason", refused.what()}});
        }
    });
}

}  // namespace shopbell::server
