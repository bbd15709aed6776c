// SPDX-License-Identifier: Apache-2.0
#include "core/base/utf8.hpp"

#include <cstddef>
#include <cstdint>

namespace shopbell {

bool is_utf8(std::string_view text) {
    for (size_t i = 0; i < text.size();) {
        const auto lead = static_cast<uint8_t>(text[i++]);
        if (lead < 0x80) continue;
        // What the second byte may be is all that overlong forms, surrogates and the end of Unicode
        // restrict (Unicode, table 3-7); the later ones are 80..BF.
        uint8_t low = 0x80;
        uint8_t high = 0xbf;
        size_t more = 1;
        if (lead < 0xc2 || lead > 0xf4) return false;
        if (lead >= 0xe0) {
            more = lead < 0xf0 ? 2 : 3;
            if (lead == 0xe0) low = 0xa0;
            if (lead == 0xed) high = 0x9f;
            if (lead == 0xf0) low = 0x90;
            if (lead == 0xf4) high = 0x8f;
        }
        for (; more > 0; --more) {
            if (i == text.size()) return false;
            const auto byte = static_cast<uint8_t>(text[i++]);
            if (byte < low || byte > high) return false;
            low = 0x80;
            high = 0xbf;
        }
    }
    return true;
}

}  // namespace shopbell
