/** A function of a resource, template or app that is computed once for each: only for what no scenario changes. */
export function remember<Key extends object, Result>(compute: (key: Key) => Result): (key: Key) => Result {
  const known = new WeakMap<Key, { result: Result }>();
  return (key) => {
    const before = known.get(key);
    if (before) return before.result;
    const result = compute(key);
    known.set(key, { result });
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
