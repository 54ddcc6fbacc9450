import type { YAMLParseError } from 'yaml';

/**
 * PyYAML and SnakeYAML, and so CloudFormation, let a quoted string or a flow collection go on in a line
 * that is indented less than its parent; YAML's grammar and the `yaml` package do not. Such templates
 * are deployed every day, so the line ends inside are written as spaces, which means the same and moves
 * no offset.
 *
 * Returns the text mended behind `error`, or undefined when the error is of another kind.
 */
export function joinUnderIndented(text: string, error: YAMLParseError): string | undefined {
  if (!/^(Missing closing ['"]quote|Flow (map|sequence) in block collection)/.test(error.message))
    return undefined;
  const open = openingBefore(text, error.pos[0]);
  if (open === undefined) return undefined;
  const close = closingOf(text, open);
  if (close === undefined) return undefined;
  const inside = text.slice(open, close);
  const isQuoted = inside.startsWith("'") || inside.startsWith('"');
  const joined = isQuoted
    ? inside.replace(/[ \t]*\r?\n\s*/g, (lineEnd) => FOLD.repeat(lineEnd.length))
    : inside.replace(/[\r\n]/g, ' ');
  return joined === inside ? undefined : text.slice(0, open) + joined + text.slice(close);
}

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
