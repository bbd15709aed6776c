// SPDX-License-Identifier: Apache-2.0
// Between a page and its own core, by the same tables as codec.ts: neither checks the other, so that
// a shopper's script is the lighter for it. Whatever comes from elsewhere, or goes there, takes
// decode() and encode(). The generator copies it beside the tables.
import { byteNull, toUtf8, utf8, type Fields, type Kind, type Message, type Values } from './codec.js';


export function read(kind: Kind, input: Uint8Array): unknown {
    let at = 0;
    const head = (): number => {
        const first = input[at++] as number;
        if ((first & 31) < 24) return first & 31;
        let argument = 0;
        for (const end = at + (1 << (first & 3)); at < end; ++at) argument = argument * 256 + (input[at] as number);
        return argument;
    };
    const bytes = (): Uint8Array => {
        const size = head();
        return input.slice(at, (at += size));
    };
    const fieldsOf = (fields: Fields, out: Values): Values => {
        for (const key in fields) out[key] = value(fields[key] as Kind);
        return out;
    };
    const value = (expected: Kind): unknown => {
        switch (expected[0]) {
            case 'uint':
                return head();
            case 'bool':
                return head() === 21;
            case 'text':
                return utf8.decode(bytes());
            case 'maybe':
                if (input[at] !== byteNull) return value(expected[1]);
                ++at;
                return null;
            case 'list':
                return Array.from({ length: head() }, () => value(expected[2]));
            case 'struct':
                head();
                return fieldsOf(expected[2], {});
            case 'union': {
                head();
                const [type, fields] = expected[2][head()] as Message;
                return fieldsOf(fields, { type });
            }
            default:
                return bytes();
        }
    };
    return value(kind);
}

export function write(kind: Kind, input: unknown): Uint8Array {
    const parts: Uint8Array[] = [];
    let size = 0;
    const add = (part: Uint8Array): void => {
        parts.push(part);
        size += part.length;
    };
    const head = (major: number, argument: number): void => {
        const digits: number[] = [];
        const width = argument < 24 ? 0 : argument < 256 ? 1 : argument < 65536 ? 2 : argument < 2 ** 32 ? 4 : 8;
        for (let rest = argument; digits.length < width; rest = Math.floor(rest / 256)) digits.unshift(rest % 256);
        add(Uint8Array.of((major << 5) | (width ? 24 + Math.log2(width) : argument), ...digits));
    };
    const bytes = (major: number, value: Uint8Array): void => {
        head(major, value.length);
        add(value);
    };
    const fieldsOf = (fields: Fields, values: Values, type: number[]): void => {
        const keys = Object.keys(fields);
        head(4, keys.length + type.length);
        for (const number of type) head(0, number);
        for (const key of keys) put(fields[key] as Kind, values[key]);
    };
    const put = (expected: Kind, value: unknown): void => {
        switch (expected[0]) {
            case 'uint':
                return head(0, value as number);
            case 'bool':
                return head(7, value ? 21 : 20);
            case 'text':
                return bytes(3, toUtf8.encode(value as string));
            case 'maybe':
                return value === null ? head(7, 22) : put(expected[1], value);
            case 'list':
                head(4, (value as unknown[]).length);
                return (value as unknown[]).forEach((item) => put(expected[2], item));
            case 'struct':
                return fieldsOf(expected[2], value as Values, []);
            case 'union':
                for (const type in expected[2]) {
                    const [name, fields] = expected[2][type] as Message;
                    if (name === (value as Values)['type']) fieldsOf(fields, value as Values, [Number(type)]);
                }
                return;
            default:
                return bytes(2, value as Uint8Array);
        }
    };
    put(kind, input);
    const out = new Uint8Array(size);
    let at = 0;
    for (const part of parts) {
        out.set(part, at);
        at += part.length;
    }
    return out;
}
