import { credentialsIn } from './credential-formats';
import { overlapping } from './overlap';
import { namesSecret } from './secret-names';
import { isPlaceholder, isSecretUnder } from './secret-values';

/** A secret that a script, a specification or a document writes out. */
export interface Assignment {
  /** What it is given to: `DB_PASSWORD`. */
  name: string;
  secret: string;
  /** Where in the text the secret begins. */
  index: number;
  /** It stands for a secret that somebody is to fill in. */
  isPlaceholder: boolean;
}

export interface Language {
  /** In program code only what is quoted is a literal; in shell and configuration bare words are, too. */
  quotedOnly?: boolean;
}

const NAME = '(?<![\\w$.{@%/-])(?:--?|@|\\$)?(?:env:)?\\\\?["\']?(?<name>[A-Za-z_][\\w.-]{0,80})\\\\?["\']?';
const QUOTED = '(?<quote>\\\\?["\'])(?<quoted>[^"\'\\\\\\n]{1,300})\\k<quote>';
const BARE = '(?<bare><[\\w -]{1,60}>|[^\\s"\'`;,&|<>(){}[\\]$\\\\!*=-][^\\s"\'`;,&|<>(){}[\\]$\\\\]{0,300})';

/** A way in which a secret is written out. The groups are `name`, and `quoted` or `bare`; what has no name is named here. */
interface Form {
  pattern: RegExp;
  name?: string;
}

const FORMS: readonly Form[] = [
  // export DB_PASSWORD=…, password = "…", --password=…, $env:TOKEN = '…'
  {
    pattern: new RegExp(
      `${NAME}[ \\t]{0,10}:?=(?![=~>])[ \\t]{0,10}(?:${QUOTED}|${BARE}(?=[\\s;&|,)}"'\\]]|$))`,
      'g',
    ),
  },
  // "password": "…", password: …, but no prose
  {
    pattern: new RegExp(
      `${NAME}[ \\t]{0,10}:(?:[ \\t]{0,10}${QUOTED}|[ \\t]{1,10}${BARE}(?=[ \\t]{0,10}(?:$|[,}\\]#])))`,
      'g',
    ),
  },
  // --password …, -Password …, aws configure set aws_secret_access_key …
  {
    pattern: new RegExp(
      `(?:(?<![\\w-])--?|\\bset[ \\t]{1,5})(?<name>[A-Za-z_][\\w.-]{0,80})[ \\t]{1,10}(?:${QUOTED}|${BARE}(?=[\\s;&|)"']|$))`,
      'g',
    ),
  },
  // ["login", "--password", "…"]
  {
    pattern:
      /(?<![\w\\])\\?["']--?(?<name>[A-Za-z_][\w.-]{0,80})\\?["'][ \t]{0,5},[ \t]{0,5}(?<quote>\\?["'])(?<quoted>[^"'\\\s-][^"'\\\s]{0,300})\k<quote>/g,
  },
  {
    name: 'Bearer',
    pattern: /\bBearer[ \t]{1,5}(?=[A-Za-z._~+/-]{0,100}\d)(?<quoted>[A-Za-z0-9._~+/-]{20,1000}={0,2})/g,
  },
  {
    name: 'IDENTIFIED BY',
    pattern:
      /\bidentified[ \t]{1,5}(?:with[ \t]{1,5}[\w"']{1,40}[ \t]{1,5})?by[ \t]{1,5}(?<quote>\\?["'])(?<quoted>[^"'\\\n]{1,200})\k<quote>/gi,
  },
  {
    name: 'mysql -p',
    pattern:
      /\bmysql(?:admin|dump|import|show)?\b[^\n|;&]{0,200}?[ \t]-p(?:(?<quote>\\?["'])(?<quoted>[^"'\\\n]{1,200})\k<quote>|(?<bare>[^\s"'`;|&<>$-][^\s"'`;|&<>$]{0,200})(?=[\s;|&<>"']|$))/g,
  },
  {
    name: 'mysqladmin password',
    pattern:
      /\bmysqladmin\b[^\n|;&]{0,200}?[ \t]password[ \t]{1,5}(?:(?<quote>\\?["'])(?<quoted>[^"'\\\n]{1,200})\k<quote>|(?<bare>[^\s"'`;|&<>$-][^\s"'`;|&<>$]{0,200})(?=[\s;|&<>"']|$))/g,
  },
  {
    name: 'docker login -p',
    pattern:
      /\bdocker[ \t]{1,5}login\b[^\n|;&]{0,200}?[ \t]-p[ \t]{1,5}["']?(?<bare>[^\s"'`;|&<>$-][^\s"'`;|&<>$]{0,200})(?=[\s;|&"']|$)/g,
  },
  {
    name: 'net user',
    pattern:
      /\bnet[ \t]{1,5}user[ \t]{1,5}["']?[\w.-]{1,60}["']?[ \t]{1,5}["']?(?<bare>[^\s"'`;|&<>$%{*/][^\s"'`;|&<>$]{0,200})(?=[\s;|&"']|$)/gi,
  },
  {
    name: 'Pwd', // alone it is the working directory, in a connection string it is not
    pattern: /;[ \t]?pwd=(?<bare>[^\s"'`;|&<>${}]{1,200})(?=[;"']|$)/gi,
  },
  {
    name: 'curl --user',
    pattern:
      /\bcurl\b[^\n|;&]{0,200}?[ \t](?:-u|--user)[ =]?["']?[\w.@-]{1,60}:(?<bare>[^\s"'`;|&<>$]{1,200})(?=[\s"']|$)/g,
  },
  {
    name: 'chpasswd',
    pattern:
      /\becho[ \t]{1,5}(?:-\w{1,3}[ \t]{1,5})?["']?[\w.-]{1,60}:(?<bare>[^\s"'`;|&<>$]{1,200})["']?[ \t]{0,5}\|[ \t]{0,5}(?:sudo[ \t]{1,5})?chpasswd/g,
  },
  {
    name: 'passwd --stdin',
    pattern:
      /\becho[ \t]{1,5}(?:-\w{1,3}[ \t]{1,5})?["']?(?<bare>[^\s"'`;|&<>$]{1,200})["']?[ \t]{0,5}\|[ \t]{0,5}(?:sudo[ \t]{1,5})?passwd\b/g,
  },
  {
    name: 'ConvertTo-SecureString',
    pattern:
      /\bConvertTo-SecureString\b[^\n|;]{0,60}?[ \t](?<quote>["'])(?<quoted>[^"'\n]{1,200})\k<quote>/gi,
  },
];

/** Spares most texts, and most lines of the others, a closer look. */
const WORTH_A_LOOK =
  /pass|pwd|pw|secret|token|bearer|credential|key|identified|mysql|curl|docker login|net +user|connection.?string|securestring/i;

/** The literal secrets that a text assigns, line by line. Comments, and what is only shown to somebody, do not count. */
export function secretAssignmentsIn(text: string, { quotedOnly = false }: Language = {}): Assignment[] {
  const found: Assignment[] = [];
  for (const { line, start } of WORTH_A_LOOK.test(text) ? linesOf(text) : []) {
    if (!WORTH_A_LOOK.test(line) || isComment(line) || isShown(line)) continue;
    for (const assignment of assignmentsInLine(line, quotedOnly))
      found.push({ ...assignment, index: start + assignment.index });
  }
  return found.length > 0 ? unknownAmong(found, text) : [];
}

/** One for each place, without those that are a credential by their format. */
function unknownAmong(assignments: readonly Assignment[], text: string): Assignment[] {
  const isKnown = overlapping(
    credentialsIn(text).map(({ secret, index }) => ({ index, length: secret.length })),
  );
  const found = new Map<number, Assignment>();
  for (const assignment of assignments) {
    const { index, secret } = assignment;
    if (!found.has(index) && !isKnown({ index, length: secret.length })) found.set(index, assignment);
  }
  return [...found.values()];
}

/** A text that as a whole is what a secret's name is given. */
export function assignmentTo(name: string, text: string): Assignment | undefined {
  if (!namesSecret(name) || isFilledIn(text) || !isSecretUnder(name, text)) return undefined;
  if (credentialsIn(text).length > 0) return undefined;
  return { name, secret: text, index: 0, isPlaceholder: isPlaceholder(text) || isJustTheWord(text) };
}

/** The lines of a text, without the parts of a build specification that say where secrets are kept. */
function* linesOf(text: string): Iterable<{ line: string; start: number }> {
  let start = 0;
  let skippedFrom: number | undefined;
  for (const line of text.replace(NAMES_OF_SECRETS, (part) => ' '.repeat(part.length)).split('\n')) {
    const indentation = line.search(/\S/);
    if (skippedFrom !== undefined && indentation !== -1 && indentation <= skippedFrom)
      skippedFrom = undefined;
    if (skippedFrom === undefined) yield { line, start };
    if (skippedFrom === undefined && NAMES_OF_SECRETS_BELOW.test(line)) skippedFrom = indentation;
    start += line.length + 1;
  }
}

/** https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html#build-spec.env.secrets-manager */
const NAMES_OF_SECRETS =
  /"(secrets-manager|parameter-store)"\s{0,20}:\s{0,20}\{(?:[^{}]|\$\{[^{}]{0,200}\}){0,5000}\}/g;
const NAMES_OF_SECRETS_BELOW = /^\s*["']?(secrets-manager|parameter-store)["']?\s{0,20}:\s{0,20}\{?\s*$/;

function assignmentsInLine(line: string, quotedOnly: boolean): Assignment[] {
  return FORMS.flatMap(({ pattern, name: named }) =>
    matchesOf(pattern, line).flatMap(({ name = named ?? '', secret, index, isQuoted }): Assignment[] => {
      if (!named && !namesSecret(name)) return [];
      if (!isQuoted && (quotedOnly || isExpression(secret, name))) return [];
      // A program that says `token = 'token'` names a field.
      if (quotedOnly && isJustTheWord(secret)) return [];
      if (isFilledIn(secret) || !isSecretUnder(named ? 'password' : name, secret)) return [];
      return [{ name, secret, index, isPlaceholder: isPlaceholder(secret) || isJustTheWord(secret) }];
    }),
  );
}

interface FormMatch {
  name: string | undefined;
  secret: string;
  index: number;
  isQuoted: boolean;
}

/** The matches of a form; what stands in the value of one may be another: `OPTIONS="--password=…"`. */
function matchesOf(pattern: RegExp, line: string): FormMatch[] {
  const matches: FormMatch[] = [];
  pattern.lastIndex = 0;
  for (let match = pattern.exec(line); match; match = pattern.exec(line)) {
    const { name, quoted, bare } = match.groups ?? {};
    const secret = quoted ?? bare ?? '';
    const index = match.index + match[0].lastIndexOf(secret);
    matches.push({ name, secret, index, isQuoted: quoted !== undefined });
    pattern.lastIndex = Math.max(index, match.index + 1);
  }
  return matches;
}

/** `$VAR`, `${…}`, `$(command)`, `{{…}}`, `{% … %}`, `%VAR%`, `{name}`, `:bind`: another program puts the value there. */
const isFilledIn = (text: string) =>
  /\$[\w({.[]|`|\{\{|\{%|%\w+%|^%[sd]$|^\{[\w.:!]*\}$|^:\w+$|^@\w|^\\u|^#\{|^States\.|^\$/.test(text);

/** A name of the program rather than a word: `password=password`, `token=event.token`, `secret: string`. */
const isExpression = (text: string, name: string) =>
  text === name ||
  /^[A-Za-z_]\w*(\.[A-Za-z_]\w*)+$/.test(text) ||
  (/^[A-Za-z_]\w*$/.test(text) && namesSecret(text) && /[a-z]/.test(text) && !/\d/.test(text)) ||
  /^(string|str|number|int|integer|bool|boolean|object|any|bytes|optional|required|await|new|get\w*|self|this|event|await|return|function|lambda|null|None)$/i.test(
    text,
  );

const isJustTheWord = (text: string) => /^(password|passwd|secret|token|string|test|pass|value)$/i.test(text);

/** A line of .npmrc begins like a comment: `//registry.npmjs.org/:_authToken=…`. */
const isComment = (line: string) => /^\s*(#|\/\/(?!\S{1,200}\/:_)|;|\*|<!--|--\s|rem\s)/i.test(line);

/** Printed, and not written to a file or another program. */
const isShown = (line: string) =>
  /^\s*-?\s*["']?(sudo )?(echo|printf|write-host|write-output|print|console\.\w+|logger(\.\w+)?|log(\.\w+)?)\b/i.test(
    line,
  ) && !/[>|]/.test(line);
