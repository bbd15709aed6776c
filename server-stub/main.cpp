// SPDX-License-Identifier: Apache-2.0
// shopbell-relay: reads the command line, the environment and the configuration file, and does what
// they say. Everything else is in the library, where tests reach it.
#include "server-stub/config/command_line.hpp"
#include "server-stub/demo/demo_shop.hpp"
#include "server-stub/platform/random.hpp"
#include "server-stub/server.hpp"
#include "server-stub/store/schema.hpp"

#include <cstdio>
#include <fstream>
#include <iostream>
#include <iterator>

#include <boost/asio/signal_set.hpp>
#include <sys/resource.h>
#include <unistd.h>

namespace {

using namespace shopbell;
using namespace shopbell::server;

constexpr int exit_mistake = 2;

int complain(const std::vector<Mistake>& mistakes) {
    for (const Mistake& mistake : mistakes) {
        std::cerr << mistake.where << ": " << mistake.what << '\n';
    }
    return exit_mistake;
}

int fail(std::string_view what) {
    std::cerr << "shopbell-relay: " << what << '\n';
    return EXIT_FAILURE;
}

ConfigRead load_config(const CommandLine& line) {
    ConfigSources sources;
    sources.flags = line.flags;
    for (char** entry = environ; *entry != nullptr; ++entry) {
        const std::string_view text(*entry);
        const size_t equals = text.find('=');
        sources.environment.emplace_back(text.substr(0, equals), text.substr(equals + 1));
        if (text.substr(0, equals) == "SHOPBELL_CONFIG")
            sources.file_name = text.substr(equals + 1);
    }
    if (!line.config_file.empty()) sources.file_name = line.config_file;
    std::vector<Mistake> mistakes = line.mistakes;
    if (!sources.file_name.empty()) {
        std::ifstream file(sources.file_name, std::ios::binary);
        sources.file_text.assign(std::istreambuf_iterator<char>(file), {});
        if (!file) {
            mistakes.push_back({sources.file_name, "cannot be read"});
            sources.file_name.clear();
        }
    }
    ConfigRead read = read_config(sources);
    read.mistakes.insert(read.mistakes.begin(), mistakes.begin(), mistakes.end());
    return read;
}

// As many connections as the system allows; the usual soft limit is a thousand.
void raise_descriptor_limit() {
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
}

void print_urls(const Server& server, const Config& config) {
    for (const std::string& listening : server.urls()) {
        const std::string& url = config.public_url.empty() ? listening : config.public_url;
        if (config.demo) std::cout << "storefront  " << url << "/\n";
        std::cout << "console     " << url << "/console\n"
                  << "loader      " << url << "/shopbell.js\n"
                  << "health      " << url << "/healthz\n";
        if (!config.public_url.empty()) break;
    }
    if (config.demo) {
        std::cout << "sign in as " << demo_owner_email << " or " << demo_agent_email
                  << ", passphrase " << demo_passphrase
                  << "\ndemo mode: this relay made the shop's root key itself, so end-to-end "
                     "encryption proves nothing against it\n";
    }
    std::cout << "ready" << std::endl;
}

int serve(const Config& config, const Log& log) {
    raise_descriptor_limit();
    Server server(config, log);
    const std::string wrong = server.open();
    if (!wrong.empty()) return fail(wrong);
    boost::asio::signal_set signals(server.io(), SIGINT, SIGTERM);
    signals.async_wait([&](boost::system::error_code error, int) {
        if (!error) server.stop();
    });
    server.run([&] { print_urls(server, config); });
    return EXIT_SUCCESS;
}

// The token is for whoever reads this terminal; only its hash is kept.
int init(const Config& config) {
    RelayDatabase database(config.data);
    SqliteStore store(database);
    SqliteAccounts accounts(database);
    Api api(accounts, store, ApiConfig{config.public_url, false, read_secret(database), {}},
            random_key());
    const std::string token = api.make_setup_token(read_clock());
    std::string url = config.public_url;
    if (url.empty()) {
        const Endpoint& first = config.listen.front();
        url = "http://" + (first.is_v6 ? "[" + first.address + "]" : first.address) + ":" +
              std::to_string(first.port);
    }
    std::cout << "Open this once, within 24 hours, to set up a shop:\n"
              << url << "/console#setup=" << token << std::endl;
    return EXIT_SUCCESS;
}

int check(const ConfigRead& read) {
    std::vector<Mistake> mistakes = read.mistakes;
    const std::string wrong = folder_mistake(read.config.data);
    if (!wrong.empty()) mistakes.push_back({"data", wrong});
    if (!mistakes.empty()) return complain(mistakes);
    std::cout << "the configuration is good" << std::endl;
    return EXIT_SUCCESS;
}

int done_or(const std::string& wrong, std::string_view done) {
    if (!wrong.empty()) return fail(wrong);
    std::cout << done << std::endl;
    return EXIT_SUCCESS;
}

int execute(const CommandLine& line) {
    const ConfigRead read = load_config(line);
    if (line.command == Command::check) return check(read);
    if (!read.mistakes.empty()) return complain(read.mistakes);
    const Config& config = read.config;
    switch (line.command) {
        case Command::serve:
            return serve(config, Log(config.log_level));
        case Command::init:
            return init(config);
        case Command::backup:
            return done_or(back_up(config.data, line.file), "backed up to " + line.file);
        case Command::restore:
            return done_or(restore(config.data, line.file, unix_ms(read_clock())),
                           "restored into " + config.data);
        default:
            return EXIT_FAILURE;
    }
}

}  // namespace

int main(int argc, char** argv) {
    const CommandLine line = parse_command_line({argv + 1, argv + argc});
    if (line.command == Command::help && line.mistakes.empty()) {
        std::cout << help_text();
        return EXIT_SUCCESS;
    }
    if (line.command == Command::version) {
        std::cout << "shopbell-relay " SHOPBELL_VERSION << std::endl;
        return EXIT_SUCCESS;
    }
    if (line.command == Command::help) return complain(line.mistakes);
    try {
        return execute(line);
    } catch (const std::exception& error) {
        return fail(error.what());
    }
}
