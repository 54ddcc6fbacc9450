import type { ParseError } from 'jsonc-parser';
import {
  type Entry,
  type ListNode,
  list,
  type MapNode,
  map,
  type Node,
  type Range,
  type ScalarNode,
  scalar,
} from './node';
import { type DuplicateKey, MAX_DEPTH, type ParsedText, ParseFailure, tooDeep } from './parsed-text';

/** The tree of a text, or undefined for one that is no JSON. @throws ParseFailure for one nested too deeply */
export function parseJson(text: string): ParsedText | undefined {
  try {
    return new JsonReader(text).read();
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** What is wrong first in a text that is no JSON. */
export function jsonError(text: string): ParseFailure | undefined {
  const { parse, printParseErrorCode } = require('jsonc-parser') as typeof import('jsonc-parser');
  const errors: ParseError[] = [];
  try {
    parse(text, errors, { disallowComments: true, allowTrailingComma: false });
  } catch (error) {
    if (error instanceof RangeError) return tooDeep();
    throw error;
  }
  const [first] = errors;
  if (!first) return undefined;
  const { error, offset, length } = first;
  const reason = printParseErrorCode(error)
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase();
  return new ParseFailure(`not well-formed JSON: ${reason}`, { start: offset, end: offset + length });
}

/** Reads JSON as strictly as JSON.parse, which reads its words for it, and keeps what stands where. */
class JsonReader {
  private at = 0;

  private readonly duplicates: DuplicateKey[] = [];

  constructor(private readonly text: string) {}

  read(): ParsedText {
    const root = this.node(0);
    if (this.next() < this.text.length) throw new SyntaxError();
    return { root, duplicates: this.duplicates };
  }

  private node(depth: number): Node {
    if (depth > MAX_DEPTH) throw tooDeep();
    const start = this.next();
    const first = this.text[start];
    if (first === '[') return this.list(start, depth);
    if (first === '{') return this.map(start, depth);
    const at = this.scalar();
    const value = this.valueAt(at);
    const node = scalar(value, at);
    if (typeof value === 'number') node.text = this.text.slice(at.start, at.end);
    return node;
  }

  private list(start: number, depth: number): ListNode {
    const items: Node[] = [];
    this.at++;
    while (!this.ends(']', items.length > 0)) items.push(this.node(depth + 1));
    return list(items, { start, end: this.at });
  }

  private map(start: number, depth: number): MapNode {
    const entries = new Map<string, Entry>();
    this.at++;
    for (let isFirst = true; !this.ends('}', !isFirst); isFirst = false) {
      const at = this.scalar();
      const key = this.valueAt(at);
      if (typeof key !== 'string') throw new SyntaxError();
      this.take(':');
      if (entries.has(key)) this.duplicates.push({ key, at });
      entries.set(key, { key: at, value: this.node(depth + 1) });
    }
    return map(entries, { start, end: this.at });
  }

  /** Whether a collection ends here; if not, and something came before, a comma has to part it from what follows. */
  private ends(bracket: string, hasMembers: boolean): boolean {
    if (this.text[this.next()] === bracket) {
      this.at++;
      return true;
    }
    if (hasMembers) this.take(',');
    return false;
  }

  private take(sign: string): void {
    if (this.text[this.next()] !== sign) throw new SyntaxError();
    this.at++;
  }

  /** Where the next thing begins. */
  private next(): number {
    WHITE_SPACE.lastIndex = this.at;
    WHITE_SPACE.test(this.text);
    this.at = WHITE_SPACE.lastIndex;
    return this.at;
  }

  private scalar(): Range {
    const start = this.next();
    if (this.text[start] === '"') {
      do this.at = this.text.indexOf('"', this.at + 1);
      while (this.isEscaped());
      if (this.at === -1) throw new SyntaxError();
      this.at++;
    } else {
      WORD.lastIndex = start;
      if (!WORD.test(this.text)) throw new SyntaxError();
      this.at = WORD.lastIndex;
    }
    return { start, end: this.at };
  }

  /** Whether the character here has an odd number of backslashes before it. */
  private isEscaped(): boolean {
    let before = this.at;
    while (this.text[before - 1] === '\\') before--;
    return (this.at - before) % 2 === 1;
  }

  private valueAt({ start, end }: Range): ScalarNode['value'] {
    const written = this.text.slice(start, end);
    return PLAIN_TEXT.test(written) ? written.slice(1, -1) : JSON.parse(written);
  }
}

const WHITE_SPACE = /[ \t\n\r]*/y;
/** A number, `true`, `false` or `null`. */
const WORD = /[\w.+-]+/y;
/** A text without escapes, and without the control characters that have to be escaped. */
const PLAIN_TEXT = /^"[^\\\p{Cc}]*$/u;
