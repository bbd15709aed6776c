// SPDX-License-Identifier: Apache-2.0
// Counts how often each recovery path was taken, by what is seen on the wire.
#include "core/wire/codes.hpp"
#include "core/wire/messages.hpp"
#include "tests/sim/checkers/checkers.hpp"
#include "tests/sim/world.hpp"

namespace shopbell::sim {
namespace {

class Paths final : public Checker {
public:
    using Checker::Checker;

    void frame_up(Socket, ByteView frame) override;
    void frame_down(Socket, ByteView frame) override;
};

void Paths::frame_up(Socket, ByteView bytes) {
    const uint64_t type = frame_type(bytes);
    if (type == wire::Hello::type_number) world_.tally.path("hello");
    if (type == wire::Open::type_number) world_.tally.path("open");
    if (type == wire::Rekey::type_number) world_.tally.path("rekey offered");
    if (type != wire::Resume::type_number) return;
    const auto frame = wire::decode_frame_from_client(bytes);
    const auto* resume = frame ? std::get_if<wire::Resume>(&*frame) : nullptr;
    world_.tally.path(resume && resume->cursor > 0 ? "resume from a cursor" : "resume from 0");
}

struct PathOf {
    Tally& tally;

    void operator()(const wire::Nack& frame) const {
        const wire::CodeInfo* info = wire::code_info(frame.code);
        if (!info) return;
        if (info->code == wire::Code::chain) tally.path("nack chain");
        if (info->code == wire::Code::retry) tally.path("nack retry");
        if (info->code == wire::Code::stale_gen) tally.path("nack stale_gen");
        if (!info->transient) tally.path("nack for good");
    }
    void operator()(const wire::Synced& frame) const {
        tally.path(frame.known.empty() ? "synced, none known" : "synced, some known");
    }
    void operator()(const wire::Bye& frame) const {
        const wire::CodeInfo* info = wire::code_info(frame.code);
        if (!info) return;
        if (info->code == wire::Code::idle_timeout) tally.path("bye idle_timeout");
        if (info->code == wire::Code::slow_consumer) tally.path("bye slow_consumer");
        if (info->code == wire::Code::hello_timeout) tally.path("bye hello_timeout");
        if (info->code == wire::Code::certificate_false) tally.path("bye certificate_false");
    }
    template <class Other>
    void operator()(const Other&) const {}
};

void Paths::frame_down(Socket, ByteView bytes) {
    const uint64_t type = frame_type(bytes);
    if (type != wire::Nack::type_number && type != wire::Synced::type_number &&
        type != wire::Bye::type_number) {
        return;
    }
    const auto frame = wire::decode_frame_from_relay(bytes);
    if (frame) std::visit(PathOf{world_.tally}, *frame);
}

}  // namespace

std::unique_ptr<Checker> make_paths_counter(World& world) { return std::make_unique<Paths>(world); }

}  // namespace shopbell::sim
