// SPDX-License-Identifier: Apache-2.0
#include "server-stub/store/memory_store.hpp"

#include "core/relay/conversation_rules.hpp"

#include <algorithm>

namespace shopbell::server {

using namespace relay;  // requests and answers are the relay's words

static RowRefused refused_row(const Failed& failed) { return {failed.code, {}, failed.message}; }

void MemoryStore::apply(std::span<const StoreRequest> batch, std::vector<StoreAnswer>& answers) {
    for (const StoreRequest& request : batch) {
        if (!full_ || !is_write(request)) {
            answers.push_back(
                std::visit([this](const auto& asked) { return answer(asked); }, request));
            continue;
        }
        const Failed full{wire::Code::retry, "the disk is full"};
        const bool row = std::holds_alternative<OpenConversation>(request) ||
                         std::holds_alternative<AppendRow>(request);
        answers.push_back(row ? StoreAnswer(refused_row(full)) : StoreAnswer(full));
    }
}

// --- Writes -----------------------------------------------------------------------------------

StoreAnswer MemoryStore::answer(const OpenConversation& request) {
    Shop& shop = shops_[request.shop];
    const AppendRow first = first_row(request);
    if (Conversation* const standing = find(request.shop, request.wrap.conv)) {
        if (const auto refused = refuse_open(standing->state, request)) return *refused;
        return append(shop, *standing, first);
    }
    Conversation fresh;
    fresh.state = opened(request);
    fresh.bearer_hash = request.bearer_hash;
    const StoreAnswer answered = append(shop, fresh, first);
    if (std::holds_alternative<RowCommitted>(answered)) {
        shop.conversations.emplace(request.wrap.conv, std::move(fresh));
    }
    return answered;
}

StoreAnswer MemoryStore::answer(const AppendRow& request) {
    Conversation* const conversation = find(request.shop, request.submission.conv);
    if (conversation == nullptr) return refused_row(unknown_conversation());
    return append(shops_[request.shop], *conversation, request);
}

StoreAnswer MemoryStore::append(Shop& shop, Conversation& conversation, const AppendRow& request) {
    ConversationState& state = conversation.state;
    const wire::Submission& submission = request.submission;
    if (const auto refused = refuse_writer(state, request)) return *refused;

    const auto known = conversation.mids.find(submission.mid);
    if (known != conversation.mids.end()) {
        const auto& [seq, device] = known->second;
        if (device != submission.device) {
            return RowRefused{wire::Code::forbidden, {}, "this mid is another device's"};
        }
        if (seq > state.floor_seq) return RowCommitted{state, row_at(conversation, seq).row, true};
        return RowCommitted{state, gone_row(state.conv, submission.mid, device, seq), true};
    }

    const auto last = conversation.last_mid_by_device.find(submission.device);
    const Id last_mid = last == conversation.last_mid_by_device.end() ? Id{} : last->second;
    if (const auto refused = refuse_row(state, request, last_mid)) return *refused;

    const uint64_t was = state.inbox_seq;
    const wire::Row row = apply_row(state, request, ++shop.inbox_head, epoch_);
    move_in_feed(shop, state, was);
    if (erases(request)) {
        conversation.rows.clear();
        conversation.mids.clear();
        conversation.last_mid_by_device.clear();
    }
    conversation.rows.push_back({row, state.head});
    conversation.mids[submission.mid] = {row.seq, submission.device};
    conversation.last_mid_by_device[submission.device] = submission.mid;
    return RowCommitted{state, row, false};
}

StoreAnswer MemoryStore::answer(const PutCursor& request) {
    Conversation* const conversation = find(request.shop, request.conv);
    if (conversation == nullptr) return unknown_conversation();
    ConversationState& state = conversation->state;
    if (!may_touch(state, request.role, request.device)) {
        return Failed{wire::Code::forbidden, "not this device's conversation"};
    }
    const bool changed = apply_cursor(state, request);
    const uint64_t unread = count_unread(*conversation);
    if (changed && unread != state.unread) {
        Shop& shop = shops_[request.shop];
        const uint64_t was = state.inbox_seq;
        state.unread = unread;
        state.inbox_seq = ++shop.inbox_head;
        move_in_feed(shop, state, was);
    }
    return ConversationPut{state, changed};
}

StoreAnswer MemoryStore::answer(const PutWrap& request) {
    Conversation* const conversation = find(request.shop, request.wrap.conv);
    if (conversation == nullptr) return unknown_conversation();
    if (const auto refused = refuse_wrap(conversation->state, request)) return *refused;
    Shop& shop = shops_[request.shop];
    const uint64_t was = conversation->state.inbox_seq;
    apply_wrap(conversation->state, request, ++shop.inbox_head);
    move_in_feed(shop, conversation->state, was);
    return ConversationPut{conversation->state, true};
}

StoreAnswer MemoryStore::answer(const SetAssignee& request) {
    Conversation* const conversation = find(request.shop, request.conv);
    if (conversation == nullptr) return unknown_conversation();
    Shop& shop = shops_[request.shop];
    const uint64_t was = conversation->state.inbox_seq;
    const bool changed = apply_assignee(conversation->state, request, shop.inbox_head + 1);
    if (changed) {
        shop.inbox_head += 1;
        move_in_feed(shop, conversation->state, was);
    }
    return ConversationPut{conversation->state, changed};
}

StoreAnswer MemoryStore::answer(const PutShop& request) {
    shops_[request.record.shop].record = request.record;
    return Done{};
}

StoreAnswer MemoryStore::answer(const PutBearer& request) {
    bearers_[request.bearer_hash] = {request.holder, request.at};
    return Done{};
}

StoreAnswer MemoryStore::answer(const TrimBearers& request) {
    std::erase_if(bearers_, [&](const auto& kept) { return kept.second.seen_at < request.before; });
    return Done{};
}

StoreAnswer MemoryStore::answer(const TrimRows& request) {
    RowsTrimmed trimmed;
    uint64_t left = request.rows_max;
    for (auto& [name, shop] : shops_) {
        if (!shop.record) continue;
        const uint64_t cutoff = retention_cutoff(shop.record->settings, request.at);
        for (auto& [conv, conversation] : shop.conversations) {
            const uint64_t oldest_at = conversation.state.oldest_at;
            if (left == 0 || oldest_at == 0 || oldest_at >= cutoff) continue;
            left -= trim(shop, conversation, cutoff, left);
            trimmed.conversations.push_back({name, conversation.state});
        }
    }
    trimmed.more = left == 0;
    return trimmed;
}

// Takes the oldest rows that came before the cutoff, and says how many.
uint64_t MemoryStore::trim(Shop& shop, Conversation& conversation, uint64_t cutoff,
                           uint64_t rows_max) {
    ConversationState& state = conversation.state;
    std::vector<KeptRow>& rows = conversation.rows;
    auto kept = rows.begin();
    Trim trim;
    uint64_t count = 0;
    for (; kept != rows.end() && kept->row.received_at < cutoff && count < rows_max; ++kept) {
        trim.floor_seq = kept->row.seq;
        trim.floor_head = kept->head;
        ++count;
    }
    rows.erase(rows.begin(), kept);
    trim.oldest_at = rows.empty() ? 0 : rows.front().row.received_at;
    trim.unread = count_unread(conversation);
    const uint64_t was = state.inbox_seq;
    if (apply_trim(state, trim)) {
        state.inbox_seq = ++shop.inbox_head;
        move_in_feed(shop, state, was);
    }
    if (rows.empty()) {
        conversation.mids.clear();
        conversation.last_mid_by_device.clear();
    }
    return count;
}

uint64_t MemoryStore::count_unread(const Conversation& conversation) {
    const ConversationState& state = conversation.state;
    return static_cast<uint64_t>(std::count_if(
        conversation.rows.begin(), conversation.rows.end(), [&state](const KeptRow& kept) {
            return kept.row.seq > state.agent_read && is_message(kept.row.submission) &&
                   kept.row.submission.device == state.shopper_device;
        }));
}

const MemoryStore::KeptRow& MemoryStore::row_at(const Conversation& conversation, uint64_t seq) {
    return conversation.rows[static_cast<size_t>(seq - conversation.state.floor_seq) - 1];
}

void MemoryStore::move_in_feed(Shop& shop, const ConversationState& state, uint64_t was) {
    shop.feed.erase(was);
    shop.feed[state.inbox_seq] = state.conv;
}

// --- Reads ------------------------------------------------------------------------------------

MemoryStore::Conversation* MemoryStore::find(const std::string& shop, const Id& conv) {
    const auto found_shop = shops_.find(shop);
    if (found_shop == shops_.end()) return nullptr;
    const auto found = found_shop->second.conversations.find(conv);
    return found == found_shop->second.conversations.end() ? nullptr : &found->second;
}

StoreAnswer MemoryStore::answer(const LoadShop& request) {
    const auto shop = shops_.find(request.shop);
    if (shop == shops_.end()) return ShopLoaded{std::nullopt, epoch_, 0};
    return ShopLoaded{shop->second.record, epoch_, shop->second.inbox_head};
}

StoreAnswer MemoryStore::answer(const LoadConversation& request) {
    const Conversation* const conversation = find(request.shop, request.conv);
    if (conversation == nullptr) return ConversationLoaded{};
    const ConversationState& state = conversation->state;
    ConversationLoaded loaded{state, head_in_state(state, request.at)};
    const bool within = request.at > state.floor_seq && request.at < state.head_seq;
    if (within) loaded.head_at = row_at(*conversation, request.at).head;
    return loaded;
}

StoreAnswer MemoryStore::answer(const ReadLog& request) {
    LogRead read;
    const Conversation* const conversation = find(request.shop, request.conv);
    if (conversation == nullptr) return read;
    read.head_seq = conversation->state.head_seq;
    uint64_t bytes = 0;
    const uint64_t after = std::max(request.after, conversation->state.floor_seq);
    for (uint64_t seq = after + 1; seq <= read.head_seq; ++seq) {
        const wire::Row& row = row_at(*conversation, seq).row;
        bytes += wire::encode(row).size();
        const bool full = read.rows.size() >= request.rows_max || bytes > request.bytes_max;
        if (full && !read.rows.empty()) break;
        read.rows.push_back(row);
    }
    return read;
}

StoreAnswer MemoryStore::answer(const ReadInbox& request) {
    InboxRead read;
    const auto found = shops_.find(request.shop);
    if (found == shops_.end()) return read;
    const Shop& shop = found->second;
    read.inbox_head = shop.inbox_head;
    for (auto at = shop.feed.upper_bound(request.after);
         at != shop.feed.end() && read.conversations.size() < request.rows_max; ++at) {
        read.conversations.push_back(shop.conversations.at(at->second).state);
    }
    return read;
}

StoreAnswer MemoryStore::answer(const ReadSync& request) {
    SyncRead read;
    const Conversation* const conversation = find(request.shop, request.conv);
    if (conversation == nullptr) return read;
    if (!may_touch(conversation->state, request.role, request.device)) {
        return Failed{wire::Code::forbidden, "not this device's conversation"};
    }
    read.head_seq = conversation->state.head_seq;
    for (const Id& mid : request.mids) {
        const auto known = conversation->mids.find(mid);
        if (known == conversation->mids.end()) continue;
        if (known->second.device == request.device) read.known.push_back(mid);
    }
    const auto last = conversation->last_mid_by_device.find(request.device);
    if (last != conversation->last_mid_by_device.end()) read.last_mid = last->second;
    return read;
}

// Those that wait first, then by age; ids break ties.
static bool waits_longer(const OpenEntry& a, const OpenEntry& b) {
    const auto key = [](const OpenEntry& entry) {
        const bool idle = entry.waiting_since == 0;
        return std::make_tuple(idle, idle ? entry.opened_at : entry.waiting_since, entry.conv);
    };
    return key(a) < key(b);
}

StoreAnswer MemoryStore::answer(const OpenConversations& request) {
    OpenListed listed;
    const auto found = shops_.find(request.shop);
    if (found == shops_.end()) return listed;
    for (const auto& [conv, conversation] : found->second.conversations) {
        const ConversationState& state = conversation.state;
        if (state.state != ConversationPhase::open) continue;
        listed.conversations.push_back(
            {conv, state.assignee, state.waiting_since, state.opened_at});
    }
    std::sort(listed.conversations.begin(), listed.conversations.end(), waits_longer);
    if (listed.conversations.size() > request.rows_max) {
        listed.conversations.resize(static_cast<size_t>(request.rows_max));
        listed.more = true;
    }
    return listed;
}

StoreAnswer MemoryStore::answer(const ReadUnread& request) {
    UnreadRead read;
    for (const auto& [name, shop] : shops_) {
        for (const auto& [conv, conversation] : shop.conversations) {
            if (conversation.bearer_hash != request.bearer_hash) continue;
            for (const auto& [row, head] : conversation.rows) {
                read.unread += row.seq > conversation.state.shopper_read &&
                               is_message(row.submission) &&
                               row.submission.device != conversation.state.shopper_device;
            }
        }
    }
    return read;
}

StoreAnswer MemoryStore::answer(const ReadBearer& request) {
    const auto found = bearers_.find(request.bearer_hash);
    if (found == bearers_.end()) return BearerRead{};
    return BearerRead{found->second.holder};
}

}  // namespace shopbell::server
