// SPDX-License-Identifier: Apache-2.0
// TypeScript of a module: interfaces, unions told apart by `type`, and the tables that drive
// core/wire/ts/codec.ts. Tables are plain constants and functions are one line each, so that a
// bundler keeps only what a page uses.
import { generatedNotice } from './schema.mjs';
import { camel } from './ts-tables.mjs';

const lowerFirst = (name) => name[0].toLowerCase() + name.slice(1);

export function tsMessages(module) {
    const leaves = new Map();
    const structTables = module.structs.map((struct) => structTable(struct, leaves));
    const unionTables = module.unions.flatMap((union) => variants(union).map((variant) => unionTable(variant, leaves)));
    const messages = module.unions.flatMap((union) => union.messages);
    return `// SPDX-License-Identifier: Apache-2.0
// ${generatedNotice}
${module.files.map((file) => `// ${file.title}: ${file.doc}`).join('\n')}
import { decode, encode, type Kind } from './codec.js';${module.batched ? "\nimport { read, write } from './own-core.js';" : ''}
${module.unions.some(({ fromRelay }) => fromRelay) ? "import { frameBytesMax } from './limits.js';\n" : ''}${module.imports.map(({ ts }) => `import * as ${ts} from './${ts}.js';\n`).join('')}
${module.structs.map((struct) => interfaceOf(struct, module)).join('\n')}
${messages.map((message) => interfaceOf(message, module)).join('\n')}
${module.unions.flatMap((union) => variants(union).map(unionType)).join('\n')}
${[...leaves].map(([name, kind]) => `const ${name}: Kind = ${kind};`).join('\n')}
${structTables.join('\n')}
${unionTables.join('\n')}

${module.structs.map(structCodec).join('')}${module.unions.flatMap((union) => variants(union).map((variant) => unionCodec(variant, module))).join('')}`;
}

function variants({ name, messages, fromRelay, fromClient }) {
    const all = [{ name, field: name, messages, framed: Boolean(fromRelay) }];
    if (fromRelay) all.push({ ...all[0], name: `${name}FromRelay`, messages: fromRelay });
    if (fromClient) all.push({ ...all[0], name: `${name}FromClient`, messages: fromClient });
    return all;
}

function interfaceOf(struct, module) {
    const type = struct.type === undefined ? [] : [`    type: '${struct.name}';`];
    const members = struct.fields.map(({ name, type: fieldType, optional, doc }) => {
        const ts = `${tsType(fieldType, module)}${optional ? ' | null' : ''}`;
        return `${doc ? `    /** ${doc} */\n` : ''}    ${camel(name)}: ${ts};`;
    });
    return `${struct.doc ? `/** ${struct.doc} */\n` : ''}export interface ${struct.name} {
${[...type, ...members].map((line) => `${line}\n`).join('')}}
`;
}

function tsType(type, module) {
    switch (type.form) {
        case 'uint': return 'number';
        case 'bool': return 'boolean';
        case 'fixed':
        case 'bytes': return 'Uint8Array';
        case 'text': return 'string';
        case 'list': return `${tsType(type.item, module)}[]`;
        default: return `${prefix(type.struct, module)}${type.struct.name}`;
    }
}

const prefix = (struct, module) => (struct.module === module ? '' : `${struct.module.ts}.`);

function unionType({ name, messages }) {
    return `export type ${name} =\n${messages.map((message) => `    | ${message.name}`).join('\n')};\n`;
}

const tableName = (struct) => `${lowerFirst(struct.name)}Kind`;

// A leaf kind is a constant of its own, named by what it is: most occur many times.
function kindOf(type, module, leaves) {
    const leaf = (name, kind) => {
        leaves.set(name, kind);
        return name;
    };
    switch (type.form) {
        case 'uint':
        case 'bool': return leaf(type.form, `['${type.form}']`);
        case 'fixed': return leaf(`fixed${type.size}`, `['fixed', ${type.size}]`);
        case 'bytes':
        case 'text': return leaf(`${type.form}${type.maxValue}`, `['${type.form}', ${type.maxValue}]`);
        case 'list': return `['list', ${type.maxValue}, ${kindOf(type.item, module, leaves)}]`;
        default: return `${prefix(type.struct, module)}${tableName(type.struct)}`;
    }
}

function fieldsTable(struct, leaves, indent) {
    const rows = struct.fields.map(({ name, type, optional }) => {
        const kind = kindOf(type, struct.module, leaves);
        return `${indent}    ${camel(name)}: ${optional ? `['maybe', ${kind}]` : kind},\n`;
    });
    return rows.length === 0 ? '{}' : `{\n${rows.join('')}${indent}}`;
}

function structTable(struct, leaves) {
    return `export const ${tableName(struct)}: Kind = ['struct', '${struct.name}', ${fieldsTable(struct, leaves, '')}];`;
}

function unionTable({ name, field, messages }, leaves) {
    const rows = messages.map(
        (message) => `    ${message.type}: ['${message.name}', ${fieldsTable(message, leaves, '    ')}],\n`,
    );
    return `const ${lowerFirst(name)}Kind: Kind = ['union', '${field}', {\n${rows.join('')}}];`;
}

function structCodec(struct) {
    const { name } = struct;
    return `export const encode${name} = (value: ${name}): Uint8Array => encode(${tableName(struct)}, '${name}', value);
export const decode${name} = (bytes: Uint8Array): ${name} => decode(${tableName(struct)}, '${name}', bytes) as ${name};
`;
}

function unionCodec({ name, field, framed }, module) {
    const kind = `${lowerFirst(name)}Kind`;
    const limit = framed ? ', frameBytesMax' : '';
    const single = `export const encode${name} = (value: ${name}): Uint8Array => encode(${kind}, '${field}', value);
export const decode${name} = (bytes: Uint8Array): ${name} => decode(${kind}, '${field}', bytes${limit}) as ${name};
`;
    if (!module.batched) return single;
    const batch = `['list', Infinity, ${kind}]`;
    return `${single}/** A batch is one array of messages. */
export const encode${name}Batch = (batch: readonly ${name}[]): Uint8Array => encode(${batch}, '${field}', batch);
export const decode${name}Batch = (bytes: Uint8Array): ${name}[] => decode(${batch}, '${field}', bytes) as ${name}[];
/** To our own core, and from it: unchecked. */
export const write${name}Batch = (batch: readonly ${name}[]): Uint8Array => write(${batch}, batch);
export const read${name}Batch = (bytes: Uint8Array): ${name}[] => read(${batch}, bytes) as ${name}[];
`;
}
