import { checkSources } from '../lib/check';
import { collect } from '../lib/cli/collect';
import { pretty } from '../lib/reports/pretty';
import { ROOT } from './registry';

const SAMPLE = 'samples/pipeline/flawed/template.yaml';
const RULES = [
  'pipeline-test-or-approval-before-production',
  'codedeploy-rollback-enabled',
  'stateful-resources-retained-on-delete',
];

/** docs/output.svg: what a check of a sample prints, as it looks in a terminal. */
export function picture(): string {
  const here = process.cwd();
  process.chdir(ROOT);
  try {
    const result = checkSources(collect([SAMPLE]).sources, { rules: RULES });
    return svg(`$ competency-nag check ${SAMPLE}\n\n${pretty(result, { verbose: false, colour: true })}`);
  } finally {
    process.chdir(here);
  }
}

const LINE = 18;
const CHARACTER = 7.8;
const MARGIN = 16;
const COLUMNS = 118;

/** Colours of the terminal's codes, docs: en.wikipedia.org/wiki/ANSI_escape_code#Select_Graphic_Rendition_parameters */
const STYLES: { readonly [code: string]: string } = {
  1: 'font-weight:bold',
  2: 'opacity:.6',
  31: 'fill:#ff7b72',
  33: 'fill:#e3b341',
  35: 'fill:#d2a8ff',
  36: 'fill:#79c0ff',
};
/** The codes that a code switches off. */
const ENDS: { readonly [code: string]: readonly string[] } = { 22: ['1', '2'], 39: ['31', '33', '35', '36'] };

function svg(text: string): string {
  const lines = text.trimEnd().split('\n');
  const width = Math.ceil(COLUMNS * CHARACTER + 2 * MARGIN);
  const height = lines.length * LINE + 2 * MARGIN;
  const rows = lines.map(
    (line, index) => `<text x="${MARGIN}" y="${MARGIN + LINE * (index + 0.75)}">${spans(line)}</text>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" role="img" aria-label="The report of a check in a terminal">
<rect width="100%" height="100%" rx="8" fill="#0d1117"/>
<g font-family="ui-monospace,SFMono-Regular,Menlo,Consolas,monospace" font-size="13" fill="#e6edf3" xml:space="preserve">
${rows.join('\n')}
</g>
</svg>
`;
}

function spans(line: string): string {
  const active = new Set<string>();
  const pieces = line.split(new RegExp(`${String.fromCharCode(27)}\\[(\\d+)m`));
  return pieces
    .map((piece, index) => {
      if (index % 2 === 1) {
        for (const ended of ENDS[piece] ?? []) active.delete(ended);
        if (STYLES[piece]) active.add(piece);
        return '';
      }
      const style = [...active].map((code) => STYLES[code]).join(';');
      return piece && `<tspan${style && ` style="${style}"`}>${escaped(piece)}</tspan>`;
    })
    .join('');
}

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
