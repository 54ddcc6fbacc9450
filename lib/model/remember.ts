/** What was computed for an object, by what computed it. It is kept with the object: weak maps take the collector long. */
const KNOWN = Symbol('known');

interface Remembering {
  readonly [KNOWN]?: Map<unknown, unknown>;
}

/** The same for objects that take no more, such as a frozen rule. */
const KNOWN_OF_FROZEN = new WeakMap<object, Map<unknown, unknown>>();

function knownOf(key: Remembering): Map<unknown, unknown> {
  const before = key[KNOWN] ?? KNOWN_OF_FROZEN.get(key);
  if (before) return before;
  const known = new Map<unknown, unknown>();
  // A copy of the object is not to take it over, so it is no property that is listed.
  if (Object.isExtensible(key)) Object.defineProperty(key, KNOWN, { value: known });
  else KNOWN_OF_FROZEN.set(key, known);
  return known;
}

/** A function of a resource, template or app that is computed once for each: only for what no scenario changes. */
export function remember<Key extends object, Result>(compute: (key: Key) => Result): (key: Key) => Result {
  return (key) => {
    const known = knownOf(key);
    const before = known.get(compute) as Result | undefined;
    if (before !== undefined || known.has(compute)) return before as Result;
    const result = compute(key);
    known.set(compute, result);
    return result;
  };
}

/** Texts remembered by one function; names and commands come again in every scenario, and in the next template. */
const MAX_TEXTS = 10_000;

/** A function of a text that is computed once for each. */
export function rememberText<Result>(compute: (text: string) => Result): (text: string) => Result {
  const known = new Map<string, { result: Result }>();
  return (text) => {
    const before = known.get(text);
    if (before) return before.result;
    const result = compute(text);
    if (known.size < MAX_TEXTS) known.set(text, { result });
    return result;
  };
}
