import pc from 'picocolors';
import { addToGroup } from '../add-to-group';
import type { CheckResult } from '../check';
import { counted } from '../counted';
import { MAX_PIECE, masked, piecesOf, placesIn, united } from '../engine/mask';
import type { Finding, Severity, SourceLocation, Waiver } from '../finding';
import { remember } from '../model/remember';
import { printable } from '../printable';
import type { Report } from '../report';
import type { RuleMetadata } from '../rule';
import type { Source } from '../template/source';
import { wrap } from '../wrap';
import type { OutputOptions } from './options';
import { termsOf } from './terms';

/** The report for people: a code frame for each failure, reviews and waivers as short sections, a summary. */
export function pretty(
  result: CheckResult,
  { verbose, colour, failOn }: Omit<OutputOptions, 'failOn'> & Partial<Pick<OutputOptions, 'failOn'>>,
): string {
  const paint = pc.createColors(colour);
  const rules = new Map(result.rules.map((rule) => [rule.id, rule]));
  const open = result.report.findings.filter(({ waiver }) => !waiver);
  const failures = open.filter(({ verdict }) => verdict === 'fail');
  const reviews = open.filter(({ verdict }) => verdict === 'review');
  const frame = (finding: Finding, alike: readonly Finding[] = []) =>
    framed(finding, alike, rules.get(finding.ruleId) as RuleMetadata, result, paint);
  // What only informs is told like what is to be reviewed, unless it fails the run.
  const isMild = ({ severity }: Finding) => severity === 'info' && failOn !== 'info' && failOn !== 'review';
  const list = (title: string, findings: Finding[], colourOfName: (text: string) => string) =>
    listedByRule(title, findings, rules, colourOfName, paint);
  if (verbose)
    return joined([...[...failures, ...reviews].map((one) => frame(one)), ...ending(result, verbose, paint)]);
  return joined([
    ...groupsAlike(failures.filter((one) => !isMild(one))).map(([one, ...alike]) =>
      frame(one as Finding, alike),
    ),
    ...list(paint.bold('For information'), failures.filter(isMild), paint.cyan),
    ...list(`${paint.bold('To review')} (only deployment, or a person, can tell)`, reviews, paint.magenta),
    ...ending(result, verbose, paint),
  ]);
}

function ending(result: CheckResult, verbose: boolean, paint: Paint): string[] {
  return [
    ...waivers(result, verbose, paint),
    ...(result.report.summary.templates > 0 ? [summary(result, paint), ''] : []),
  ];
}

const joined = (lines: readonly string[]): string => lines.join('\n').replace(COMMAND, '$1\uFFFD:');

/** GitHub Actions takes a line of the log for a command if this is what it begins with; `::/0` is none. */
const COMMAND = /^([^\S\n]*):(?=:[a-z])/gim;

type Paint = ReturnType<typeof pc.createColors>;

const colourOf = (severity: Severity, paint: Paint) =>
  severity === 'error' ? paint.red : severity === 'warning' ? paint.yellow : paint.cyan;

/** What is wrong in the same words at several places of a file is told once, in the place of the first. */
function groupsAlike(findings: readonly Finding[]): Finding[][] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const { file, ruleId, severity, message } = finding;
    addToGroup(groups, [file, ruleId, severity, message].join('\n'), finding);
  }
  return [...groups.values()];
}

/** A finding, with the places of those in the same words. */
function framed(
  finding: Finding,
  alike: readonly Finding[],
  rule: RuleMetadata,
  result: CheckResult,
  paint: Paint,
): string {
  const { verdict, severity, ruleId, message, file, line } = finding;
  const colour = verdict === 'review' ? paint.magenta : colourOf(severity, paint);
  const label = verdict === 'review' ? 'review' : severity;
  const source = result.sources.get(file);
  const gutter = ' '.repeat(String(line).length);
  const inWords = (place: string[]) => place.map(shownAs).join(paint.dim(' › '));
  const [first, ...further] = placesOf(finding).map(inWords);
  return [
    ...headline(`${label}[${ruleId}]`, shownAs(message), (name) => colour(paint.bold(name)), paint.bold),
    `${gutter}${paint.dim('-->')} ${first}`,
    ...further.map((place) => `${gutter} ${paint.dim('in:')} ${place}`),
    ...(source ? codeFrame(finding, source, result, gutter, colour, paint) : []),
    ...alike.map((other) => `${gutter}${paint.dim(ALSO)}${inWords(placesOf(other)[0] as string[])}`),
    ...wrap(rule.fix, WIDTH - gutter.length - FIX.length).map((text, index) =>
      index === 0 ? `${gutter}${paint.dim(FIX)}${text}` : ' '.repeat(gutter.length + FIX.length) + text,
    ),
    '',
  ].join('\n');
}

/** Texts are wrapped to this, whatever the terminal: a report is the same everywhere. */
const WIDTH = 110;
const FIX = ' = fix: ';
const ALSO = ' = and: ';

/** The rule and what is wrong; what does not fit in one line goes on below, indented. */
function headline(
  name: string,
  message: string,
  paintName: (text: string) => string,
  paintText: (text: string) => string,
): string[] {
  const [first = '', ...rest] = wrap(`${name} ${message}`, WIDTH);
  const start = first.slice(name.length + 1);
  return [`${paintName(name)} ${paintText(start)}`, ...rest.map((text) => `    ${paintText(text)}`)];
}

/** Where to look: in the code of a CDK app first, if that is known, then in the template. */
function placesOf({ file, line, column, logicalId, path, source, constructPath }: Finding): string[][] {
  const written = [`${file}:${line}:${column}`, logicalId, path].filter((part) => part !== null);
  if (source) return [[at(source), constructPath ?? ''], written];
  return constructPath === undefined ? [written] : [written, [constructPath]];
}

const at = ({ file, line, column }: SourceLocation) => `${file}:${line}:${column}`;

const MAX_WIDTH = 160;

/** The offending line with what offends underlined. */
function codeFrame(
  finding: Finding,
  source: Source,
  { secrets, report }: CheckResult,
  gutter: string,
  colour: (text: string) => string,
  paint: Paint,
): string[] {
  const { line, column, endLine, endColumn } = finding;
  const text = source.line(line);
  const end = endLine === line ? endColumn - 1 : text.length;
  const words = hiddenWords(report).get(`${finding.file}:${line}`) ?? [];
  const first = Math.max(0, column - 1 - REACH);
  const last = Math.min(end, column - 1 + REACH);
  const before = maskedPart(text, first, column - 1, secrets, words);
  const marked = maskedPart(text, column - 1, last, secrets, words);
  const after = maskedPart(text, end, Math.min(text.length, end + REACH), secrets, words);
  // Minified JSON is one long line: show what surrounds the place.
  const left = first > 0 || before.length > MAX_WIDTH / 2 ? `…${before.slice(-MAX_WIDTH / 2)}` : before;
  const middle = last < end || marked.length > MAX_WIDTH ? `${marked.slice(0, MAX_WIDTH)}…` : marked;
  const right = after.slice(0, Math.max(0, MAX_WIDTH - left.length - middle.length));
  const shown = shownAs(left + middle + right.trimEnd());
  const underline =
    ' '.repeat(shownAs(left).length) + colour('^'.repeat(Math.max(1, shownAs(middle).length)));
  return [
    `${gutter} ${paint.dim('|')}`,
    `${paint.dim(`${line} |`)} ${shown}`,
    `${gutter} ${paint.dim('|')} ${underline}`,
  ];
}

/** Words that are hidden between two characters of a line only. */
interface HiddenWords {
  from: number;
  to: number;
  pieces: readonly string[];
}

/** The words that findings hide, by file and line, in the order of their places. */
const hiddenWords = remember(({ findings }: Report): ReadonlyMap<string, HiddenWords[]> => {
  const hiding = findings.filter((finding) => finding.hidden).sort((a, b) => a.column - b.column);
  const places = new Map<string, HiddenWords[]>();
  for (const { file, line, column, endLine, endColumn, hidden = [] } of hiding)
    addToGroup(places, `${file}:${line}`, {
      from: column - 1,
      to: endLine === line ? endColumn - 1 : Number.POSITIVE_INFINITY,
      pieces: hidden.flatMap(piecesOf),
    });
  return places;
});

/** Part of a line, with what is secret masked; what begins before it, or ends behind it, too. */
function maskedPart(
  text: string,
  start: number,
  end: number,
  secrets: readonly string[],
  words: readonly HiddenWords[],
): string {
  const [first, last] = [Math.max(0, start - MAX_PIECE), end + MAX_PIECE];
  const within = (from: number, to: number, pieces: readonly string[]) =>
    placesIn(text.slice(from, to), pieces).map((place) => ({
      start: place.start + from,
      end: place.end + from,
    }));
  const places = [
    ...within(first, last, piecesByLine(secrets)),
    ...words.flatMap(({ from, to, pieces }) => within(Math.max(from, first), Math.min(to, last), pieces)),
  ];
  return masked(text, united(places), start, end);
}

/** Only the lines of a secret are looked for: a line of a file holds no more. */
const piecesByLine = remember((secrets: readonly string[]) =>
  secrets.flatMap((secret) => [...new Set(secret.split('\n').map((line) => line.trim()))]).flatMap(piecesOf),
);

/** What is looked at around a place: more than is shown, as a mask may be shorter than what it hides. */
const REACH = 20 * MAX_PIECE;

/** A tab is as wide as a space here, so that what is underlined stays below it. */
const shownAs = (text: string) => printable(text.replaceAll('\t', ' '));

const SHOWN_PLACES = 3;

/** Findings without their frames: by rule, with the first places of each. */
function listedByRule(
  title: string,
  listed: readonly Finding[],
  rules: ReadonlyMap<string, RuleMetadata>,
  colourOfName: (text: string) => string,
  paint: Paint,
): string[] {
  if (listed.length === 0) return [];
  const byRule = new Map<string, Finding[]>();
  for (const finding of listed) addToGroup(byRule, finding.ruleId, finding);
  const sections = [...byRule].map(([id, findings]) => {
    const places = findings
      .slice(0, SHOWN_PLACES)
      .map((finding) => `    ${shownAs(shortPlace(finding))}  ${paint.dim(shownAs(finding.message))}`);
    const more = findings.length - places.length;
    const rest = more > 0 ? [`    ${paint.dim(`and ${more} more: --verbose shows them`)}`] : [];
    return [`  ${colourOfName(id)}: ${rules.get(id)?.title}`, ...places, ...rest].join('\n');
  });
  return [title, ...sections, ''];
}

const shortPlace = ({ file, line, source }: Finding) =>
  source ? `${source.file}:${source.line}` : `${file}:${line}`;

/** What was accepted: by whom, until when and, if asked for, why. A baseline is one line. */
function waivers({ report, baseline }: CheckResult, verbose: boolean, paint: Paint): string[] {
  const waived = report.findings.filter(({ waiver }) => waiver);
  if (waived.length === 0) return [];
  const inBaseline = verbose
    ? []
    : waived.filter(({ waiver }) => baseline !== undefined && waiver?.from === baseline.file);
  const accepted = new Set(inBaseline);
  const lines = waived
    .filter((finding) => !accepted.has(finding))
    .flatMap((finding) => waivedLines(finding, finding.waiver as Waiver, verbose, paint));
  if (inBaseline.length > 0)
    lines.push(`  ${inBaseline.length} in the baseline ${shownAs(baseline?.file ?? '')}`);
  const hint = verbose ? '' : paint.dim(' (--verbose tells why)');
  return [`${paint.bold(`${waived.length} waived`)}${hint}`, ...lines, ''];
}

function waivedLines(finding: Finding, waiver: Waiver, verbose: boolean, paint: Paint): string[] {
  const { ruleId, constructPath, logicalId } = finding;
  const { reason, from } = waiver;
  const where = [shortPlace(finding), constructPath ?? logicalId].filter(Boolean).join('  ');
  const terms = termsOf(waiver);
  const line = `  ${ruleId}  ${paint.dim(shownAs(where))}${terms && `  ${shownAs(terms)}`}`;
  return verbose ? [line, `    ${paint.dim(shownAs(`${reason} (${from})`))}`] : [line];
}

function summary({ report, passedOver }: CheckResult, paint: Paint): string {
  const { fail, review, waived, templates, resources, rules } = report.summary;
  const counts = [
    colourOf('error', paint)(counted(fail.error, 'error')),
    colourOf('warning', paint)(counted(fail.warning, 'warning')),
    colourOf('info', paint)(`${fail.info} info`),
    paint.magenta(`${review} to review`),
    ...(waived > 0 ? [`${waived} waived`] : []),
  ];
  const checked = `${counted(templates, 'template')}, ${counted(resources, 'resource')}, ${counted(rules, 'rule')}`;
  const { unreadable } = report.summary;
  const broken =
    unreadable > 0 ? paint.red(`; ${counted(unreadable, 'file')} with errors, not fully checked`) : '';
  const over = passedOver.length > 0 ? `; ${counted(passedOver.length, 'other file')} passed over` : '';
  return `${counts.join(', ')} in ${checked}${over}${broken}`;
}
