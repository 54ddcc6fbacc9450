/** What stands in the place of a secret. */
export const MASK = '****';

/** In the order in which secrets have to be masked: one may begin another. */
export const longestFirst = (secrets: Iterable<string>): string[] =>
  [...secrets].sort((a, b) => b.length - a.length);

/** Masks secrets in a text; they have to come longest first. */
export const hiding =
  (secrets: readonly string[]) =>
  (text: string): string =>
    secrets.reduce(
      (shown, secret) => piecesOf(secret).reduce((rest, piece) => rest.replaceAll(piece, MASK), shown),
      text,
    );

/** The longest text that is looked for as a whole. */
export const MAX_PIECE = 500; // characters

/** Looking for a very long text in one that repeats itself takes too long: it is hidden piece by piece. */
function piecesOf(secret: string): readonly string[] {
  if (secret.length <= MAX_PIECE) return [secret];
  const pieces = Array.from({ length: Math.ceil(secret.length / MAX_PIECE) }, (_, index) => {
    const start = Math.min(index * MAX_PIECE, secret.length - MAX_PIECE);
    return secret.slice(start, start + MAX_PIECE);
  });
  return [...new Set(pieces)];
}
