// SPDX-License-Identifier: Apache-2.0
// The tables of docs/protocol.md, each put between `<!-- generated:NAME -->` and
// `<!-- /generated -->`; the prose around them is written by hand.

export function withTables(docs, schema) {
    const tables = {
        frames: frameTables(schema),
        records: structTables(structsOf(schema, 'wire', 'Records')),
        signed: structTables(structsOf(schema, 'wire', 'Frames')),
        content: contentTables(schema),
        cards: structTables(structsOf(schema, 'wire', 'Cards')),
        forms: structTables(structsOf(schema, 'wire', 'Forms')),
        surveys: structTables(structsOf(schema, 'wire', 'Survey')),
        vaults: structTables([
            ...structsOf(schema, 'boundary', 'Boundary').filter(({ name }) => name === 'InboxSecret'),
            ...structsOf(schema, 'boundary', 'Calls').filter(({ name }) => name.endsWith('Content')),
        ]),
        codes: codeTable(schema),
        limits: limitTable(schema),
    };
    const marked = /<!-- generated:([a-z]+) -->\n[\s\S]*?<!-- \/generated -->/g;
    const missing = new Set(Object.keys(tables));
    const filled = docs.replace(marked, (_, name) => {
        if (!(name in tables)) throw new Error(`docs/protocol.md: unknown table ${name}`);
        missing.delete(name);
        return `<!-- generated:${name} -->\n\n${tables[name]}\n<!-- /generated -->`;
    });
    if (missing.size > 0) throw new Error(`docs/protocol.md: no place for ${[...missing].join(', ')}`);
    return filled;
}

function structsOf(schema, namespace, title) {
    const files = schema.modules.filter((module) => module.namespace === namespace).flatMap(({ files }) => files);
    return files.find((file) => file.title === title)?.structs ?? [];
}

function table(heads, rows) {
    const line = (cells) => `| ${cells.map((cell) => String(cell).replaceAll('|', '\\|')).join(' | ')} |\n`;
    return line(heads) + line(heads.map(() => '---')) + rows.map(line).join('');
}

function frameTables({ modules }) {
    const { messages } = modules.flatMap(({ unions }) => unions).find(({ name }) => name === 'Frame');
    const overview = messages.map((frame) => [
        frame.type,
        `[${frame.name}](#${frame.name.toLowerCase()})`,
        frame.direction,
        frame.keeping,
        frame.fields.map(({ name }) => name).join(', '),
        (frame.errors ?? []).join(', '),
    ]);
    return `${table(['type', 'frame', 'direction', 'log', 'fields', 'errors'], overview)}
${messages.map((frame) => section(frame, `Type ${frame.type}, ${frame.direction}. `)).join('\n')}`;
}

function contentTables({ modules }) {
    const { messages } = modules.flatMap(({ unions }) => unions).find(({ name }) => name === 'Content');
    const [file] = modules.flatMap(({ files }) => files).filter(({ title }) => title === 'Content');
    return [...messages.map((message) => section(message, `Type ${message.type}. `)), ...file.structs.map((struct) => section(struct, ''))].join('\n');
}

const structTables = (structs) => structs.map((struct) => section(struct, '')).join('\n');

function section({ name, doc, fields }, lead) {
    const rows = fields.map((field) => [field.name, kindText(field), field.doc]);
    return `### ${name}\n\n${lead}${doc}\n${rows.length > 0 ? `\n${table(['field', 'kind', ''], rows)}` : ''}`;
}

function kindText({ type, optional, later }) {
    return `${typeText(type)}${optional ? ' or null' : ''}${later ? '; may be missing' : ''}`;
}

function typeText(type) {
    switch (type.form) {
        case 'uint':
        case 'bool': return type.form;
        case 'fixed': return `bytes, ${type.size}`;
        case 'bytes':
        case 'text': return `${type.form}, at most ${type.maxValue} (\`${type.max}\`)`;
        case 'list': return `list of ${typeText(type.item)}; at most ${type.maxValue} items (\`${type.max}\`)`;
        default: return `[${type.struct.name}](#${type.struct.name.toLowerCase()})`;
    }
}

function codeTable({ codes }) {
    const rows = codes.codes.map(({ code, name, transient, close, doc }) => [
        code,
        `\`${name}\``,
        transient ? 'yes' : 'no',
        close ?? 'stays open',
        doc,
    ]);
    return table(['code', 'name', 'transient', 'close', ''], rows);
}

function limitTable({ limits }) {
    return table(['limit', 'value', ''], limits.limits.map(({ name, value, doc }) => [`\`${name}\``, value, doc]));
}
