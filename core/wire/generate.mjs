// SPDX-License-Identifier: Apache-2.0
// Makes C++, TypeScript and the tables of docs/protocol.md from schema/*.json, the one definition
// of everything that is encoded. The build calls it with --out and --list; ./dev test calls
// --check-docs, and whoever changed a schema --write-docs.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cppCodes, cppLimits } from './generate/cpp-tables.mjs';
import { cppHeader, cppSource } from './generate/cpp-messages.mjs';
import { withTables } from './generate/docs.mjs';
import { loadSchema } from './generate/schema.mjs';
import { tsCodes, tsLimits } from './generate/ts-tables.mjs';
import { tsMessages } from './generate/ts-messages.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const docsPath = join(here, '../../docs/protocol.md');

function outputs(schema) {
    const files = new Map([
        ['core/base/limits.hpp', () => cppLimits(schema)],
        ['core/wire/codes.hpp', () => cppCodes(schema)],
        ['ts/limits.ts', () => tsLimits(schema)],
        ['ts/codes.ts', () => tsCodes(schema)],
    ]);
    for (const module of schema.modules) {
        files.set(`core/wire/${module.cpp}.hpp`, () => cppHeader(module));
        files.set(`core/wire/${module.cpp}.cpp`, () => cppSource(module));
        files.set(`ts/${module.ts}.ts`, () => tsMessages(module));
    }
    for (const name of ['ts/codec.ts', 'ts/own-core.ts']) files.set(name, () => readFileSync(join(here, name), 'utf8'));
    return files;
}

// Unchanged files keep their time, so that nothing is compiled again for nothing.
function writeIfChanged(path, text) {
    mkdirSync(dirname(path), { recursive: true });
    if (existsSync(path) && readFileSync(path, 'utf8') === text) return;
    writeFileSync(path, text);
}

function run(args) {
    const schema = loadSchema(join(here, 'schema'));
    const [command, value] = args;
    if (command === '--list') {
        console.log([...outputs(schema).keys()].join('\n'));
    } else if (command === '--out' && value !== undefined) {
        for (const [name, text] of outputs(schema)) writeIfChanged(join(value, name), text());
    } else if (command === '--write-docs') {
        writeIfChanged(docsPath, withTables(readFileSync(docsPath, 'utf8'), schema));
    } else if (command === '--check-docs') {
        const docs = readFileSync(docsPath, 'utf8');
        if (docs === withTables(docs, schema)) return 0;
        console.error('docs/protocol.md: tables are stale; run node core/wire/generate.mjs --write-docs');
        return 1;
    } else {
        console.error('usage: generate.mjs --out DIR | --list | --check-docs | --write-docs');
        return 2;
    }
    return 0;
}

process.exitCode = run(process.argv.slice(2));
