// SPDX-License-Identifier: Apache-2.0
// TypeScript of the plain tables: limits and protocol codes.
import { generatedNotice } from './schema.mjs';

export const camel = (name) => name.replace(/_([a-z])/g, (_, letter) => letter.toUpperCase());

export function tsLimits({ limits }) {
    // One constant each, so that a bundler keeps only those in use.
    const lines = limits.limits.map(
        ({ name, value, doc }) =>
            `${doc ? `/** ${doc} */\n` : ''}export const ${camel(name)} = ${value};`,
    );
    return `// SPDX-License-Identifier: Apache-2.0
// ${generatedNotice}
// ${limits.doc.replace(/ C\+\+:.*$/, '')}

${lines.join('\n')}
`;
}

export function tsCodes({ codes }) {
    const names = codes.codes.map(
        ({ name, code, doc }) => `${doc ? `    /** ${doc} */\n` : ''}    ${camel(name)} = ${code},`,
    );
    const rows = codes.codes.map(
        ({ name, code, transient, close }) =>
            `    { code: ${code}, name: '${name}', transient: ${transient}, close: ${close ?? 0} },`,
    );
    return `// SPDX-License-Identifier: Apache-2.0
// ${generatedNotice}
// ${codes.doc}

/** An enum, because a bundler puts its numbers where they are used and drops the rest. */
export enum Code {
${names.join('\n')}
}

export interface CodeInfo {
    readonly code: Code;
    readonly name: string;
    readonly transient: boolean;
    /** WebSocket close code after bye; 0: the connection stays. */
    readonly close: number;
}

export const codeTable: readonly CodeInfo[] = [
${rows.join('\n')}
];
`;
}
