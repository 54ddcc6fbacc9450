/**
 * PyYAML and SnakeYAML, and so CloudFormation, read what YAML's grammar and strict parsers do not: a quoted
 * string or a flow collection that goes on in a line indented less than its parent, and a comment that no space
 * parts from the quote or bracket before it. Such templates are deployed every day, so what stands in the way is
 * written as spaces, which means the same and moves no offset.
 *
 * Returns the text mended where the parser gave up at `position`, or undefined when it did for another reason.
 */
export function mended(text: string, reason: string, position: number): string | undefined {
  if (/['"\]}]#/.test(text.slice(position - 1, position + 1)))
    return blanked(text, position, endOfLine(text, position));
  if (reason !== 'deficient indentation') return undefined;
  const open = openingBefore(text, position);
  if (open === undefined) return undefined;
  const close = closingOf(text, open);
  if (close === undefined) return undefined;
  const inside = text.slice(open, close);
  if (!/[\r\n]/.test(inside)) return undefined;
  const isQuoted = inside.startsWith("'") || inside.startsWith('"');
  if (!isQuoted) return blanked(text, open, close, /[\r\n]/g);
  const joined = inside.replace(/[ \t]*\r?\n\s*/g, (lineEnd) => FOLD.repeat(lineEnd.length));
  return text.slice(0, open) + joined + text.slice(close);
}

const blanked = (text: string, start: number, end: number, what = /./g) =>
  text.slice(0, start) + text.slice(start, end).replace(what, ' ') + text.slice(end);

/** Stands for a line end and the indentation behind it in quoted text, which count as one space; a private character. */
const FOLD = '\uE001';
const FOLDS = /\uE001+/g;

/** The text of a scalar as it was meant, where it was mended. */
export const unfolded = (text: string) => (text.includes(FOLD) ? text.replace(FOLDS, ' ') : text);

const LINES_BACK = 200;

/** The quote or outermost bracket that is still open at `end`, looked for in its line and those before. */
function openingBefore(text: string, end: number): number | undefined {
  let lineStart = end;
  for (let line = 0; line < LINES_BACK && lineStart > 0; line++) {
    lineStart = text.lastIndexOf('\n', lineStart - 2) + 1;
    const open = unclosed(text, lineStart, end);
    if (open !== undefined) return open;
  }
  return undefined;
}

function unclosed(text: string, start: number, end: number): number | undefined {
  const brackets: number[] = [];
  for (let at = start; at < end; at++) {
    const char = text[at] as string;
    const startsToken = /[\s[{,:]/.test(text[at - 1] ?? ' ');
    if ((char === "'" || char === '"') && startsToken) {
      const close = closingQuote(text, at);
      if (close === undefined || close > end) return brackets[0] ?? at;
      at = close - 1;
    } else if ((char === '[' || char === '{') && (startsToken || brackets.length > 0)) brackets.push(at);
    else if (char === ']' || char === '}') brackets.pop();
    else if (char === '#' && /\s/.test(text[at - 1] ?? ' ')) at = endOfLine(text, at);
  }
  return brackets[0];
}

function closingOf(text: string, open: number): number | undefined {
  if (text[open] === "'" || text[open] === '"') return closingQuote(text, open);
  let depth = 0;
  for (let at = open; at < text.length; at++) {
    const char = text[at] as string;
    if (char === "'" || char === '"') {
      const close = closingQuote(text, at);
      if (close === undefined) return undefined;
      at = close - 1;
    } else if (char === '#' && /\s/.test(text[at - 1] ?? ' '))
      return undefined; // a comment needs its line end
    else if (char === '[' || char === '{') depth++;
    else if ((char === ']' || char === '}') && --depth === 0) return at + 1;
  }
  return undefined;
}

/** The offset behind the quote that ends the string opened at `open`. */
function closingQuote(text: string, open: number): number | undefined {
  const quote = text[open] as string;
  for (let at = open + 1; at < text.length; at++) {
    if (text[at] === '\\' && quote === '"') at++;
    else if (text[at] === quote) {
      if (quote === "'" && text[at + 1] === "'") at++;
      else return at + 1;
    }
  }
  return undefined;
}

function endOfLine(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end === -1 ? text.length : end;
}
