import { ENVIRONMENT_WORDS } from '../model/environment';
import type { Secret } from '../model/expectation';
import type { Value } from '../model/value';

/** Words that are ordinary text even where somebody made a password of them. */
const ORDINARY = new Set([
  ...ENVIRONMENT_WORDS.production,
  ...ENVIRONMENT_WORDS.nonProduction,
  ...`password passwd secret token credentials default admin administrator root user username string none null
  true false enabled disabled example placeholder pass data guest login server postgres mysql redis master main database
  wordpress mariadb oracle sqlserver aurora mongo mongodb docdb neptune activemq rabbitmq`
    .trim()
    .split(/\s+/),
]);

const SHORTEST = 4;

/**
 * The texts to hide so that a secret shows nowhere: its lines, as the file may hold them. Very short and
 * ordinary words are hidden only where they are found, and so is what is no secret elsewhere, such as the
 * user's name: hiding them everywhere would hide the words around them.
 */
export function masksOf(secrets: readonly string[], except: readonly (string | undefined)[] = []): Secret[] {
  const lines = secrets.flatMap((secret) => secret.split(/\r?\n|\\n/)).map((line) => line.trim());
  return [...new Set(lines)].filter(Boolean).flatMap((line): Secret[] => {
    const isTelling = line.length >= SHORTEST && !ORDINARY.has(line.toLowerCase()) && !except.includes(line);
    const texts = [...new Set(spellings(line))];
    return isTelling ? texts : texts.map((here) => ({ here }));
  });
}

/** The texts to hide where all of a value is secret: also the pieces it is joined of, and what the file has for them. */
export function masksOfAll(value: Value, except: readonly (string | undefined)[] = []): Secret[] {
  const { text } = value.entity.template.source;
  const pieces = value.parts.flatMap((part) =>
    part.kind === 'literal' && part.origin !== 'pseudo' ? [part] : [],
  );
  const written = pieces.flatMap(({ cutFrom }) => (cutFrom ? [cutFrom.node] : []));
  const joined = pieces.length > 1 && value.node ? [value.node] : [];
  return masksOf(
    [
      value.outline,
      ...pieces.map((piece) => piece.text),
      ...[...written, ...joined].map(({ start, end }) => text.slice(start, end).replace(/^["']|["']$/g, '')),
    ],
    except,
  );
}

/** How a line may stand in a file: in JSON, in JSON within JSON, and in single quotes of YAML. */
const spellings = (line: string): string[] => [
  line,
  inJson(line),
  inJson(inJson(line)),
  inJson(line).replaceAll('/', '\\/'),
  inJson(line).replace(/[<>&=']/g, (char) => `\\u00${char.charCodeAt(0).toString(16)}`),
  inJson(line).replace(/[<>&]/g, (char) => `\\u00${char.charCodeAt(0).toString(16)}`),
  line.replaceAll("'", "''"),
];

const inJson = (text: string) => JSON.stringify(text).slice(1, -1);
