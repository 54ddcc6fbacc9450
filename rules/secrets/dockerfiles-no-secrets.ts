import type { Asset, AssetFailure, AssetFile } from '../../lib/model/asset';
import { remember } from '../../lib/model/remember';
import { fail, rule } from '../../lib/rule';
import { secretAssignmentsIn } from '../../lib/secrets/assignments';
import {
  formattedIn,
  holdsSecret,
  isAlwaysSecret,
  isCredentialFile,
  mayBeKey,
} from '../../lib/secrets/credential-files';
import {
  type Instruction,
  instructionsIn,
  isDockerfile,
  sourcesOf,
  variablesIn,
} from '../../lib/secrets/dockerfile';
import { masksOf } from '../../lib/secrets/masking';
import { overlapping } from '../../lib/secrets/overlap';
import { namesSecret } from '../../lib/secrets/secret-names';
import { isPlaceholder, isSecretUnder } from '../../lib/secrets/secret-values';
import { childOf } from '../../lib/template/node';

export default rule({
  id: 'dockerfiles-no-secrets',
  title: 'Dockerfiles put no secret into an image',
  severity: 'error',
  control: 'SECRETS',
  why: 'Every layer of an image keeps what was put into it, also what a later layer removes, for everyone who may pull the image.',
  fix: 'Mount the secret while the image is built (RUN --mount=type=secret), list credential files in .dockerignore, and inject secrets at run time.',
  docs: [
    'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/security-tasks-containers.html',
    'https://docs.docker.com/build/building/secrets/',
  ],

  checkAsset: (asset) => asset.files.filter((file) => isBuiltFrom(file, asset)).flatMap(wrongInDockerfile),
});

function isBuiltFrom({ path }: AssetFile, { entry }: Asset): boolean {
  const named = childOf(entry, 'dockerFile');
  return isDockerfile(path) || (named?.kind === 'scalar' && named.text === path);
}

function wrongInDockerfile(file: AssetFile): AssetFailure[] {
  const { text } = file;
  if (text === undefined) return [];
  const formats = formattedIn(text).map(
    ({ name, secret, ...known }): Wrong => ({
      ...known,
      text: secret,
      message: `${name} stands here`,
    }),
  );
  const isKnown = overlapping(formats.map(pieceOf));
  const byInstruction = instructionsIn(text).flatMap((instruction) =>
    (WRONG_WITH[instruction.name] ?? assigned)(instruction, file.asset),
  );
  return [
    ...formats.filter(({ isPlaceholder }) => !isPlaceholder),
    ...byInstruction.filter((one) => !isKnown(pieceOf(one))),
  ].map(({ message, text: what, index, isFile, isPlaceholder: isMild }) =>
    file.wrong(
      { index, length: what.length },
      text,
      fail(message, { ...(isMild && { severity: 'warning' }), secrets: isFile ? [] : masksOf([what]) }),
    ),
  );
}

const pieceOf = ({ index, text }: Wrong) => ({ index, length: text.length });

interface Wrong {
  message: string;
  /** What stands there: the secret, or the file that holds it. */
  text: string;
  index: number;
  isFile?: boolean;
  isPlaceholder: boolean;
}

/** ENV and ARG: the variables that are given a secret. */
const set = (instruction: Instruction): Wrong[] =>
  variablesIn(instruction)
    .filter(({ name, value }) => namesSecret(name) && isLiteral(value) && isSecretUnder(name, value))
    .map(({ name, value, index }) => {
      const what = isPlaceholder(value) ? 'placeholder, which invites a secret' : 'literal';
      const message = `${instruction.name} gives ${name} a ${what}`;
      return { message, text: value, index, isPlaceholder: isPlaceholder(value) };
    });

/** COPY and ADD: the files that are a secret. */
const copied = (instruction: Instruction, asset: Asset): Wrong[] =>
  secretFilesOf(instruction, asset).map((path) => ({
    message: `${instruction.name} puts ${path} into the image`,
    text: path,
    isFile: true,
    index: instruction.index + Math.max(0, instruction.text.indexOf(path)),
    isPlaceholder: false,
  }));

/** RUN, and whatever else holds commands. */
const assigned = ({ text, index: start }: Instruction): Wrong[] =>
  secretAssignmentsIn(text)
    .filter((assignment) => !assignment.isPlaceholder)
    .map(({ name, secret, ...found }) => ({
      ...found,
      text: secret,
      message: `${name} is given a literal`,
      index: start + found.index,
    }));

const WRONG_WITH: { readonly [instruction: string]: (instruction: Instruction, asset: Asset) => Wrong[] } = {
  ADD: copied,
  ARG: set,
  COPY: copied,
  ENV: set,
};

/** The value of another variable is none. */
const isLiteral = (value: string) => !value.includes('$');

/** The credential files that are copied: by their name, and by what they hold where that is known. */
const secretFilesOf = (instruction: Instruction, asset: Asset): string[] =>
  sourcesOf(instruction).filter((path) => {
    if (!isCredentialFile(path) && !isAlwaysSecret(path) && !mayBeKey(path)) return false;
    const file = filesByPath(asset).get(path);
    return (file && isSecretFile(file)) ?? isAlwaysSecret(path);
  });

const filesByPath = remember(
  ({ files }: Asset): ReadonlyMap<string, AssetFile> => new Map(files.map((file) => [file.path, file])),
);

/** Undefined for what is no text, and so cannot be told. */
const isSecretFile = remember(({ text }: AssetFile) => (text === undefined ? undefined : holdsSecret(text)));
