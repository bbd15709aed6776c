// SPDX-License-Identifier: Apache-2.0
// Reads the fields of a JSON body; whatever is missing, of the wrong kind or over its limit is a
// Refusal that names the field. Bytes travel as base64url, records as base64url of their CBOR.
#pragma once

#include "core/base/text_encoding.hpp"
#include "core/wire/messages.hpp"
#include "server-stub/api/refusal.hpp"

#include <nlohmann/json.hpp>

namespace shopbell::server {

class Fields {
public:
    // Refuses what is not one JSON object of modest depth.
    static Fields parse(std::string_view body);
    Fields(nlohmann::json object, std::string prefix);

    [[nodiscard]] bool has(const char* name) const;
    [[nodiscard]] std::string text(const char* name, size_t bytes_max) const;
    [[nodiscard]] uint64_t uint(const char* name) const;
    // `otherwise` if it is not there; `limit` says what value_max counts, and its name.
    [[nodiscard]] uint64_t uint_or(const char* name, uint64_t otherwise, uint64_t value_max,
                                   std::string_view limit) const;
    [[nodiscard]] Bytes bytes(const char* name, size_t bytes_max) const;
    template <size_t N>
    [[nodiscard]] FixedBytes<N> fixed(const char* name) const {
        const auto value = to_fixed<N>(bytes(name, N));
        if (!value)
            throw bad_field(full(name), "must be " + std::to_string(N) + " bytes in base64url");
        return *value;
    }
    [[nodiscard]] std::vector<std::string> texts(const char* name, size_t count_max,
                                                 size_t bytes_max) const;
    [[nodiscard]] std::vector<Fields> objects(const char* name, size_t count_max) const;
    [[nodiscard]] Fields object(const char* name) const;

    [[nodiscard]] wire::SignedRoster signed_roster(const char* name) const;
    [[nodiscard]] wire::SealedInbox sealed_inbox(const char* name) const;
    [[nodiscard]] std::vector<wire::SealedInbox> sealed_inboxes(const char* name) const;

    [[nodiscard]] std::string full(std::string_view name) const {
        return prefix_ + std::string(name);
    }

private:
    [[nodiscard]] const nlohmann::json& at(const char* name) const;

    nlohmann::json object_;
    std::string prefix_;  // "settings."
};

// What both Fields and other readers of mail addresses hold for one: lower case, one '@'.
std::string checked_email(const Fields& fields, const char* name);
// Not empty, no control characters.
std::string checked_name(const Fields& fields, const char* name);
// Without retention_days or one of the limits of files it stays as it was: a form that does not
// know of it must not let the relay keep for ever what the shop wanted deleted.
wire::ShopSettings checked_settings(const Fields& settings, const wire::ShopSettings& before);

std::string record_text(const wire::SignedRoster& roster);
std::vector<std::string> record_texts(const std::vector<wire::SealedInbox>& sealed);

}  // namespace shopbell::server
