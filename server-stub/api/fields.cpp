// SPDX-License-Identifier: Apache-2.0
#include "server-stub/api/fields.hpp"

#include "core/base/limits.hpp"
#include "server-stub/config/config.hpp"

#include <algorithm>

namespace shopbell::server {

using nlohmann::json;

namespace {

constexpr int depth_max = 8;
constexpr size_t email_bytes_max = 254;
constexpr size_t signed_roster_bytes_max = limits::roster_bytes_max + 256;
constexpr size_t sealed_inbox_bytes_max = 128;

bool is_control(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7f;
}

std::string over(size_t bytes_max) {
    return "must be at most " + std::to_string(bytes_max) + " bytes";
}

}  // namespace

Fields Fields::parse(std::string_view body) {
    bool too_deep = false;
    const auto watch = [&](int depth, json::parse_event_t, json&) {
        too_deep = too_deep || depth > depth_max;
        return !too_deep;
    };
    json object = json::parse(body, watch, false);
    if (too_deep) throw bad_field("body", "is nested deeper than 8");
    if (!object.is_object()) throw bad_field("body", "must be one JSON object");
    return {std::move(object), ""};
}

Fields::Fields(json object, std::string prefix)
    : object_(std::move(object)), prefix_(std::move(prefix)) {}

const json& Fields::at(const char* name) const {
    const auto found = object_.find(name);
    if (found == object_.end() || found->is_null()) throw bad_field(full(name), "is missing");
    return *found;
}

bool Fields::has(const char* name) const {
    const auto found = object_.find(name);
    return found != object_.end() && !found->is_null();
}

std::string Fields::text(const char* name, size_t bytes_max) const {
    const json& value = at(name);
    if (!value.is_string()) throw bad_field(full(name), "must be a text");
    auto text = value.get<std::string>();
    if (text.size() > bytes_max) throw bad_field(full(name), over(bytes_max));
    return text;
}

uint64_t Fields::uint(const char* name) const {
    const json& value = at(name);
    if (!value.is_number_unsigned()) throw bad_field(full(name), "must be a whole number from 0");
    return value.get<uint64_t>();
}

Bytes Fields::bytes(const char* name, size_t bytes_max) const {
    const auto decoded = base64url_decode(text(name, bytes_max * 4 / 3 + 4));
    if (!decoded) throw bad_field(full(name), "must be base64url without padding");
    if (decoded->size() > bytes_max) throw bad_field(full(name), over(bytes_max));
    return *decoded;
}

std::vector<std::string> Fields::texts(const char* name, size_t count_max, size_t bytes_max) const {
    const json& value = at(name);
    const bool good =
        value.is_array() && value.size() <= count_max &&
        std::all_of(value.begin(), value.end(), [&](const json& item) {
            return item.is_string() && item.get_ref<const std::string&>().size() <= bytes_max;
        });
    if (!good) {
        throw bad_field(full(name), "must be a list of at most " + std::to_string(count_max) +
                                        " texts of at most " + std::to_string(bytes_max) +
                                        " bytes");
    }
    return value.get<std::vector<std::string>>();
}

uint64_t Fields::uint_or(const char* name, uint64_t otherwise, uint64_t value_max,
                         std::string_view limit) const {
    const uint64_t value = has(name) ? uint(name) : otherwise;
    if (value > value_max) {
        throw bad_field(full(name),
                        "must be at most " + std::to_string(value_max) + std::string(limit));
    }
    return value;
}

std::vector<Fields> Fields::objects(const char* name, size_t count_max) const {
    const json& value = at(name);
    const bool good =
        value.is_array() && value.size() <= count_max &&
        std::all_of(value.begin(), value.end(), [](const json& item) { return item.is_object(); });
    if (!good) {
        throw bad_field(full(name),
                        "must be a list of at most " + std::to_string(count_max) + " objects");
    }
    std::vector<Fields> objects;
    for (const json& item : value) objects.emplace_back(item, full(name) + ".");
    return objects;
}

Fields Fields::object(const char* name) const {
    const json& value = at(name);
    if (!value.is_object()) throw bad_field(full(name), "must be an object");
    return {value, full(name) + "."};
}

wire::SignedRoster Fields::signed_roster(const char* name) const {
    auto roster = wire::decode_signed_roster(bytes(name, signed_roster_bytes_max));
    if (!roster) throw bad_field(full(name), "is not an encoded SignedRoster");
    return std::move(*roster);
}

wire::SealedInbox Fields::sealed_inbox(const char* name) const {
    auto sealed = wire::decode_sealed_inbox(bytes(name, sealed_inbox_bytes_max));
    if (!sealed) throw bad_field(full(name), "is not an encoded SealedInbox");
    return std::move(*sealed);
}

std::vector<wire::SealedInbox> Fields::sealed_inboxes(const char* name) const {
    std::vector<wire::SealedInbox> all;
    for (const std::string& text :
         texts(name, limits::inbox_versions_max, sealed_inbox_bytes_max * 4 / 3 + 4)) {
        const auto decoded = base64url_decode(text);
        auto sealed = wire::decode_sealed_inbox(decoded ? ByteView(*decoded) : ByteView());
        if (!sealed) throw bad_field(full(name), "holds what is not an encoded SealedInbox");
        all.push_back(std::move(*sealed));
    }
    return all;
}

std::string checked_email(const Fields& fields, const char* name) {
    std::string email = fields.text(name, email_bytes_max);
    std::transform(email.begin(), email.end(), email.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    const size_t sign = email.find('@');
    const bool good =
        sign != std::string::npos && sign > 0 && sign + 1 < email.size() &&
        email.find('@', sign + 1) == std::string::npos &&
        std::none_of(email.begin(), email.end(), [](char c) { return is_control(c) || c == ' '; });
    if (!good) throw bad_field(fields.full(name), "is not a mail address");
    return email;
}

std::string checked_name(const Fields& fields, const char* name) {
    std::string text = fields.text(name, limits::name_bytes_max);
    if (text.empty()) throw bad_field(fields.full(name), "is empty");
    if (std::any_of(text.begin(), text.end(), is_control)) {
        throw bad_field(fields.full(name), "holds control characters");
    }
    return text;
}

wire::ShopSettings checked_settings(const Fields& fields, const wire::ShopSettings& before) {
    wire::ShopSettings settings;
    settings.name = checked_name(fields, "name");
    settings.accent = fields.text("accent", limits::color_bytes_max);
    const bool is_colour =
        settings.accent.size() == 7 && settings.accent[0] == '#' &&
        settings.accent.find_first_not_of("0123456789abcdefABCDEF", 1) == std::string::npos;
    if (!is_colour) throw bad_field(fields.full("accent"), "must be a colour as #rrggbb");
    settings.greeting = fields.text("greeting", limits::greeting_bytes_max);
    settings.away = fields.text("away", limits::greeting_bytes_max);
    settings.origins = fields.texts("origins", limits::origins_max, limits::url_bytes_max);
    for (const std::string& origin : settings.origins) {
        const std::string wrong = origin_mistake(origin);
        if (!wrong.empty()) throw bad_field(fields.full("origins"), wrong);
    }
    settings.retention_days =
        fields.uint_or("retention_days", before.retention_days, limits::retention_days_max,
                       " days (retention_days_max)");
    settings.file_bytes_max =
        fields.uint_or("file_bytes_max", before.file_bytes_max, limits::file_bytes_max_most,
                       " bytes (file_bytes_max_most)");
    settings.files_at_once_max =
        fields.uint_or("files_at_once_max", before.files_at_once_max,
                       limits::files_at_once_max_most, " (files_at_once_max_most)");
    settings.files_total_bytes_max =
        fields.uint_or("files_total_bytes_max", before.files_total_bytes_max,
                       limits::files_total_bytes_max_most, " bytes (files_total_bytes_max_most)");
    return settings;
}

std::string record_text(const wire::SignedRoster& roster) {
    return base64url_encode(wire::encode(roster));
}

std::vector<std::string> record_texts(const std::vector<wire::SealedInbox>& sealed) {
    std::vector<std::string> texts;
    texts.reserve(sealed.size());
    for (const wire::SealedInbox& one : sealed)
        texts.push_back(base64url_encode(wire::encode(one)));
    return texts;
}

}  // namespace shopbell::server
