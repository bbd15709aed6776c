// SPDX-License-Identifier: Apache-2.0
// Reads schema/*.json and turns it into modules: what becomes one C++ header and source and one
// TypeScript file. Every kind and limit is resolved here, and a mistake in the schema is named, so
// that the writers of C++, TypeScript and docs need no checks.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

// A module without its files is left out. Batched: several messages cross at once.
const moduleFiles = [
    { cpp: 'messages', ts: 'wire', namespace: 'wire', files: ['records', 'cards', 'forms', 'content', 'frames'] },
    { cpp: 'boundary', ts: 'boundary', namespace: 'boundary', files: ['boundary'], batched: true },
    { cpp: 'survey', ts: 'survey', namespace: 'wire', files: ['survey'] },
    { cpp: 'calls', ts: 'calls', namespace: 'boundary', files: ['calls'] },
];

export function loadSchema(folder) {
    const read = (name) => JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'));
    const limits = read('limits');
    const codes = read('codes');
    const known = {
        limits: new Map(limits.limits.map((limit) => [limit.name, limit.value])),
        codes: new Set(codes.codes.map((code) => code.name)),
        structs: new Map(),
    };
    const modules = [];
    for (const plan of moduleFiles) {
        const present = plan.files.filter((name) => existsSync(join(folder, `${name}.json`)));
        if (present.length > 0) modules.push(loadModule(plan, present.map(read), known));
    }
    return { limits, codes, modules };
}

function loadModule(plan, files, known) {
    const module = { ...plan, files, structs: [], unions: [], imports: [] };
    for (const file of files) {
        if (file.namespace !== plan.namespace) {
            throw new Error(`${file.title}: namespace ${file.namespace}, not ${plan.namespace}`);
        }
        for (const struct of file.structs ?? []) {
            declare(struct, module, known);
            module.structs.push(struct);
        }
    }
    for (const struct of module.structs) resolveFields(struct, module, known);
    for (const file of files) {
        const unions = file.unions ?? (file.messages ? [file] : []);
        for (const union of unions) module.unions.push(loadUnion(union, module, known));
    }
    module.structs = inOrderOfUse(module.structs);
    return module;
}

function declare(struct, module, known) {
    struct.module = module;
    const key = `${module.namespace}.${struct.name}`;
    if (known.structs.has(key)) throw new Error(`${key} is defined twice`);
    known.structs.set(key, struct);
}

function loadUnion(union, module, known) {
    const numbers = new Set();
    for (const message of union.messages) {
        declare(message, module, known);
        resolveFields(message, module, known);
        message.union = union.union;
        if (message.fields.some(({ name }) => name === 'type')) {
            throw new Error(`${message.name}: a message has its own type already`);
        }
        if (!Number.isInteger(message.type) || numbers.has(message.type)) {
            throw new Error(`${union.union}: ${message.name} has a false or used type number`);
        }
        numbers.add(message.type);
        for (const error of message.errors ?? []) {
            if (!known.codes.has(error)) throw new Error(`${message.name}: unknown code ${error}`);
        }
    }
    return { name: union.union, doc: union.doc, messages: union.messages, ...directions(union) };
}

// Frames are decoded by the side that receives them, which must not link the others.
function directions(union) {
    if (!union.messages.some((message) => message.direction === 'C→R')) return {};
    const going = (...ways) => union.messages.filter(({ direction }) => ways.includes(direction));
    return {
        fromRelay: going('R→C', 'R→agent', 'both'),
        fromClient: going('C→R', 'agent→R', 'both'),
    };
}

function resolveFields(struct, module, known) {
    const names = new Set();
    for (const field of struct.fields) {
        const where = `${struct.name}.${field.name}`;
        if (!/^[a-z][a-z0-9]*(_[a-z][a-z0-9]*)*$/.test(field.name) || names.has(field.name)) {
            throw new Error(`${where}: not a snake_case name, or a used one`);
        }
        names.add(field.name);
        field.type = resolveKind(field, where, module, known);
        // Not yet known to whoever wrote an old record: missing at its end, such a field is empty.
        // Of what the device itself has kept; TypeScript reads none of that.
        if (!field.later && struct.fields.some((other) => other.later && names.has(other.name))) {
            throw new Error(`${where}: stands behind a field that came later`);
        }
        if (field.optional && field.type.form === 'list') {
            throw new Error(`${where}: a list is empty, never absent`);
        }
    }
}

// {form: uint | bool | fixed | bytes | text | struct | list, ...}
function resolveKind({ kind, max, of, item_max: itemMax }, where, module, known) {
    const limit = () => {
        if (!known.limits.has(max)) throw new Error(`${where}: unknown limit ${max}`);
        return { max, maxValue: known.limits.get(max) };
    };
    if (kind === 'uint' || kind === 'bool') return { form: kind };
    if (kind === 'bytes' || kind === 'text') return { form: kind, ...limit() };
    if (kind === 'list') {
        if (of === 'list') throw new Error(`${where}: a list of lists`);
        const item = resolveKind({ kind: of, max: itemMax }, `${where} (item)`, module, known);
        return { form: 'list', item, ...limit() };
    }
    const fixed = /^bytes([1-9][0-9]*)$/.exec(kind);
    if (fixed) return { form: 'fixed', size: Number(fixed[1]) };
    const struct = known.structs.get(String(kind).includes('.') ? kind : `${module.namespace}.${kind}`);
    if (!struct) throw new Error(`${where}: unknown kind ${kind}`);
    if (struct.module !== module && !module.imports.includes(struct.module)) {
        module.imports.push(struct.module);
    }
    return { form: 'struct', struct };
}

function inOrderOfUse(structs) {
    const ordered = [];
    const visit = (struct, above) => {
        if (ordered.includes(struct)) return;
        if (above.includes(struct)) throw new Error(`${struct.name} contains itself`);
        for (const field of struct.fields) {
            const { struct: inner } = field.type.item ?? field.type;
            if (inner && structs.includes(inner)) visit(inner, [...above, struct]);
        }
        ordered.push(struct);
    };
    for (const struct of structs) visit(struct, []);
    return ordered;
}

export const generatedNotice = 'Generated by core/wire/generate.mjs from core/wire/schema: change those, not this.';
