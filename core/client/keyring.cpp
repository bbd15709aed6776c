// SPDX-License-Identifier: Apache-2.0
#include "core/client/keyring.hpp"

#include "core/base/limits.hpp"
#include "core/client/content.hpp"
#include "core/crypto/certificate.hpp"
#include "core/crypto/message.hpp"
#include "core/crypto/roster.hpp"
#include "core/crypto/wrap.hpp"

#include <algorithm>

namespace shopbell::client {
namespace {

const crypto::SecretKey<32>* find_key(const std::vector<OpenedKey>& keys, uint64_t number) {
    for (const OpenedKey& entry : keys) {
        if (entry.number == number) return &entry.key;
    }
    return nullptr;
}

uint64_t reason_of(crypto::OpenProblem problem) {
    switch (problem) {
        case crypto::OpenProblem::signature:
            return reason_signature;
        case crypto::OpenProblem::key_missing:
            return reason_key;
        case crypto::OpenProblem::commitment:
        case crypto::OpenProblem::ciphertext:
            return reason_sealed;
        default:
            return reason_content;
    }
}

const wire::Wrap* first_wrap(const Conversation& conversation) {
    const auto first = std::find_if(conversation.wraps.begin(), conversation.wraps.end(),
                                    [](const wire::Wrap& wrap) { return wrap.gen == 1; });
    return first == conversation.wraps.end() ? nullptr : &*first;
}

// Else the relay could make a key of its own and read what is sealed under it.
bool trusted_maker(const State& state, const Conversation& conversation, const wire::Wrap& wrap) {
    if (wrap.gen == 1) return state.is_agent() || wrap.maker == state.me.device.sign_pk;
    const wire::Wrap* first = first_wrap(conversation);
    return first && state.shop.roster &&
           crypto::may_rekey(wrap, state.me.shop, first->maker, *state.shop.roster);
}

std::string_view words_for(crypto::RosterProblem problem) {
    switch (problem) {
        case crypto::RosterProblem::older:
            return "the relay showed an older roster than before";
        case crypto::RosterProblem::fork:
            return "the relay showed a roster that is not the known one's successor";
        default:
            return "the shop's keys do not match its snippet";
    }
}

// With what its sealed part said.
Said read_event(const wire::Submission& submission, Said said) {
    auto pub = wire::decode_event_pub(submission.pub);
    if (!pub || static_cast<RowType>(submission.type) != RowType::event)
        return unreadable(reason_malformed);
    said.event = *pub;
    if (static_cast<EventKind>(pub->kind) == EventKind::survey_invited) said.pub = submission.pub;
    return said;
}

Said open_with(const State& state, const crypto::ConversationKey& key,
               const wire::Submission& submission) {
    auto plain = crypto::open(submission, state.me.shop, key);
    if (!plain) return unreadable(reason_of(plain.error()));
    const auto type = static_cast<RowType>(submission.type);
    auto said = read_content(type, *plain);
    if (!said) return unreadable(reason_content);
    if (type == RowType::event) return read_event(submission, *std::move(said));
    if (type == RowType::survey) said->pub = submission.pub;
    if (row_type(*said) != type) return unreadable(reason_malformed);
    return *std::move(said);
}

}  // namespace

bool accept_roster(State& state, const wire::SignedRoster& signed_roster,
                   std::string_view& problem) {
    Shop& shop = state.shop;
    crypto::KnownRoster known;
    if (shop.roster && shop.signed_roster) {
        known = {shop.roster->version, crypto::roster_hash(shop.signed_roster->roster)};
    }
    auto roster = crypto::verify_roster(signed_roster, state.me.root_hash, state.me.shop, known);
    if (!roster) {
        problem = words_for(roster.error());
        return false;
    }
    shop.roster = *std::move(roster);
    shop.signed_roster = signed_roster;
    state.changes.shop = state.changes.shop_kept = true;
    return true;
}

void accept_sealed_inbox(State& state, const std::vector<wire::SealedInbox>& sealed) {
    const AgentIdentity* agent = state.agent();
    if (!agent) return;
    for (const wire::SealedInbox& one : sealed) {
        if (find_key(state.shop.inbox_secrets, one.inbox_v)) continue;
        if (auto secret = crypto::open_sealed_inbox(one, agent->box)) {
            state.shop.inbox_secrets.push_back({one.inbox_v, *secret});
            state.shop.sealed_inbox.push_back(one);
            state.changes.shop_kept = true;
        }
    }
}

void accept_wraps(State& state, Conversation& conversation, const std::vector<wire::Wrap>& wraps) {
    for (const wire::Wrap& wrap : wraps) {
        const bool known =
            std::any_of(conversation.wraps.begin(), conversation.wraps.end(),
                        [&](const wire::Wrap& other) { return other.gen == wrap.gen; });
        if (known || wrap.conv != conversation.conv || !crypto::verify_wrap(wrap, state.me.shop) ||
            !trusted_maker(state, conversation, wrap))
            continue;
        if (conversation.wraps.size() >= limits::wraps_max) return;
        conversation.wraps.push_back(wrap);
        conversation.rekey_waits = false;
        keep(state, conversation);
    }
}

bool stands_for_first(const State& state, const Conversation& conversation,
                      const wire::Wrap& wrap) {
    const wire::Wrap* first = first_wrap(conversation);
    return first && wrap.gen == 1 && wrap.conv == conversation.conv && wrap.sig != first->sig &&
           wrap.maker == first->maker && crypto::verify_wrap(wrap, state.me.shop);
}

const crypto::ConversationKey* conversation_key(State& state, Conversation& conversation,
                                                uint64_t gen) {
    if (const auto* known = find_key(conversation.keys, gen)) return known;
    for (const wire::Wrap& wrap : conversation.wraps) {
        if (wrap.gen != gen) continue;
        std::optional<crypto::ConversationKey> key;
        if (!state.is_agent()) {
            key = crypto::open_wrap_as_shopper(wrap, state.me.device);
        } else if (const auto* secret = find_key(state.shop.inbox_secrets, wrap.inbox_v)) {
            key = crypto::open_wrap_as_inbox(wrap, *secret);
        }
        if (!key) return nullptr;
        conversation.keys.push_back({gen, *key});
        return &conversation.keys.back().key;
    }
    // What another tab wrote into a conversation that is gone by now: its words move on.
    if (state.is_agent() || gen != 1) return nullptr;
    conversation.keys.push_back({gen, crypto::ConversationKey(crypto::first_conversation_key(
                                          state.me.device, conversation.conv))});
    return &conversation.keys.back().key;
}

std::optional<Writer> writer_of(const State& state, const Conversation& conversation,
                                const wire::Submission& submission) {
    if (!submission.certificate) {
        const wire::Wrap* first = first_wrap(conversation);
        if (!first || first->maker != submission.device) return std::nullopt;
        return Writer{Author::shopper, std::nullopt, !state.is_agent()};
    }
    const wire::Certificate& certificate = *submission.certificate;
    if (!state.shop.roster || certificate.device != submission.device) return std::nullopt;
    const wire::RosterAgent* agent = crypto::certifying_agent(
        certificate, state.me.shop, *state.shop.roster, submission.roster_v);
    if (!agent) return std::nullopt;
    const AgentIdentity* self = state.agent();
    const bool mine = self && self->keys.agent == certificate.agent;
    return Writer{agent->role == 4 ? Author::bot : Author::agent, certificate.agent, mine};
}

Said open_row(State& state, Conversation& conversation, const wire::Submission& submission) {
    if (!crypto::verify_submission(submission, state.me.shop)) return unreadable(reason_signature);
    if (!writer_of(state, conversation, submission)) return unreadable(reason_certificate);
    // What an erasing row says stands in the clear; its key may be gone already.
    if (Said said = read_event(submission, {}); is_erasure(said)) return said;
    const crypto::ConversationKey* key = conversation_key(state, conversation, submission.gen);
    return key ? open_with(state, *key, submission) : unreadable(reason_key);
}

wire::Submission seal_said(State& state, const Conversation& conversation, const OutboxRow& row,
                           const crypto::ConversationKey& key, uint64_t gen) {
    const Said& said = row.said;
    return crypto::seal(
        *state.rng, key,
        {.shop = state.me.shop,
         .conv = conversation.conv,
         .mid = row.submission.mid,
         .gen = gen,
         .roster_v = state.shop.roster ? state.shop.roster->version : 0,
         .device = state.me.device.sign_pk,
         .type = static_cast<uint64_t>(row_type(said)),
         .sent_at = row.created_at,
         .pub = said.pub.empty() && said.event ? wire::encode(*said.event) : said.pub},
        write_content(said));
}

crypto::ConversationKey key_at_rest(const State& state, const Conversation& conversation) {
    const AgentIdentity* agent = state.agent();
    return crypto::ConversationKey(
        crypto::outbox_key(agent ? agent->box.sk : state.me.device.box_sk, conversation.conv));
}

Said open_at_rest(const State& state, const Conversation& conversation,
                  const wire::Submission& submission) {
    return open_with(state, key_at_rest(state, conversation), submission);
}

void forget_keys(Conversation& conversation) {
    conversation.wraps.clear();
    conversation.keys.clear();
}

std::optional<wire::Certificate> own_certificate(const State& state, uint64_t wall) {
    const AgentIdentity* agent = state.agent();
    if (!agent) return std::nullopt;
    const uint64_t version = state.shop.roster ? state.shop.roster->version : 0;
    return crypto::certify(agent->sign.sk, state.me.shop, agent->keys.agent,
                           state.me.device.sign_pk, version, wall);
}

}  // namespace shopbell::client
