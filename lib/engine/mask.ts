/** What stands in the place of a secret. */
export const MASK = '****';

/** In the order in which secrets have to be masked: one may begin another. */
export const longestFirst = (secrets: Iterable<string>): string[] =>
  [...secrets].sort((a, b) => b.length - a.length);

/** Masks secrets in a text; they have to come longest first. */
export const hiding =
  (secrets: readonly string[]) =>
  (text: string): string =>
    secrets.reduce((shown, secret) => shown.replaceAll(secret, MASK), text);
