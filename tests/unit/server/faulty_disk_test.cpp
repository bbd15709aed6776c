// SPDX-License-Identifier: Apache-2.0
// The store on a disk that fails: what was answered is there, what failed is not answered, and what
// is half there is nobody's row.
#include "core/crypto/head_hash.hpp"
#include "server-stub/store/store_threads.hpp"
#include "tests/unit/server/data_in_test.hpp"
#include "tests/unit/server/faulty_vfs.hpp"
#include "tests/unit/server/store_desk.hpp"

#include <future>
#include <random>

namespace shopbell::server::test {
namespace {

constexpr char disk_name[] = "faulty";

// A folder on a faulty disk, opened as the relay does it.
struct Scene {
    Scene() { open(); }
    void open() {
        data = std::make_unique<OpenData>(folder.path(), std::function<bool()>{}, disk_name);
    }
    void close() { data.reset(); }

    std::vector<StoreAnswer> ask(const std::vector<StoreRequest>& batch) const {
        std::vector<StoreAnswer> answers;
        data->store.apply(batch, answers);
        return answers;
    }
    std::vector<StoreAnswer> read(const std::vector<StoreRequest>& batch) const {
        std::vector<StoreAnswer> answers;
        data->reading_store.apply(batch, answers);
        return answers;
    }

    FaultyVfs disk{disk_name};
    TestFolder folder;
    std::unique_ptr<OpenData> data;
};

bool is_retry(const StoreAnswer& answer) {
    if (const auto* const refused = std::get_if<RowRefused>(&answer))
        return refused->code == wire::Code::retry;
    const auto* const failed = std::get_if<Failed>(&answer);
    return failed != nullptr && failed->code == wire::Code::retry;
}

// Every row as it was submitted, numbered without gaps, the running hash of both tables right, and
// SQLite content. Returns how many there are.
uint64_t check_log(const Scene& scene) {
    Query sound(scene.data->write, "PRAGMA integrity_check");
    REQUIRE(sound.next());
    CHECK(sound.text(0) == "ok");
    const auto answers =
        scene.ask({ReadLog{"tea", conv_a, 0, 1'000, 10'000'000}, LoadConversation{"tea", conv_a}});
    Hash head = crypto::head_start(conv_a);
    uint64_t seq = 0;
    for (const wire::Row& row : std::get<LogRead>(answers[0]).rows) {
        CHECK(row.seq == ++seq);
        CHECK(row.submission ==
              a_row(conv_a, static_cast<uint8_t>(seq), static_cast<uint8_t>(seq - 1), ann_device));
        head = crypto::head_next(head, row.submission, row.seq);
    }
    const auto& conversation = std::get<ConversationLoaded>(answers[1]).conversation;
    CHECK((conversation ? conversation->head_seq : 0) == seq);
    CHECK((conversation ? conversation->head : crypto::head_start(conv_a)) == head);
    return seq;
}

}  // namespace

TEST_CASE("faulty disk: a commit whose write or sync fails is answered by nothing") {
    for (const DiskCall call : {DiskCall::write, DiskCall::sync}) {
        for (uint64_t after = 0; after < (call == DiskCall::sync ? 1 : 6); ++after) {
            CAPTURE(after);
            Scene scene;
            scene.ask({opening(conv_a, 1)});
            const int code = call == DiskCall::sync ? SQLITE_IOERR_FSYNC : SQLITE_IOERR_WRITE;
            scene.disk.fail({call, code, "-wal", after});
            std::vector<StoreAnswer> answers;
            CHECK_THROWS_AS(
                scene.data->store.apply(std::vector<StoreRequest>{by_ann(conv_a, 2, 1)}, answers),
                DatabaseBroken);
            CHECK(answers.empty());
        }
    }
}

TEST_CASE("faulty disk: after a failed sync the writer delivers nothing more") {
    Scene scene;
    scene.ask({opening(conv_a, 1)});
    scene.disk.fail({DiskCall::sync, SQLITE_IOERR_FSYNC, "-wal"});
    std::promise<std::string> broken;
    std::atomic<int> delivered = 0;
    StoreThread::Hooks hooks;
    hooks.deliver = [&](const TicketedAnswers&) { ++delivered; };
    // The relay's own never returns: it ends the process (tests/torture sees it do so).
    hooks.broken = [&](const std::exception& error) { broken.set_value(error.what()); };
    StoreThread writer(scene.data->store, hooks);
    writer.ask({1, by_ann(conv_a, 2, 1)});
    CHECK(broken.get_future().get().find("disk I/O error") != std::string::npos);
    writer.ask({2, by_ann(conv_a, 2, 1)});
    writer.stop();
    CHECK(delivered == 0);
}

TEST_CASE("faulty disk: no room in any write is refused with retry, and the next try is kept") {
    for (uint64_t after = 0; after < 6; ++after) {
        CAPTURE(after);
        Scene scene;
        scene.ask({opening(conv_a, 1)});
        scene.disk.fail({DiskCall::write, SQLITE_FULL, "-wal", after});
        const auto refused = scene.ask({by_ann(conv_a, 2, 1), LoadConversation{"tea", conv_a}});
        REQUIRE(refused.size() == 2);
        CHECK(is_retry(refused[0]));
        // In words for people, not in SQLite's.
        CHECK(std::get<RowRefused>(refused[0]).message == "the relay's disk is full");
        CHECK(scene.data->store.refusal().find("database or disk is full") != std::string::npos);
        CHECK(check_log(scene) == 1);
        CHECK(std::holds_alternative<RowCommitted>(scene.ask({by_ann(conv_a, 2, 1)})[0]));
        CHECK(scene.data->store.refusal().empty());
        CHECK(check_log(scene) == 2);
    }
}

TEST_CASE("faulty disk: a write that is torn is no row when the file is opened again") {
    for (uint64_t after = 0; after < 6; ++after) {
        CAPTURE(after);
        Scene scene;
        scene.ask({opening(conv_a, 1), by_ann(conv_a, 2, 1)});
        scene.disk.fail({DiskCall::write, SQLITE_IOERR_WRITE, "-wal", after, 1, true});
        CHECK_THROWS_AS(scene.ask({by_ann(conv_a, 3, 2)}), DatabaseBroken);
        // As after a crash: what is closed now leaves the files as they are.
        scene.disk.cut_power();
        scene.close();
        scene.disk.power_back(1);
        scene.open();
        CHECK(check_log(scene) == 2);
        CHECK(std::holds_alternative<RowCommitted>(scene.ask({by_ann(conv_a, 3, 2)})[0]));
        CHECK(check_log(scene) == 3);
    }
}

TEST_CASE("faulty disk: what was answered before the power went is there when it comes back") {
    uint64_t lost_power_in_time = 0;
    for (uint32_t seed = 1; seed <= 60; ++seed) {
        CAPTURE(seed);
        std::mt19937 dice(seed);
        Scene scene;
        scene.ask({opening(conv_a, 1)});
        uint64_t answered = 1;
        scene.disk.cut_power(1 + dice() % 150);
        try {
            while (answered < 200) {
                std::vector<StoreRequest> batch;
                for (uint64_t mid = answered + 1; batch.size() <= dice() % 4; ++mid) {
                    batch.push_back(
                        by_ann(conv_a, static_cast<uint8_t>(mid), static_cast<uint8_t>(mid - 1)));
                }
                for (const StoreAnswer& answer : scene.ask(batch)) {
                    CHECK(std::get<RowCommitted>(answer).row.seq == ++answered);
                }
                if (dice() % 8 == 0) scene.data->write.checkpoint();
            }
        } catch (const DatabaseBroken&) {
        }
        lost_power_in_time += scene.disk.has_power() ? 0 : 1;
        scene.disk.cut_power();
        scene.close();
        scene.disk.power_back(seed);
        scene.open();
        const uint64_t there = check_log(scene);
        CHECK(there >= answered);
        const auto next = static_cast<uint8_t>(there + 1);
        CHECK(std::holds_alternative<RowCommitted>(
            scene.ask({by_ann(conv_a, next, static_cast<uint8_t>(there))})[0]));
        CHECK(check_log(scene) == there + 1);
    }
    CHECK(lost_power_in_time > 50);
}

TEST_CASE(
    "faulty disk: a row left readable by a failed sync is on the disk before it is called known") {
    Scene scene;
    scene.ask({opening(conv_a, 1)});
    scene.disk.fail({DiskCall::sync, SQLITE_IOERR_FSYNC, "-wal"});
    CHECK_THROWS_AS(scene.ask({by_ann(conv_a, 2, 1)}), DatabaseBroken);
    // The process ends, and another begins on the same machine: it reads what never came to the
    // disk.
    scene.disk.cut_power();
    scene.close();
    scene.disk.process_back();
    scene.open();
    const auto answers = scene.ask({by_ann(conv_a, 2, 1)});
    CHECK(std::get<RowCommitted>(answers[0]).known);
    scene.disk.cut_power();
    scene.close();
    scene.disk.power_back(0);
    scene.open();
    CHECK(check_log(scene) == 2);
}

TEST_CASE("faulty disk: what cannot be read is told as retry, by itself, and not as unknown") {
    for (const int code : {SQLITE_IOERR_READ, SQLITE_IOERR_CORRUPTFS}) {  // the second: EIO
        Scene scene;
        scene.ask({opening(conv_a, 1), opening(conv_b, 1)});
        const std::vector<StoreRequest> reads{
            LoadConversation{"tea", conv_a}, ReadLog{"tea", conv_a, 0, 10, 10'000},
            ReadSync{"tea", conv_a, ann_device, Role::shopper, {an_id(1)}}, LoadShop{"tea"}};
        scene.disk.fail({DiskCall::read, code, "", 0, 1'000});
        for (const StoreAnswer& answer : scene.read(reads)) CHECK(is_retry(answer));
        scene.disk.heal();
        const auto read = scene.read(reads);
        CHECK(std::get<ConversationLoaded>(read[0]).conversation);
        CHECK(std::get<SyncRead>(read[2]).known.size() == 1);
        // One bad moment costs the one who met it.
        scene.ask({by_ann(conv_a, 2, 1)});
        scene.disk.fail({DiskCall::read, code, "", 0, 2});
        const auto some = scene.read(reads);
        CHECK(std::count_if(some.begin(), some.end(), is_retry) == 1);
        // A write that had to read is not done either.
        scene.data->write.execute("PRAGMA shrink_memory");
        scene.disk.fail({DiskCall::read, code, "", 0, 1'000});
        CHECK(is_retry(scene.ask({by_ann(conv_a, 3, 2)})[0]));
        scene.disk.heal();
        CHECK(check_log(scene) == 2);
    }
}

}  // namespace shopbell::server::test
