// SPDX-License-Identifier: Apache-2.0
// The JSON API without sockets or a disk, and a browser's half of it: the console's key operations
// run natively, with a clock that moves only by hand. Passphrases cost a third of a second each, so
// one shop is made for all tests.
#pragma once

#include "core/crypto/vault/shop.hpp"
#include "server-stub/accounts/memory_accounts.hpp"
#include "server-stub/api/api.hpp"
#include "server-stub/store/memory_store.hpp"

#include <nlohmann/json.hpp>

namespace shopbell::server::test {

inline constexpr Millis noon_wall = 1'790'000'000'000;
inline constexpr char owner_email[] = "ada@tea.example";
inline constexpr char owner_passphrase[] = "a long passphrase";

// A shop as a browser makes it.
struct MadeShop {
    Id salt{};
    boundary::ShopMade made;
    Key vault_key{};
};
const MadeShop& tea_shop();

struct Answer {
    unsigned status = 0;
    nlohmann::json body;
    HttpResponse response;

    [[nodiscard]] std::string text(const char* name) const { return body.value(name, ""); }
    [[nodiscard]] std::string code() const;
    [[nodiscard]] std::string field() const;
};

std::string b64(ByteView bytes);
template <class Record>
std::string record_b64(const Record& record) {
    return b64(wire::encode(record));
}

class ApiScene {
public:
    ApiScene();

    Answer call(const std::string& method, const std::string& path,
                const nlohmann::json& body = nullptr);
    Answer get(const std::string& path) { return call("GET", path); }
    Answer post(const std::string& path, const nlohmann::json& body = nlohmann::json::object()) {
        return call("POST", path, body);
    }
    Answer put(const std::string& path, const nlohmann::json& body) {
        return call("PUT", path, body);
    }

    // The body of POST /v1/setup for tea_shop().
    [[nodiscard]] static nlohmann::json setup_body(const std::string& token);
    // Sets tea_shop() up; the owner's session is the bearer from then on.
    void set_up();
    Answer log_in(const std::string& email, const Key& login_key);

    relay::ShopRecord record();
    // As the owner's browser makes an invitation, for the newest roster.
    boundary::Invited make_invitation(uint64_t role = 3);
    static nlohmann::json invitation_body(const boundary::Invited& invited,
                                          const std::string& email = "bo@tea.example",
                                          uint64_t role = 3);

    MemoryAccounts accounts;
    MemoryStore store;
    Api api;
    Now now{1'000, noon_wall};
    std::string bearer;
    std::string origin;
    std::string address = "192.0.2.1";
    std::vector<relay::ShopRecord> changed;

private:
    uint8_t invitations_ = 0;
};

}  // namespace shopbell::server::test
