// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/server/faulty_vfs.hpp"

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <new>
#include <random>

namespace shopbell::server::test {
namespace {

// What a disk writes whole or not at all.
constexpr size_t sector_bytes = 512;

Bytes contents(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

void apply(Bytes& image, uint64_t at, ByteView bytes) {
    if (image.size() < at + bytes.size()) image.resize(at + bytes.size());
    std::copy(bytes.begin(), bytes.end(), image.begin() + static_cast<ptrdiff_t>(at));
}

}  // namespace

// SQLite allots the room: behind it lies the file of the VFS below.
struct FaultyVfs::File {
    sqlite3_file base;
    FaultyVfs* vfs;
    std::string* path;
    sqlite3_file* below;
};

// What SQLite calls on an open file.
struct FaultyVfs::Calls {
    static File& of(sqlite3_file* file) { return *reinterpret_cast<File*>(file); }
    static const sqlite3_io_methods& below(sqlite3_file* file) { return *of(file).below->pMethods; }

    static int close(sqlite3_file* file) {
        const int code = below(file).xClose(of(file).below);
        delete of(file).path;
        return code;
    }
    static int read(sqlite3_file* file, void* into, int count, sqlite3_int64 at) {
        File& self = of(file);
        const std::lock_guard lock(self.vfs->mutex_);
        if (const auto fault = self.vfs->fault_of(DiskCall::read, *self.path)) return fault->code;
        return below(file).xRead(self.below, into, count, at);
    }
    static int write(sqlite3_file* file, const void* from, int count, sqlite3_int64 at) {
        File& self = of(file);
        const std::lock_guard lock(self.vfs->mutex_);
        const auto fault = self.vfs->fault_of(DiskCall::write, *self.path);
        if (fault && !fault->torn) return fault->code;
        const int written = fault ? count / 2 : count;
        const int code = below(file).xWrite(self.below, from, written, at);
        if (code != SQLITE_OK) return code;
        const auto* const bytes = static_cast<const uint8_t*>(from);
        self.vfs->images_[*self.path].pending.push_back(
            {static_cast<uint64_t>(at), Bytes(bytes, bytes + written), false});
        return fault ? fault->code : SQLITE_OK;
    }
    static int truncate(sqlite3_file* file, sqlite3_int64 size) {
        File& self = of(file);
        const std::lock_guard lock(self.vfs->mutex_);
        if (!self.vfs->has_power_) return SQLITE_IOERR_TRUNCATE;
        self.vfs->images_[*self.path].pending.push_back({static_cast<uint64_t>(size), {}, true});
        return below(file).xTruncate(self.below, size);
    }
    static int sync(sqlite3_file* file, int flags) {
        File& self = of(file);
        const std::lock_guard lock(self.vfs->mutex_);
        const auto fault = self.vfs->fault_of(DiskCall::sync, *self.path);
        Image& image = self.vfs->images_[*self.path];
        if (fault) {
            // As Linux does it: the pages count as clean from here on, and are not on the disk.
            if (self.vfs->has_power_) image.pending.clear();
            return fault->code;
        }
        for (const Write& one : image.pending) {
            one.cuts ? image.durable.resize(one.at) : apply(image.durable, one.at, one.bytes);
        }
        image.pending.clear();
        return below(file).xSync(self.below, flags);
    }
    static int file_size(sqlite3_file* file, sqlite3_int64* size) {
        return below(file).xFileSize(of(file).below, size);
    }
    static int lock(sqlite3_file* file, int level) {
        return below(file).xLock(of(file).below, level);
    }
    static int unlock(sqlite3_file* file, int level) {
        return below(file).xUnlock(of(file).below, level);
    }
    static int check_reserved(sqlite3_file* file, int* out) {
        return below(file).xCheckReservedLock(of(file).below, out);
    }
    static int control(sqlite3_file* file, int operation, void* argument) {
        return below(file).xFileControl(of(file).below, operation, argument);
    }
    static int sector_size(sqlite3_file* file) { return below(file).xSectorSize(of(file).below); }
    static int characteristics(sqlite3_file* file) {
        return below(file).xDeviceCharacteristics(of(file).below);
    }
    static int shm_map(sqlite3_file* file, int page, int size, int extend, void volatile** out) {
        return below(file).xShmMap(of(file).below, page, size, extend, out);
    }
    static int shm_lock(sqlite3_file* file, int offset, int count, int flags) {
        return below(file).xShmLock(of(file).below, offset, count, flags);
    }
    static void shm_barrier(sqlite3_file* file) { below(file).xShmBarrier(of(file).below); }
    static int shm_unmap(sqlite3_file* file, int remove) {
        return below(file).xShmUnmap(of(file).below, remove);
    }
};

// Version 2: nothing is read past these calls by mapping the file.
sqlite3_io_methods FaultyVfs::methods() {
    sqlite3_io_methods all{};
    all.iVersion = 2;
    all.xClose = Calls::close;
    all.xRead = Calls::read;
    all.xWrite = Calls::write;
    all.xTruncate = Calls::truncate;
    all.xSync = Calls::sync;
    all.xFileSize = Calls::file_size;
    all.xLock = Calls::lock;
    all.xUnlock = Calls::unlock;
    all.xCheckReservedLock = Calls::check_reserved;
    all.xFileControl = Calls::control;
    all.xSectorSize = Calls::sector_size;
    all.xDeviceCharacteristics = Calls::characteristics;
    all.xShmMap = Calls::shm_map;
    all.xShmLock = Calls::shm_lock;
    all.xShmBarrier = Calls::shm_barrier;
    all.xShmUnmap = Calls::shm_unmap;
    return all;
}

FaultyVfs::FaultyVfs(const char* name, bool as_default) : below_(sqlite3_vfs_find(nullptr)) {
    vfs_ = *below_;
    vfs_.zName = name;
    vfs_.pNext = nullptr;
    vfs_.szOsFile = static_cast<int>(sizeof(File)) + below_->szOsFile;
    vfs_.pAppData = this;
    vfs_.xOpen = [](sqlite3_vfs* self, const char* path, sqlite3_file* into, int flags, int* out) {
        return static_cast<FaultyVfs*>(self->pAppData)->open(path, into, flags, out);
    };
    vfs_.xDelete = [](sqlite3_vfs* self, const char* path, int sync_folder) {
        return static_cast<FaultyVfs*>(self->pAppData)->remove(path, sync_folder);
    };
    sqlite3_vfs_register(&vfs_, as_default ? 1 : 0);
}

FaultyVfs::~FaultyVfs() { sqlite3_vfs_unregister(&vfs_); }

int FaultyVfs::open(const char* path, sqlite3_file* into, int flags, int* flags_out) {
    static const sqlite3_io_methods all = methods();
    const std::lock_guard lock(mutex_);
    File& file = Calls::of(into);
    file.base.pMethods = nullptr;
    file.vfs = this;
    file.below = reinterpret_cast<sqlite3_file*>(&file + 1);
    const int code = below_->xOpen(below_, path, file.below, flags, flags_out);
    if (code != SQLITE_OK) return code;
    file.path = new std::string(path == nullptr ? "" : path);
    file.base.pMethods = &all;
    if (images_.count(*file.path) == 0) images_[*file.path].durable = contents(*file.path);
    return SQLITE_OK;
}

int FaultyVfs::remove(const char* path, int sync_folder) {
    const std::lock_guard lock(mutex_);
    if (!has_power_) return SQLITE_IOERR_DELETE;
    images_.erase(path);
    return below_->xDelete(below_, path, sync_folder);
}

void FaultyVfs::fail(DiskFault fault) {
    const std::lock_guard lock(mutex_);
    fault_ = std::move(fault);
}

void FaultyVfs::heal() {
    const std::lock_guard lock(mutex_);
    fault_.reset();
}

void FaultyVfs::spend_power() {
    if (!calls_left_) return;
    if (*calls_left_ == 0)
        has_power_ = false;
    else
        --*calls_left_;
}

std::optional<DiskFault> FaultyVfs::fault_of(DiskCall call, const std::string& path) {
    if (call != DiskCall::read) spend_power();
    if (!has_power_) return DiskFault{call, SQLITE_IOERR, "", 0, 1, false};
    if (!fault_ || fault_->call != call || !path.ends_with(fault_->file_end)) return std::nullopt;
    if (fault_->after > 0) {
        --fault_->after;
        return std::nullopt;
    }
    const DiskFault fault = *fault_;
    if (--fault_->times == 0) fault_.reset();
    return fault;
}

void FaultyVfs::cut_power(uint64_t calls_left) {
    const std::lock_guard lock(mutex_);
    calls_left_ = calls_left;
    if (calls_left == 0) has_power_ = false;
}

void FaultyVfs::power_back(uint32_t seed) {
    const std::lock_guard lock(mutex_);
    std::mt19937 dice(seed);
    for (auto& [path, image] : images_) {
        for (const Write& one : image.pending) {
            const auto fate = dice() % 3;  // there, not there, half
            if (fate == 1) continue;
            if (one.cuts) {
                image.durable.resize(one.at);
                continue;
            }
            const size_t half = dice() % (one.bytes.size() / sector_bytes + 1) * sector_bytes;
            apply(image.durable, one.at,
                  ByteView(one.bytes).first(fate == 0 ? one.bytes.size() : half));
        }
        std::ofstream(path, std::ios::binary | std::ios::trunc)
            .write(reinterpret_cast<const char*>(image.durable.data()),
                   static_cast<std::streamsize>(image.durable.size()));
        std::error_code ignored;
        std::filesystem::remove(path + "-shm", ignored);
    }
    images_.clear();
    revive();
}

void FaultyVfs::process_back() {
    const std::lock_guard lock(mutex_);
    revive();
}

void FaultyVfs::revive() {
    has_power_ = true;
    calls_left_.reset();
    fault_.reset();
}

}  // namespace shopbell::server::test
