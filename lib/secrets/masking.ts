import { ENVIRONMENT_WORDS } from '../engine/environment';

/** Words that are ordinary text even where somebody made a password of them. */
const ORDINARY = new Set([
  ...ENVIRONMENT_WORDS.production,
  ...ENVIRONMENT_WORDS.nonProduction,
  ...`password passwd secret token credentials default admin administrator root user username string none null
  true false enabled disabled changeme example placeholder postgres mysql redis master main database
  wordpress mariadb oracle sqlserver aurora mongo mongodb docdb neptune activemq rabbitmq`
    .trim()
    .split(/\s+/),
]);

const SHORTEST = 4;

/**
 * The texts to hide so that a secret shows nowhere: its lines, as the file may hold them. Very short and
 * ordinary words are left out, and so is what is no secret elsewhere, such as the user's name: hiding them
 * would hide the words around them.
 */
export function masksOf(secrets: readonly string[], except: readonly (string | undefined)[] = []): string[] {
  return secrets
    .flatMap((secret) => secret.split(/\r?\n|\\n/))
    .map((line) => line.trim())
    .filter((line) => line.length >= SHORTEST && !ORDINARY.has(line.toLowerCase()) && !except.includes(line))
    .flatMap((line) => [...new Set([line, JSON.stringify(line).slice(1, -1), line.replaceAll("'", "''")])]);
}
