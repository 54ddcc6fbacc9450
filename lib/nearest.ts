import { closest, distance } from 'fastest-levenshtein';

/** The candidate that was probably meant, or undefined when none is near. */
export function nearest(
  word: string,
  candidates: readonly string[],
  /** Letters that may differ. */
  most = Math.max(2, Math.ceil(word.length / 3)),
): string | undefined {
  const longer = candidates.filter((candidate) => candidate.startsWith(word));
  if (longer[0] !== undefined && longer.length === 1) return longer[0];
  if (candidates.length === 0) return undefined;
  const best = closest(word, candidates);
  return distance(word, best) <= most ? best : undefined;
}
