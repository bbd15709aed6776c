// SPDX-License-Identifier: Apache-2.0
// A bot is an agent without a face: a Session whose screen is this class. For each message that
// arrives it says the same words back. Pure, like the Session inside it.
#pragma once

#include "core/client/session.hpp"

#include <optional>

namespace shopbell::example {

class Echo {
public:
    // As Session::handle; what is left in `out` is for the socket and the disk.
    void handle(const client::Event& event, Now now, client::Effects& out);
    [[nodiscard]] std::optional<Millis> deadline() const { return session_.deadline(); }

private:
    void answer(const boundary::Arrived& news, Now now, client::Effects& out);

    client::Session session_;
};

}  // namespace shopbell::example
