// SPDX-License-Identifier: Apache-2.0
#include "examples/echo-bot/echo.hpp"

#include <utility>

namespace shopbell::example {

void Echo::handle(const client::Event& event, Now now, client::Effects& out) {
    const size_t before = out.size();
    session_.handle(event, now, out);
    for (size_t i = before; i < out.size(); ++i) {
        if (const auto* news = std::get_if<boundary::Arrived>(&out[i])) {
            answer(boundary::Arrived(*news), now, out);
        }
    }
}

void Echo::answer(const boundary::Arrived& news, Now now, client::Effects& out) {
    session_.handle(boundary::Look{.conv = news.conv, .focused = true}, now, out);
    session_.handle(boundary::Seen{.conv = news.conv, .seq = news.row.seq}, now, out);
    session_.handle(
        boundary::Compose{.conv = news.conv, .body = news.row.body, .page = std::nullopt}, now,
        out);
}

}  // namespace shopbell::example
