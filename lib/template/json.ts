import type { ParseError } from 'jsonc-parser';
import { type Entry, type ListNode, list, type MapNode, map, type Node, type Range, scalar } from './node';
import { type DuplicateKey, MAX_DEPTH, ParseFailure, tooDeep } from './parse-failure';

export function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Reads JSON that is known to be well-formed. */
export const parseJson = (text: string, duplicates: DuplicateKey[]): Node =>
  new JsonReader(text, duplicates).node(0);

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

/** Finds what stands where. */
class JsonReader {
  private at = 0;

  constructor(
    private readonly text: string,
    private readonly duplicates: DuplicateKey[],
  ) {}

  node(depth: number): Node {
    if (depth > MAX_DEPTH) throw tooDeep();
    const start = this.next();
    const first = this.text[start];
    if (first === '[') return this.list(start, depth);
    if (first === '{') return this.map(start, depth);
    const at = this.scalar(start);
    const value = this.valueAt(at);
    const node = scalar(value, at);
    if (typeof value === 'number') node.text = this.text.slice(at.start, at.end);
    return node;
  }

  private list(start: number, depth: number): ListNode {
    const items: Node[] = [];
    this.at++;
    while (this.text[this.next()] !== ']') items.push(this.node(depth + 1));
    return list(items, { start, end: ++this.at });
  }

  private map(start: number, depth: number): MapNode {
    const entries = new Map<string, Entry>();
    this.at++;
    while (this.text[this.next()] !== '}') {
      const at = this.scalar(this.at);
      const key = String(this.valueAt(at));
      if (entries.has(key)) this.duplicates.push({ key, at });
      entries.set(key, { key: at, value: this.node(depth + 1) });
    }
    return map(entries, { start, end: ++this.at });
  }

  /** Where the next thing begins: commas and colons stand where they have to. */
  private next(): number {
    BETWEEN.lastIndex = this.at;
    BETWEEN.test(this.text);
    this.at = BETWEEN.lastIndex;
    return this.at;
  }

  private scalar(start: number): Range {
    if (this.text[start] === '"') {
      do this.at = this.text.indexOf('"', this.at + 1);
      while (this.isEscaped());
      this.at++;
    } else {
      WORD.lastIndex = start;
      WORD.test(this.text);
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

  private valueAt({ start, end }: Range): string | number | boolean | null {
    const written = this.text.slice(start, end);
    const isPlainText = written.startsWith('"') && !written.includes('\\');
    return isPlainText ? written.slice(1, -1) : JSON.parse(written);
  }
}

const BETWEEN = /[ \t\n\r,:]*/y;
/** A number, `true`, `false` or `null`. */
const WORD = /[\w.+-]+/y;
