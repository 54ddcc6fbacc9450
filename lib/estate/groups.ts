import { basename, dirname, relative } from 'node:path';
import { addToGroup } from '../add-to-group';
import type { TemplateSource } from '../check';

/** A cloud assembly by its folder, and the folder that it was given within. */
export interface AssemblyFolder {
  folder: string;
  within: string;
}

/** What has to be checked together. */
export interface Group {
  sources: readonly TemplateSource[];
  assemblies: readonly AssemblyFolder[];
}

/**
 * Parts sources so that what concerns each other is together: the files of one `app`, and templates with those
 * they may nest. Nothing is parsed: a template may nest what it has the words of the path of. So a group may be
 * larger than it has to be, and never smaller. All is in the order it is given in.
 */
export function groupsOf(
  sources: readonly TemplateSource[],
  assemblies: readonly AssemblyFolder[],
  linked: boolean,
): Group[] {
  const sets = new DisjointSets(sources.length);
  for (const [a, b] of linked ? sources.map((_, index) => [0, index] as const) : relations(sources))
    sets.join(a, b);
  const members = new Map<number, TemplateSource[]>();
  for (const [index, source] of sources.entries()) addToGroup(members, sets.of(index), source);
  const left = new Set(assemblies);
  const groups = [...members.values()].map((group): Group => {
    const own = assemblies.filter(({ folder }) => linked || group.some(({ app }) => app === folder));
    for (const assembly of own) left.delete(assembly);
    return { sources: group, assemblies: own };
  });
  // None of its templates could be read; its assets can.
  return [...groups, ...[...left].map((assembly) => ({ sources: [], assemblies: [assembly] }))];
}

/** Pairs of sources, by index, that concern each other. */
function* relations(sources: readonly TemplateSource[]): Iterable<readonly [number, number]> {
  const firstOf = new Map<string, number>();
  const indexOf = new Map(sources.map(({ file }, index) => [file, index]));
  for (const [index, { app, nestedIn }] of sources.entries()) {
    if (app !== undefined) {
      const first = firstOf.get(app) ?? index;
      firstOf.set(app, first);
      yield [first, index];
    }
    const parent = nestedIn && indexOf.get(nestedIn.file);
    if (parent !== undefined) yield [parent, index];
  }
  const byLastWord = new Map<string, number[]>();
  for (const [index, { file }] of sources.entries())
    addToGroup(byLastWord, wordsOf(basename(file)).at(-1) ?? '', index);
  for (const [parent, { file, text }] of sources.entries()) {
    const texts = [...new Set([text, unescaped(text)])];
    if (!texts.some(mayNest)) continue;
    const words = new Set(['', ...texts.flatMap(wordsOf)]);
    for (const word of words)
      for (const child of byLastWord.get(word) ?? []) {
        // What leads from a template to another is the way between them, perhaps with more in between.
        const way = relative(dirname(file), (sources[child] as TemplateSource).file);
        if (wordsOf(way).every((one) => words.has(one))) yield [parent, child];
      }
  }
}

/** What stands between white space, quotes, slashes and the marks of YAML and JSON. */
const wordsOf = (text: string): readonly string[] => text.match(/[\w.-]+/g) ?? [];

/** The types that nest templates, as lib/assemble.ts follows them. */
const NESTS = ['AWS::CloudFormation::Stack', 'AWS::Serverless::Application'];
const mayNest = (text: string) => NESTS.some((type) => text.includes(type));

/** The text with the escapes of JSON and of quoted YAML resolved: yaml.org/spec/1.2.2, 5.7. */
const unescaped = (text: string) =>
  ESCAPES.some((begin) => text.includes(begin))
    ? text.replace(
        /\\(?:u([\da-f]{4})|x([\da-f]{2})|U([\da-f]{8})|(\r?\n[ \t]*)|.)/gi,
        (_, four, two, eight, lineEnd) => {
          if (lineEnd !== undefined) return '';
          const code = Number.parseInt(four ?? two ?? eight, 16);
          return code <= 0x10ffff ? String.fromCodePoint(code) : ' ';
        },
      )
    : text;

const ESCAPES = ['\\u', '\\x', '\\U', '\\\r', '\\\n'];

class DisjointSets {
  private readonly above: number[];

  constructor(size: number) {
    this.above = Array.from({ length: size }, (_, index) => index);
  }

  /** The least member of the set. */
  of(index: number): number {
    let at = index;
    while (this.above[at] !== at) {
      this.above[at] = this.above[this.above[at] as number] as number;
      at = this.above[at] as number;
    }
    return at;
  }

  join(a: number, b: number): void {
    const [low, high] = [this.of(a), this.of(b)].sort((x, y) => x - y) as [number, number];
    this.above[high] = low;
  }
}

/** Characters of its templates, which is what the time for a group goes by. */
export const sizeOf = ({ sources }: Group): number => sources.reduce((sum, { text }) => sum + text.length, 0);
