// SPDX-License-Identifier: Apache-2.0
// The marks in a message's words: **bold**, *italic*, `code`, lists, quotes, [links](https://…), and
// ``` around code of several lines: CommonMark's, less what surprises in a chat. What is no whole
// mark stays as it was typed; inline marks end on their line. Pure: screens make elements and text
// nodes of what comes out, so that nobody's words become markup. Time grows with the length: a
// closing mark that is not there is looked for once, and marks nest `depthMax` deep.
import { addresses, piecesOf, targetOf, type Target } from './links';

export type Inline =
  | string
  | { kind: 'code'; text: string }
  | { kind: 'bold' | 'italic'; inner: Inline[] }
  | ({ kind: 'link'; text: string } & Target);

export type Block =
  | { kind: 'words' | 'quote'; inner: Inline[] }
  | { kind: 'code'; text: string }
  // `first`: where the numbers begin; without it the items have none.
  | { kind: 'list'; items: Inline[][]; first?: number };

/** Marks within marks, at most. */
const depthMax = 4;

// What may stand behind it is the code's language.
const fence = /^\s*```[\w+-]*\s*$/;
const leads = {
  quote: /^> ?/,
  bullet: /^\s{0,3}[-*•] (?=\S)/,
  number: /^\s{0,3}\d{1,3}[.)] (?=\S)/,
};
type Shape = keyof typeof leads | 'words';
const shapes = Object.keys(leads) as (keyof typeof leads)[];

/** `pageOrigin`: that of the shop's page, where it is known (links.ts). */
export function blocksOf(body: string, pageOrigin = ''): Block[] {
  const lines = body.split('\n');
  const fences = lines.flatMap((line, at) => (fence.test(line) ? [at] : []));
  if (fences.length % 2 === 1) fences.pop(); // one that nothing closes is words
  const blocks: Block[] = [];
  for (let at = 0; at < lines.length; ) {
    const from = at++;
    if (fences[0] === from) {
      const [, end = from] = fences.splice(0, 2);
      blocks.push({ kind: 'code', text: lines.slice(from + 1, end).join('\n') });
      at = end + 1;
      continue;
    }
    const shape = shapeOf(lines[from]);
    while (at < lines.length && at !== fences[0] && shapeOf(lines[at]) === shape) at++;
    const block = blockOf(shape, lines.slice(from, at), pageOrigin);
    if (block) blocks.push(block);
  }
  return blocks;
}

function shapeOf(line = ''): Shape {
  return shapes.find((shape) => leads[shape].test(line)) ?? 'words';
}

function blockOf(shape: Shape, lines: string[], pageOrigin: string): Block | undefined {
  const inline = (line: string): Inline[] => inlinesOf(line, pageOrigin);
  if (shape === 'words') {
    const words = lines.join('\n').replace(/^\n+|\n+$/g, '');
    return words.trim() ? { kind: 'words', inner: joined(words.split('\n').map(inline)) } : undefined;
  }
  const items = lines.map((line) => inline(line.replace(leads[shape], '')));
  if (shape === 'quote') return { kind: 'quote', inner: joined(items) };
  return shape === 'bullet' ? { kind: 'list', items } : { kind: 'list', items, first: parseInt(lines[0] ?? '', 10) };
}

function joined(lines: Inline[][]): Inline[] {
  return lines.flatMap((line, at) => (at === 0 ? line : ['\n', ...line]));
}

const labelled = /\[([^[\]]{1,200})\]\(([^\s()<>]{1,2000})\)/y;
const code = /`([^`]+)`/y;
const escaped = /\\([\\*_`[\]>-])/y;
// No mark begins or ends inside an address.
const address = new RegExp(addresses.source, 'iy');
const closers = { '**': /[^\s*]\*\*(?!\*)/g, '*': /[^\s*]\*(?![\w*])/g, _: /[^\s_]_(?![\w_])/g };
type Emphasis = keyof typeof closers;

interface Found {
  /** A whole mark; else `words` go on as they are. */
  span?: Inline;
  words?: string;
  end: number;
}

function inlinesOf(line: string, pageOrigin: string, depth = 0): Inline[] {
  return new Line(line, pageOrigin, depth).read();
}

class Line {
  // Marks that nothing further on closes.
  readonly #open = new Set<string>();

  constructor(
    readonly line: string,
    readonly pageOrigin: string,
    readonly depth: number,
  ) {}

  read(): Inline[] {
    const inlines: Inline[] = [];
    let words = '';
    const settle = (): void => {
      for (const { text, href, ...rest } of piecesOf(words, this.pageOrigin)) inlines.push(href ? { kind: 'link', text, href, ...rest } : text);
      words = '';
    };
    for (let at = 0; at < this.line.length; ) {
      const found = this.#address(at) ?? this.#escape(at) ?? this.#code(at) ?? this.#link(at) ?? this.#emphasis(at);
      if (found?.span) {
        settle();
        inlines.push(found.span);
      } else words += found?.words ?? this.line[at];
      at = found?.end ?? at + 1;
    }
    settle();
    return inlines;
  }

  #match(pattern: RegExp, at: number): RegExpExecArray | null {
    pattern.lastIndex = at;
    return pattern.exec(this.line);
  }

  #address(at: number): Found | undefined {
    const begins = /\w/.test(this.line[at] ?? '') && !/[\w.+-]/.test(this.line[at - 1] ?? '');
    const hit = begins && this.#match(address, at);
    return hit ? { words: hit[0], end: at + hit[0].length } : undefined;
  }

  #escape(at: number): Found | undefined {
    const hit = this.#match(escaped, at);
    return hit ? { words: hit[1] ?? '', end: at + 2 } : undefined;
  }

  #code(at: number): Found | undefined {
    if (this.line[at] !== '`' || this.#open.has('`')) return undefined;
    const hit = this.#match(code, at);
    if (!hit) this.#open.add('`');
    return hit ? { span: { kind: 'code', text: hit[1] ?? '' }, end: at + hit[0].length } : undefined;
  }

  #link(at: number): Found | undefined {
    const hit = this.#match(labelled, at);
    if (!hit) return undefined;
    const [whole, text = '', url = ''] = hit;
    const target = /^(https?|mailto|tel):/i.test(url) ? targetOf(url, this.pageOrigin) : undefined;
    // Words that look like another address would deceive.
    const deceives = piecesOf(text).some(({ href }) => href);
    return target && !deceives ? { span: { kind: 'link', text, ...target }, end: at + whole.length } : undefined;
  }

  #emphasis(at: number): Found | undefined {
    const sign = this.line[at];
    if ((sign !== '*' && sign !== '_') || this.depth === depthMax) return undefined;
    const mark: Emphasis = sign === '*' && this.line[at + 1] === '*' ? '**' : sign;
    const from = at + mark.length;
    const next = this.line[from] ?? ' ';
    // 5*3*2 and snake_case_name are not marked; 中**文**字 is.
    const insideWord = mark !== '**' && /\w/.test(this.line[at - 1] ?? '');
    if (next === sign || /\s/.test(next) || insideWord || this.#open.has(mark)) return undefined;
    const closer = this.#match(closers[mark], from);
    if (!closer) {
      this.#open.add(mark);
      return undefined;
    }
    const to = closer.index + 1;
    const inner = inlinesOf(this.line.slice(from, to), this.pageOrigin, this.depth + 1);
    return { span: { kind: mark === '**' ? 'bold' : 'italic', inner }, end: to + mark.length };
  }
}

/** The words alone, without their marks, in one line: for a list, or a title. */
export function plainWords(body: string): string {
  const of = (inner: Inline[]): string => inner.map((one) => (typeof one === 'string' ? one : 'inner' in one ? of(one.inner) : one.text)).join('');
  const lines = blocksOf(body).flatMap((block) => (block.kind === 'list' ? block.items.map(of) : [block.kind === 'code' ? block.text : of(block.inner)]));
  return lines.join(' ').replace(/\s+/gu, ' ').trim();
}
