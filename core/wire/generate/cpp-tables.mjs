// SPDX-License-Identifier: Apache-2.0
// C++ of the plain tables: limits and protocol codes.
import { generatedNotice } from './schema.mjs';

export function cppLimits({ limits }) {
    const lines = limits.limits.map(
        ({ name, value, doc }) =>
            `inline constexpr uint64_t ${name} = ${value};${doc ? `  // ${doc}` : ''}`,
    );
    return `// SPDX-License-Identifier: Apache-2.0
// ${generatedNotice}
// ${limits.doc}
#pragma once

#include <cstdint>

namespace shopbell::limits {

${lines.join('\n')}

}  // namespace shopbell::limits
`;
}

export function cppCodes({ codes }) {
    const names = codes.codes.map(
        ({ name, code, doc }) => `    ${name} = ${code},${doc ? `  // ${doc}` : ''}`,
    );
    const rows = codes.codes.map(
        ({ name, transient, close }) => `    {Code::${name}, ${transient}, ${close ?? 0}},`,
    );
    const named = codes.codes.map(
        ({ name }) => `        case Code::${name}: return "${name}";`,
    );
    return `// SPDX-License-Identifier: Apache-2.0
// ${generatedNotice}
// ${codes.doc}
#pragma once

#include <cstdint>
#include <string_view>

namespace shopbell::wire {

enum class Code : uint16_t {
${names.join('\n')}
};

struct CodeInfo {
    Code code;
    bool transient;  // try again by yourself
    uint16_t close;  // WebSocket close code after bye; 0: the connection stays
};

inline constexpr CodeInfo code_table[] = {
${rows.join('\n')}
};

// Null for a number that this version does not know.
constexpr const CodeInfo* code_info(uint64_t number) {
    for (const CodeInfo& info : code_table) {
        if (static_cast<uint64_t>(info.code) == number) return &info;
    }
    return nullptr;
}

constexpr const CodeInfo& code_info(Code code) { return *code_info(static_cast<uint64_t>(code)); }

// Not in the table, so that a client which reads the table does not carry the names.
constexpr std::string_view code_name(Code code) {
    switch (code) {
${named.join('\n')}
    }
    return {};
}

}  // namespace shopbell::wire
`;
}
