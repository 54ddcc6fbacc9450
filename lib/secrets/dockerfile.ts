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

/** The instructions of a Dockerfile, without its comments. What a here-document holds counts as an instruction of no known name. */
export function instructionsIn(dockerfile: string): Instruction[] {
  const isContinued = ESCAPE_IS_BACKTICK.test(dockerfile.slice(0, HEAD)) ? /`\s*$/ : /\\\s*$/;
  const instructions: Instruction[] = [];
  let current: Instruction | undefined;
  let awaited: HereDocument[] = [];
  let start = 0;
  const begin = (name: string, text: string, index: number) => {
    current = { name: name.toUpperCase(), text, index };
    instructions.push(current);
  };
  for (const line of dockerfile.split('\n')) {
    const [here] = awaited;
    const isComment = !here && /^\s*#/.test(line);
    if (here && isEnd(line, here)) {
      awaited.shift();
      current = undefined;
    } else if (here && !current) begin('', line, start);
    else if (current) current.text += `\n${isComment ? ' '.repeat(line.length) : line}`;
    else {
      const first = isComment ? null : /^\s*([A-Za-z]+)[ \t]+/.exec(line);
      if (first) begin(first[1] as string, line.slice(first[0].length), start + first[0].length);
    }
    if (!here && !isComment && !isContinued.test(line)) {
      awaited = current ? hereDocumentsOf(current) : [];
      current = undefined;
    }
    start += line.length + 1;
  }
  return instructions;
}

/** https://docs.docker.com/reference/dockerfile/#escape stands at the top. */
const ESCAPE_IS_BACKTICK = /^[ \t]*#[ \t]*escape[ \t]*=[ \t]*`/im;
const HEAD = 500;

/** https://docs.docker.com/reference/dockerfile/#here-documents */
interface HereDocument {
  end: string;
  isIndented: boolean;
}

const HERE = /(?<=^|\s)\d*<<(-?)(["']?)([A-Za-z_]\w*)\2(?=\s|$)/g;

const hereDocumentsOf = ({ name, text }: Instruction): HereDocument[] =>
  /^(RUN|COPY|ADD)$/.test(name)
    ? [...text.matchAll(HERE)].map(([, dash, , end]) => ({ end: end as string, isIndented: dash === '-' }))
    : [];

const isEnd = (line: string, { end, isIndented }: HereDocument) =>
  line.replace(isIndented ? /^\t+|\r$/g : /\r$/, '') === end;

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
