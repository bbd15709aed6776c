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
${includes}#include "core/wire/visit.hpp"

namespace shopbell::${module.namespace} {

${[...module.structs, ...everyMessage(module)].map(structDefinition).join('\n')}
${moduleVariants(module).map(variantDefinition).join('\n')}
// One deterministic CBOR array: of the fields, for messages with the type number before them.
${encoded.map(({ name }) => `Bytes encode(const ${name}& value);`).join('\n')}

${decoded.map(({ name }) => `Result<${name}, wire::DecodeError> decode_${snake(name)}(ByteView bytes);`).join('\n')}
${batches(module).map(batchDeclarations).join('')}
// For the codecs of structs that hold these.
${module.structs.map(({ name }) => `void write(wire::CborWriter& out, const ${name}& value);\nvoid read(wire::CborReader& in, const char* field, ${name}& value);`).join('\n')}

// For batches and visitors: a message, and what follows its type number.
${everyMessage(module).map(({ name }) => `void write(wire::CborWriter& out, const ${name}& value);\nvoid read_fields(wire::CborReader& in, ${name}& value);`).join('\n')}
${module.unions.map((union) => variants(union).map((variant) => visitor(variant, union)).join('')).join('')}${batches(module).map(batchVisitor).join('')}
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

// The one place that tells a union's messages apart: decoders of the variant go through it too.
function visitor({ name, messages }, union) {
    const limit = union.fromRelay ? ', limits::frame_bytes_max' : '';
    const cases = messages.map((message) => {
        const line = `        case ${message.name}::type_number: return wire::visit_message<${message.name}>(in, outside, visit);`;
        return agentsOnly(message) ? `#ifndef SHOPBELL_SHOPPER_ONLY\n${line}\n#endif` : line;
    });
    return `
template <class Visit>
void visit_one_${snake(name)}(wire::CborReader& in, Visit&& visit) {
    const auto outside = in.open(SHOPBELL_FIELD(""));
    uint64_t type = 0;
    in.uint(SHOPBELL_FIELD("type"), type);
    switch (type) {
${cases.join('\n')}
    }
    in.close(outside);
    // After the rest, so that a malformed item is called malformed whatever its type.
    in.fail(SHOPBELL_FIELD("type"), wire::CborError::unknown_type);
}

// Calls visit(message) with what the bytes hold, as the message's own type. None: it was called.
template <class Visit>
std::optional<wire::DecodeError> visit_${snake(name)}(ByteView bytes, Visit&& visit) {
    wire::CborReader in(bytes, SHOPBELL_FIELD("${union.name}")${limit});
    visit_one_${snake(name)}(in, [&](auto& message) {
        in.finish();
        if (in.error() == wire::CborError::none) visit(message);
    });
    return wire::decode_error(in);
}
`;
}

function batchVisitor({ name }) {
    return `
// Visits a batch's messages one by one, before it is known whether the next can be read.
template <class Visit>
std::optional<wire::DecodeError> visit_${snake(name)}_batch(ByteView bytes, Visit&& visit) {
    wire::CborReader in(bytes, SHOPBELL_FIELD("${name}"));
    const auto outside = in.open(SHOPBELL_FIELD(""));
    while (in.left() > 0) visit_one_${snake(name)}(in, visit);
    in.close(outside);
    in.finish();
    return wire::decode_error(in);
}
`;
}

export function cppSource(module) {
    return `// SPDX-License-Identifier: Apache-2.0
// ${generatedNotice}
#include "core/wire/${module.cpp}.hpp"

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
    if (const auto error = decode_error(in)) result.fail(*error);
    return result;
}

}  // namespace

${module.structs.map(structCodec).join('\n')}
${everyMessage(module).map(messageCodec).join('\n')}
${module.unions.map((union) => variants(union).map(variantCodec).join('\n')).join('\n')}
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
    const { name, fields } = message;
    const reading = fields.length === 0 ? `void read_fields(CborReader&, ${name}&) {}
` : `void read_fields(CborReader& in, ${name}& value) {
    in.record(SHOPBELL_FIELD("${name}"));
${reads(message)}}
`;
    return `void write(CborWriter& out, ${parameter(message)}) {
    out.array(${fields.length + 1});
    out.uint(${name}::type_number);
${writes(message)}}

${reading}`;
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
    const readOf = (field) => {
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
    };
    return struct.fields
        .map((field) => (field.later ? `    if (in.left() > 0) {\n${readOf(field)}    }\n` : readOf(field)))
        .join('');
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

function variantCodec({ name }) {
    return `static void write(CborWriter& out, const ${name}& value) {
    std::visit([&out](const auto& message) { write(out, message); }, value);
}

Bytes encode(const ${name}& value) { return encoded(value); }

Result<${name}, DecodeError> decode_${snake(name)}(ByteView bytes) {
    ${name} value;
    const auto error = visit_${snake(name)}(bytes, [&](auto& message) { value = std::move(message); });
    if (error) return *error;
    return value;
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

Result<std::vector<${name}>, DecodeError> decode_${snake(name)}_batch(ByteView bytes) {
    std::vector<${name}> batch;
    const auto error = visit_${snake(name)}_batch(bytes, [&](auto& message) { batch.emplace_back(std::move(message)); });
    if (error) return *error;
    return batch;
}
`;
}

function structDecoder({ name }) {
    return `Result<${name}, DecodeError> decode_${snake(name)}(ByteView bytes) {
    return decoded<${name}>(CborReader(bytes, SHOPBELL_FIELD("${name}")));
}
`;
}
