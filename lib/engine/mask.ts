import type { Range } from '../template/node';

/** What stands in the place of a secret. */
export const MASK = '****';

/** Masks secrets in texts, or in their beginnings. */
export function hiding(secrets: readonly string[]): (text: string, end?: number) => string {
  const pieces = secrets.flatMap(piecesOf);
  return (text, end = text.length) => masked(text, placesIn(text.slice(0, end + MAX_PIECE), pieces), 0, end);
}

/** A text, or a part of it, with these places masked; they are in its order. */
export function masked(text: string, places: readonly Range[], start = 0, end = text.length): string {
  let shown = '';
  let at = start;
  for (const place of places) {
    if (place.end <= start || place.start >= end) continue;
    shown += text.slice(at, Math.max(at, place.start)) + MASK;
    at = place.end;
  }
  return shown + text.slice(at, Math.max(at, end));
}

/** Where pieces of secrets stand in a text. */
export const placesIn = (text: string, pieces: readonly string[]): Range[] =>
  united(pieces.flatMap((piece) => joined(placesOf(text, piece))));

function* placesOf(text: string, piece: string): Iterable<Range> {
  for (let start = text.indexOf(piece); start !== -1; start = text.indexOf(piece, start + 1))
    yield { start, end: start + piece.length };
}

/** In order, and those that overlap as one. */
export const united = (places: readonly Range[]): Range[] =>
  joined([...places].sort((a, b) => a.start - b.start));

function joined(ordered: Iterable<Range>): Range[] {
  const found: Range[] = [];
  for (const place of ordered) {
    const last = found.at(-1);
    if (last && place.start < last.end) last.end = Math.max(last.end, place.end);
    else found.push({ ...place });
  }
  return found;
}

/** The longest text that is looked for as a whole. */
export const MAX_PIECE = 500; // characters

/**
 * What to look for in order to find a secret. Looking for all of a very long one takes too long in a text that
 * repeats itself, so it is looked for in pieces, which overlap and so are found as one.
 */
export function piecesOf(secret: string): readonly string[] {
  if (secret.length <= MAX_PIECE) return secret === '' ? [] : [secret];
  const step = MAX_PIECE - 1;
  const pieces = Array.from({ length: Math.ceil((secret.length - 1) / step) }, (_, index) => {
    const start = Math.min(index * step, secret.length - MAX_PIECE);
    return secret.slice(start, start + MAX_PIECE);
  });
  return [...new Set(pieces)];
}
