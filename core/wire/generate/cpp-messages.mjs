// SPDX-License-Identifier: Apache-2.0
// C++ of a module: plain structs, and one function per struct and direction that calls the codec
// field by field. Separate functions, so that the linker drops what a build never decodes.
import { generatedNotice } from './schema.mjs';

const snake = (name) => name.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '_').toLowerCase();

const everyMessage = (module) => module.unions.flatMap((union) => union.messages);

// The frame union, and its two halves where the directions differ.
function variants({ name, messages, fromRelay, fromClient }) {
    const all = [{ name, messages }];
    if (fromRelay) all.push({ name: `${name}FromRelay`, messages: fromRelay });
    if (fromClient) all.push({ name: `${name}FromClient`, messages: fromClient });
    return all;
}

const moduleVariants = (module) => module.unions.flatMap(variants);

// What only agents are sent is an unknown type to the shopper's wasm, and weighs nothing there.
const agentsOnly = ({ direction }) => direction === 'R→agent';

const batches = (module) => (module.batched ? module.unions : []);

export function cppHeader(module) {
    const includes = module.imports.map(({ cpp }) => `#include "core/wire/${cpp}.hpp"\n`).join('');
    const encoded = [...module.structs, ...everyMessage(module), ...moduleVariants(module)];
    const decoded = [...module.structs, ...moduleVariants(module)];
    return `// SPDX-License-Identifier: Apache-2.0
// ${generatedNotice}
${module.files.map((file) => `// ${file.title}: ${file.doc}`).join('\n')}
#pragma once

#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "core/base/bytes.hpp"
#include "core/base/result.hpp"
${includes}#include "core/wire/decode_error.hpp"

namespace shopbell::${module.namespace} {

${[...module.structs, ...everyMessage(module)].map(structDefinition).join('\n')}
${moduleVariants(module).map(variantDefinition).join('\n')}
// One deterministic CBOR array: of the fields, for messages with the type number before them.
${encoded.map(({ name }) => `Bytes encode(const ${name}& value);`).join('\n')}

${decoded.map(({ name }) => `Result<${name}, wire::DecodeError> decode_${snake(name)}(ByteView bytes);`).join('\n')}
${batches(module).map(batchDeclarations).join('')}
// For the codecs of structs that hold these.
${module.structs.map(({ name }) => `void write(wire::CborWriter& out, const ${name}& value);\nvoid read(wire::CborReader& in, const char* field, ${name}& value);`).join('\n')}

}  // namespace shopbell::${module.namespace}
`;
}

function structDefinition(struct) {
    const type = struct.type === undefined ? '' : `    static constexpr uint64_t type_number = ${struct.type};\n\n`;
    const members = struct.fields.map(({ name, type: fieldType, optional, doc }) => {
        const cpp = optional ? `std::optional<${cppType(fieldType)}>` : cppType(fieldType);
        return `    ${cpp} ${name}${initialiser(fieldType, optional)};${doc ? `  // ${doc}` : ''}`;
    });
    const gap = members.length > 0 ? '\n' : '';
    return `${struct.doc ? `// ${struct.doc}\n` : ''}struct ${struct.name} {
${type}${members.map((line) => `${line}\n`).join('')}${gap}    bool operator==(const ${struct.name}&) const = default;
};
`;
}

function cppType(type) {
    switch (type.form) {
        case 'uint': return 'uint64_t';
        case 'bool': return 'bool';
        case 'fixed': return `FixedBytes<${type.size}>`;
        case 'bytes': return 'Bytes';
        case 'text': return 'std::string';
        case 'list': return `std::vector<${cppType(type.item)}>`;
        default: return `${type.struct.module.namespace}::${type.struct.name}`;
    }
}

function initialiser({ form }, optional) {
    if (optional) return '';
    return { uint: ' = 0', bool: ' = false', fixed: '{}' }[form] ?? '';
}

function variantDefinition({ name, messages }) {
    return `using ${name} = std::variant<${messages.map((message) => message.name).join(', ')}>;\n`;
}

function batchDeclarations({ name }) {
    return `
// A batch is one array of messages.
Bytes encode_${snake(name)}_batch(std::span<const ${name}> batch);
Result<std::vector<${name}>, wire::DecodeError> decode_${snake(name)}_batch(ByteView bytes);
`;
}

export function cppSource(module) {
    return `// SPDX-License-Identifier: Apache-2.0
// ${generatedNotice}
#include "core/wire/${module.cpp}.hpp"

#include "core/base/limits.hpp"

namespace shopbell::${module.namespace} {

using wire::CborError;
using wire::CborReader;
using wire::CborWriter;
using wire::DecodeError;

namespace {

template <class T>
Bytes encoded(const T& value) {
    Bytes bytes;
    CborWriter out(bytes);
    write(out, value);
    return bytes;
}

template <class T>
Result<T, DecodeError> decoded(CborReader&& in) {
    Result<T, DecodeError> result{T{}};
    read(in, "", *result);
    in.finish();
    if (in.error() != CborError::none) result.fail(decode_error(in));
    return result;
}

}  // namespace

${module.structs.map(structCodec).join('\n')}
${everyMessage(module).map(messageCodec).join('\n')}
${module.unions.map((union) => variants(union).map((variant) => variantCodec(variant, union)).join('\n')).join('\n')}
${batches(module).map(batchCodec).join('')}
${module.structs.map(({ name }) => `Bytes encode(const ${name}& value) { return encoded(value); }`).join('\n')}
${everyMessage(module).map(({ name }) => `Bytes encode(const ${name}& value) { return encoded(value); }`).join('\n')}

${module.structs.map(structDecoder).join('\n')}
}  // namespace shopbell::${module.namespace}
`;
}

function structCodec(struct) {
    return `void write(CborWriter& out, ${parameter(struct)}) {
    out.array(${struct.fields.length});
${writes(struct)}}

void read(CborReader& in, const char* field, ${struct.name}& value) {
    const auto outside = in.open(field);
    in.record(SHOPBELL_FIELD("${struct.name}"));
${reads(struct)}    in.close(outside);
}
`;
}

// A message's array holds its type number first; whoever reads it has read that already.
function messageCodec(message) {
    const fields = message.fields.length === 0 ? '' : reads(message);
    return `static void write(CborWriter& out, ${parameter(message)}) {
    out.array(${message.fields.length + 1});
    out.uint(${message.name}::type_number);
${writes(message)}}
${fields === '' ? '' : `
${agentsOnly(message) ? '[[maybe_unused]] ' : ''}static void read_fields(CborReader& in, ${message.name}& value) {
    in.record(SHOPBELL_FIELD("${message.name}"));
${fields}}
`}`;
}

function parameter({ name, fields }) {
    return `const ${name}&${fields.length === 0 ? '' : ' value'}`;
}

function writes(struct) {
    return struct.fields.map((field) => {
        const member = `value.${field.name}`;
        if (field.optional) {
            return `    if (${member}) {
        ${writeOne(field.type, `*${member}`)};
    } else {
        out.null();
    }
`;
        }
        if (field.type.form !== 'list') return `    ${writeOne(field.type, member)};\n`;
        return `    out.array(${member}.size());
    for (const auto& item : ${member}) ${writeOne(field.type.item, 'item')};
`;
    }).join('');
}

function writeOne({ form }, expression) {
    const call = { uint: 'uint', bool: 'boolean', fixed: 'bytes', bytes: 'bytes', text: 'text' }[form];
    return call ? `out.${call}(${expression})` : `write(out, ${expression})`;
}

function reads(struct) {
    return struct.fields.map((field) => {
        const member = `value.${field.name}`;
        const name = `SHOPBELL_FIELD("${field.name}")`;
        if (field.optional) {
            return `    if (!in.null(${name})) ${readOne(field.type, name, `${member}.emplace()`)};\n`;
        }
        if (field.type.form !== 'list') return `    ${readOne(field.type, name, member)};\n`;
        return `    const auto outside_${field.name} = in.open(${name}, limits::${field.type.max});
    ${member} = ${cppType(field.type)}(in.left());
    for (auto& item : ${member}) ${readOne(field.type.item, name, 'item')};
    in.close(outside_${field.name});
`;
    }).join('');
}

function readOne({ form, max }, name, expression) {
    switch (form) {
        case 'uint': return `in.uint(${name}, ${expression})`;
        case 'bool': return `in.boolean(${name}, ${expression})`;
        case 'fixed': return `in.fixed(${name}, ${expression})`;
        case 'bytes': return `in.bytes(${name}, limits::${max}, ${expression})`;
        case 'text': return `in.text(${name}, limits::${max}, ${expression})`;
        default: return `read(in, ${name}, ${expression})`;
    }
}

function variantCodec({ name, messages }, union) {
    const limit = union.fromRelay ? ', limits::frame_bytes_max' : '';
    const cases = messages.map((message) => {
        const made = `value.emplace<${message.name}>()`;
        const taken = message.fields.length === 0 ? made : `read_fields(in, ${made})`;
        const line = `        case ${message.name}::type_number: ${taken}; break;`;
        return agentsOnly(message)
            ? `#ifndef SHOPBELL_SHOPPER_ONLY\n${line}\n#endif`
            : line;
    });
    return `static void write(CborWriter& out, const ${name}& value) {
    std::visit([&out](const auto& message) { write(out, message); }, value);
}

Bytes encode(const ${name}& value) { return encoded(value); }

static void read(CborReader& in, const char* field, ${name}& value) {
    const auto outside = in.open(field);
    uint64_t type = 0;
    in.uint(SHOPBELL_FIELD("type"), type);
    bool known = true;
    switch (type) {
${cases.join('\n')}
        default: known = false;
    }
    in.close(outside);
    // After the rest, so that a malformed item is called malformed whatever its type.
    if (!known) in.fail(SHOPBELL_FIELD("type"), CborError::unknown_type);
}

Result<${name}, DecodeError> decode_${snake(name)}(ByteView bytes) {
    return decoded<${name}>(CborReader(bytes, SHOPBELL_FIELD("${union.name}")${limit}));
}
`;
}

function batchCodec({ name }) {
    return `
Bytes encode_${snake(name)}_batch(std::span<const ${name}> batch) {
    Bytes bytes;
    CborWriter out(bytes);
    out.array(batch.size());
    for (const ${name}& message : batch) write(out, message);
    return bytes;
}

static void read(CborReader& in, const char* field, std::vector<${name}>& batch) {
    const auto outside = in.open(field);
    batch = std::vector<${name}>(in.left());
    for (auto& message : batch) read(in, field, message);
    in.close(outside);
}

Result<std::vector<${name}>, DecodeError> decode_${snake(name)}_batch(ByteView bytes) {
    return decoded<std::vector<${name}>>(CborReader(bytes, SHOPBELL_FIELD("${name}")));
}
`;
}

function structDecoder({ name }) {
    return `Result<${name}, DecodeError> decode_${snake(name)}(ByteView bytes) {
    return decoded<${name}>(CborReader(bytes, SHOPBELL_FIELD("${name}")));
}
`;
}
