/** A piece of an Fn::Sub text: literal text, or the name in `${Name}`. `at` counts characters from the start. */
export type Piece = { text: string; at: number } | { name: string; at: number };

/** Cuts the text of an Fn::Sub at its variables; `${!Literal}` is literal text. */
export function substitutions(text: string): Piece[] {
  const pieces: Piece[] = [];
  let pending = '';
  let pendingAt = 0;
  let at = 0;
  const flush = () => {
    if (pending) pieces.push({ text: pending, at: pendingAt });
    pending = '';
  };
  for (const match of text.matchAll(/\$\{(!?)\s*([^${}]*?)\s*\}/g)) {
    pending += text.slice(at, match.index);
    if (match[1]) pending += `\${${match[2]}}`;
    else {
      flush();
      pieces.push({ name: match[2] as string, at: match.index });
      pendingAt = match.index + match[0].length;
    }
    at = match.index + match[0].length;
  }
  pending += text.slice(at);
  flush();
  return pieces;
}
