/** An instruction of a Dockerfile: https://docs.docker.com/reference/dockerfile/ */
export interface Instruction {
  /** In capitals. */
  name: string;
  /** What follows, with the lines that it is continued on. */
  text: string;
  /** Where in the Dockerfile `text` begins. */
  index: number;
}

export const isDockerfile = (path: string): boolean =>
  /(^|\/)(Dockerfile|Containerfile)(\.(?!dockerignore$)[\w.-]+)?$|\.(dockerfile|containerfile)$/i.test(path);

/** The instructions of a Dockerfile, without its comments. Lines of a here-document count as instructions of no known name. */
export function instructionsIn(dockerfile: string): Instruction[] {
  const instructions: Instruction[] = [];
  let current: Instruction | undefined;
  let start = 0;
  for (const line of dockerfile.split('\n')) {
    const isComment = /^\s*#/.test(line);
    if (current && !isComment) current.text += `\n${line}`;
    else if (current) current.text += `\n${' '.repeat(line.length)}`;
    const begin = !current && !isComment && /^\s*([A-Za-z]+)[ \t]+/.exec(line);
    if (begin) {
      const index = start + begin[0].length;
      current = { name: (begin[1] as string).toUpperCase(), text: line.slice(begin[0].length), index };
      instructions.push(current);
    }
    if (!isComment && !/\\\s*$/.test(line)) current = undefined;
    start += line.length + 1;
  }
  return instructions;
}

/** A variable that ENV or ARG sets. */
export interface DockerVariable {
  name: string;
  value: string;
  /** Where in the Dockerfile the value begins. */
  index: number;
}

const PAIR = /([A-Za-z_][\w.-]{0,100})=(?:"((?:[^"\\]|\\.){0,2000})"|'([^']{0,2000})'|([^\s"'\\]{0,2000}))/g;

/** The variables that an ENV or ARG instruction gives a value. */
export function variablesIn({ name, text, index }: Instruction): DockerVariable[] {
  const single = name === 'ENV' && /^([A-Za-z_][\w.-]{0,100})[ \t]+(?!=)(\S[^\n]{0,2000})/.exec(text);
  if (single) {
    const [whole, variable = '', value = ''] = single;
    return [{ name: variable, value: value.trim(), index: index + whole.length - value.length }];
  }
  return [...text.matchAll(PAIR)].map((match) => {
    const value = match[2] ?? match[3] ?? match[4] ?? '';
    const isQuoted = match[4] === undefined;
    const at = index + match.index + (match[1] as string).length + 1 + (isQuoted ? 1 : 0);
    return { name: match[1] as string, value, index: at };
  });
}

/** The files that a COPY or ADD instruction takes from the folder that is built; none where it takes them from another image. */
export function sourcesOf({ text }: Instruction): string[] {
  if (/^\s*(--\S+\s+)*--from=/.test(text)) return [];
  const words = /^\s*(--\S+\s+)*\[/.test(text)
    ? [...text.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, word = '']) => word)
    : text.split(/[\s\\]+/).filter((word) => word && !word.startsWith('--') && !word.startsWith('<<'));
  return words.slice(0, -1).map((word) => word.replace(/^(\.\/)+/, ''));
}
