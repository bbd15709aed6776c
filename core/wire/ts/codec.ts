// SPDX-License-Identifier: Apache-2.0
// The TypeScript half of the codec: deterministic CBOR in the profile of docs/protocol.md, driven by
// the tables that core/wire/generate.mjs makes. Same rules and same refusals as core/wire/cbor.cpp;
// tests/golden holds both to the same vectors. Small on purpose: it is part of the shopper's panel.
// The generator copies it beside the tables, where limits.ts is.
import { cborDepthMax } from './limits.js';

type Leaf =
    | readonly ['uint']
    | readonly ['bool']
    | readonly ['fixed', size: number]
    | readonly ['bytes', sizeMax: number]
    | readonly ['text', sizeMax: number];
export type Kind =
    | Leaf
    | readonly ['list', countMax: number, item: Kind]
    | readonly ['maybe', kind: Kind]
    | readonly ['struct', name: string, fields: Fields]
    | readonly ['union', name: string, messages: Readonly<Record<number, Message>>];
export type Message = readonly [name: string, fields: Fields];
export type Fields = Readonly<Record<string, Kind>>;

export type Reason =
    | 'truncated'
    | 'trailing_bytes'
    | 'not_shortest'
    | 'not_allowed'
    | 'wrong_kind'
    | 'wrong_size'
    | 'over_limit'
    | 'over_safe_uint'
    | 'false_utf8'
    | 'key_not_text'
    | 'key_order'
    | 'too_deep'
    | 'missing_field'
    | 'unknown_type'
    | 'too_large';

/** Bytes that are not the message they claim to be, or a value that its field cannot carry. */
export class CodecError extends Error {
    constructor(
        readonly reason: Reason,
        /** As `Hello.relay_origin`. */
        readonly field: string,
    ) {
        super(`${field}: ${reason}`);
    }
}

export const byteNull = 0xf6;
export type Values = Record<string, unknown>;

// The schema's own spelling, as the other side and the docs have it.
const path = (owner: string, key: string): string =>
    key ? `${owner}.${key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}` : owner;

const majors = { uint: 0, bool: 7, fixed: 2, bytes: 2, text: 3 } as const;
// A byte order mark is text like any other: dropping it would change what was signed.
export const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
export const toUtf8 = new TextEncoder();

function ascending(a: Uint8Array, b: Uint8Array): boolean {
    let i = 0;
    while (i < a.length && a[i] === b[i]) ++i;
    return (a[i] ?? -1) < (b[i] ?? -1);
}

export function decode(kind: Kind, name: string, input: Uint8Array, sizeMax = Infinity): unknown {
    let at = 0;
    let major = 0; // of the newest head
    let left = 1; // items not yet read of the array that is open
    let depth = 0;
    let owner = name; // the field being read, for errors
    let key = '';

    const fail = (reason: Reason): never => {
        throw new CodecError(reason, path(owner, key));
    };
    const skipBytes = (size: number): number => {
        if (size > input.length - at) fail('truncated');
        at += size;
        return at - size;
    };
    const take = (size: number): Uint8Array => input.slice(skipBytes(size), at);
    const text = (size: number): string => {
        const start = skipBytes(size);
        try {
            return utf8.decode(input.subarray(start, at));
        } catch {
            return fail('false_utf8');
        }
    };

    const head = (): number => {
        const first = input[skipBytes(1)] as number;
        const low = first & 31;
        major = first >> 5;
        if (major === 7) {
            if (first < 0xf4 || first > byteNull) fail('not_allowed');
            return first;
        }
        if (low > 27 || major === 6) fail('not_allowed');
        if (low < 24) return low;
        const width = 1 << (low - 24);
        let argument = 0;
        for (let i = skipBytes(width); i < at; ++i) argument = argument * 256 + (input[i] as number);
        if (argument < (width === 1 ? 24 : 256 ** (width / 2))) fail('not_shortest');
        return argument;
    };
    const item = (): number => {
        if (left === 0) fail('missing_field');
        --left;
        return head();
    };

    const safe = (argument: number): number =>
        argument > Number.MAX_SAFE_INTEGER ? fail('over_safe_uint') : argument;

    // An array's or map's inside; what `read` leaves unread is validated and ignored.
    const inside = <T>(count: number, read: () => T): T => {
        if (depth === cborDepthMax) fail('too_deep');
        ++depth;
        const outside = [left, owner, key] as const;
        left = count;
        const result = read();
        [, owner, key] = outside;
        while (left > 0) skip();
        [left] = outside;
        --depth;
        return result;
    };
    const array = <T>(countMax: number, read: () => T): T => {
        const count = item();
        if (major !== 4) fail('wrong_kind');
        if (count > countMax) fail('over_limit');
        if (count > input.length - at) fail('truncated');
        return inside(count, read);
    };

    const skip = (): void => skipRest(item());
    const skipRest = (argument: number): void => {
        if (major < 2) safe(argument);
        else if (major === 2) skipBytes(argument);
        else if (major === 3) text(argument);
        else if (major === 4) inside(argument, () => 0);
        else if (major === 5) inside(0, () => mapEntries(argument));
    };
    // An encoded key starts with its length, so comparing encodings sorts short keys first.
    const mapEntries = (count: number): void => {
        let previous = input.subarray(0, 0);
        for (; count > 0; --count) {
            const start = at;
            const size = head();
            if (major !== 3) fail('key_not_text');
            skipRest(size);
            const encoded = input.subarray(start, at);
            if (!ascending(previous, encoded)) fail('key_order');
            previous = encoded;
            left = 1;
            skip();
        }
    };

    const fieldsOf = ([record, fields]: Message, out: Values): Values => {
        owner = record;
        for (key in fields) {
            const own = key;
            out[own] = value(fields[own] as Kind);
        }
        return out;
    };
    const leaf = (expected: Leaf): unknown => {
        const argument = item();
        if (major !== majors[expected[0]]) fail('wrong_kind');
        switch (expected[0]) {
            case 'uint':
                return safe(argument);
            case 'bool':
                if (argument === byteNull) fail('wrong_kind');
                return argument === 0xf5;
            case 'fixed': {
                const bytes = take(argument);
                if (argument !== expected[1]) fail('wrong_size');
                return bytes;
            }
            default:
                if (argument > expected[1]) fail('over_limit');
                return expected[0] === 'text' ? text(argument) : take(argument);
        }
    };
    const value = (expected: Kind): unknown => {
        switch (expected[0]) {
            case 'maybe':
                if (left === 0 || input[at] !== byteNull) return value(expected[1]);
                item();
                return null;
            case 'struct':
                return array(Infinity, () => fieldsOf([expected[1], expected[2]], {}));
            case 'list':
                return array(expected[1], () => {
                    const items: unknown[] = [];
                    while (left > 0) items.push(value(expected[2]));
                    return items;
                });
            case 'union': {
                const type = (): void => {
                    owner = expected[1];
                    key = 'type';
                };
                const message = array(Infinity, () => {
                    type();
                    const known = expected[2][leaf(['uint']) as number];
                    return known && fieldsOf(known, { type: known[0] });
                });
                if (message) return message;
                // After the rest, so that a malformed item is called malformed whatever its type.
                type();
                return fail('unknown_type');
            }
            default:
                return leaf(expected);
        }
    };

    if (input.length > sizeMax) fail('too_large');
    const result = value(kind);
    if (at < input.length) fail('trailing_bytes');
    return result;
}

export function encode(kind: Kind, name: string, input: unknown): Uint8Array {
    let out = new Uint8Array(512);
    let at = 0;
    let owner = name;
    let key = '';

    const fail = (reason: Reason): never => {
        throw new CodecError(reason, path(owner, key));
    };
    const room = (size: number): void => {
        if (at + size <= out.length) return;
        const larger = new Uint8Array((at + size) * 2);
        larger.set(out);
        out = larger;
    };
    // The argument in the first byte if it is below 24, else in the 1, 2, 4 or 8 bytes that follow.
    const head = (major: number, argument: number): void => {
        room(9);
        const widthLog2 = argument < 256 ? 0 : argument < 65536 ? 1 : argument < 2 ** 32 ? 2 : 3;
        const width = argument < 24 ? 0 : 1 << widthLog2;
        out[at++] = (major << 5) | (width ? 24 + widthLog2 : argument);
        for (let i = at + width; i > at; argument = Math.floor(argument / 256)) out[--i] = argument;
        at += width;
    };
    const string = (major: number, bytes: Uint8Array, sizeMax: number): void => {
        if (bytes.length > sizeMax) fail('over_limit');
        head(major, bytes.length);
        room(bytes.length);
        out.set(bytes, at);
        at += bytes.length;
    };
    const fieldsOf = ([record, fields]: Message, values: Values): void => {
        for (const own in fields) {
            owner = record;
            key = own;
            write(fields[own] as Kind, values[own]);
        }
    };
    const write = (expected: Kind, value: unknown): void => {
        switch (expected[0]) {
            case 'uint':
                if (!Number.isSafeInteger(value) || (value as number) < 0) fail('wrong_kind');
                return head(0, value as number);
            case 'bool':
                room(1);
                out[at++] = value ? 0xf5 : 0xf4;
                return;
            case 'fixed':
                if ((value as Uint8Array).length !== expected[1]) fail('wrong_size');
                return string(2, value as Uint8Array, Infinity);
            case 'bytes':
                return string(2, value as Uint8Array, expected[1]);
            case 'text':
                return string(3, toUtf8.encode(value as string), expected[1]);
            case 'maybe':
                if (value !== null) return write(expected[1], value);
                room(1);
                out[at++] = byteNull;
                return;
            case 'list': {
                const items = value as unknown[];
                if (items.length > expected[1]) fail('over_limit');
                head(4, items.length);
                return items.forEach((item) => write(expected[2], item));
            }
            case 'struct':
                head(4, Object.keys(expected[2]).length);
                return fieldsOf([expected[1], expected[2]], value as Values);
            case 'union':
                for (const type in expected[2]) {
                    const message = expected[2][type] as Message;
                    if (message[0] !== (value as Values).type) continue;
                    head(4, Object.keys(message[1]).length + 1);
                    head(0, Number(type));
                    return fieldsOf(message, value as Values);
                }
                owner = expected[1];
                key = 'type';
                fail('unknown_type');
        }
    };

    write(kind, input);
    return out.slice(0, at);
}
