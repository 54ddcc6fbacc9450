export type Matches = (text: string) => boolean;

/** Characters of a glob; longer ones are refused where they are read. */
export const MAX_GLOB = 512;
/** What one glob may stand for, by braces and by `**` that may be nothing. */
const MAX_ALTERNATIVES = 32;

/**
 * `*` and `?` within a part of a path, `**` across parts, `{a,b}`. Templates are untrusted and bring their own
 * waivers, so this is no regular expression: however many stars, each character is looked at once for each token.
 */
export function glob(pattern: string): Matches {
  if (!/[*?{]/.test(pattern)) return (text) => text === pattern;
  const all = withoutBraces(pattern).flatMap(withoutDoubleStars).slice(0, MAX_ALTERNATIVES).map(tokensOf);
  return (text) => all.some((tokens) => accepts(tokens, text));
}

function withoutBraces(pattern: string, budget = { left: MAX_ALTERNATIVES }): string[] {
  const open = /\{([^{}]*,[^{}]*)\}/.exec(pattern);
  if (!open) return budget.left-- > 0 ? [pattern] : [];
  const [whole, choices = ''] = open;
  const before = pattern.slice(0, open.index);
  const after = pattern.slice(open.index + whole.length);
  return choices
    .split(',')
    .flatMap((choice) => (budget.left > 0 ? withoutBraces(before + choice + after, budget) : []));
}

/** A `**` between slashes, or behind the last, may stand for nothing. */
function withoutDoubleStars(pattern: string): string[] {
  if (pattern.endsWith('/**'))
    return [pattern, ...withoutDoubleStars(pattern.slice(0, -3))].slice(0, MAX_ALTERNATIVES);
  const found = /(?:^|\/)\*\*\//.exec(pattern);
  if (!found) return [pattern];
  const start = pattern.indexOf('**/', found.index);
  const head = pattern.slice(0, start);
  const tails = withoutDoubleStars(pattern.slice(start + 3));
  return tails.flatMap((tail) => [`${head}${tail}`, `${head}**/${tail}`]).slice(0, MAX_ALTERNATIVES);
}

interface Token {
  is: (character: string) => boolean;
  isRepeated: boolean;
}

const isWithinPart = (character: string) => character !== '/';

const tokensOf = (pattern: string): Token[] =>
  (pattern.match(/\*+|[^*]/gsu) ?? []).map((part): Token => {
    if (part.startsWith('**')) return { is: () => true, isRepeated: true };
    if (part === '*') return { is: isWithinPart, isRepeated: true };
    return { is: part === '?' ? isWithinPart : (character) => character === part, isRepeated: false };
  });

/** Whether the tokens can be walked through with the text. */
function accepts(tokens: readonly Token[], text: string): boolean {
  const reached = (place: number, places: Set<number>) => {
    for (let at = place; !places.has(at); at++) {
      places.add(at);
      if (!tokens[at]?.isRepeated) return;
    }
  };
  let places = new Set<number>();
  reached(0, places);
  for (const character of text) {
    const next = new Set<number>();
    for (const at of places) {
      const token = tokens[at];
      if (token?.is(character)) reached(token.isRepeated ? at : at + 1, next);
    }
    if (next.size === 0) return false;
    places = next;
  }
  return places.has(tokens.length);
}
