import type { Value } from '../model/value';
import { WrittenText } from '../model/written-text';
import type { Range } from '../template/node';

/** A field of a JSON text whose value is a text or a number. */
export interface JsonField {
  key: string;
  text: string;
  /** Where in the JSON text it begins. */
  index: number;
}

/** Bounded: a field longer than that is no secret that anybody typed. */
const FIELD = /"((?:[^"\\]|\\.){1,200})"\s{0,20}:\s{0,20}(?:"((?:[^"\\]|\\.){0,5000})"|(-?\d[\d.]{0,30}))/gs;

/** The fields of a JSON text, at any depth; it need not be whole, and may have `${…}` for what is not literal. */
export const fieldsIn = (json: string): JsonField[] =>
  [...json.matchAll(FIELD)].map(({ 1: key = '', 2: text, 3: number = '', index }) => ({
    key,
    text: (text ?? number).replace(/\\(["\\/])/g, '$1'),
    index,
  }));

/** The objects of a JSON text that hold no other, each as its fields by key. */
export const objectsIn = (json: string): Map<string, string>[] =>
  [...json.matchAll(OBJECT)].map(([object]) => new Map(fieldsIn(object).map(({ key, text }) => [key, text])));

const OBJECT = /\{(?:[^{}$]|\$\{[^{}]{0,200}\}|\$){0,5000}\}/g;

/** A field with its place. */
export interface PlacedField {
  key: string;
  /** What of its value stands in the template, with `${…}` for the rest. */
  text: string;
  at: Range;
}

/** The fields of a value that is JSON, as a text or by Fn::ToJsonString; undefined for any other value. */
export function fieldsOf(value: Value): PlacedField[] | undefined {
  const [only] = value.parts;
  if (only?.kind === 'unknown' && only.json) return leavesOf(value.structure());
  const written = WrittenText.of(value);
  if (!/^\s*[{[]/.test(written.text)) return undefined;
  return fieldsIn(written.text).map(({ key, text, index }) => ({ key, text, at: written.rangeAt(index) }));
}

function leavesOf(value: Value, key = ''): PlacedField[] {
  if (value.isMap) return value.entries().flatMap(([name, child]) => leavesOf(child, name));
  if (value.isList) return value.items().flatMap((item) => leavesOf(item, key));
  return [{ key, text: WrittenText.of(value).text, at: value.at }];
}
