import pc from 'picocolors';
import { addToGroup } from '../add-to-group';
import type { CheckResult } from '../check';
import { MASK } from '../engine/run';
import type { Finding, Severity, SourceLocation } from '../finding';
import { printable } from '../printable';
import type { Rule } from '../rule';
import type { Source } from '../template/source';
import { wrap } from '../wrap';

export interface PrettyOptions {
  verbose: boolean;
  colour: boolean;
}

/** The report for people: a code frame for each failure, reviews and waivers as short sections, a summary. */
export function pretty(result: CheckResult, { verbose, colour }: PrettyOptions): string {
  const paint = pc.createColors(colour);
  const rules = new Map(result.rules.map((rule) => [rule.id, rule]));
  const open = result.report.findings.filter(({ waiver }) => !waiver);
  const failures = open.filter(({ verdict }) => verdict === 'fail');
  const reviews = open.filter(({ verdict }) => verdict === 'review');
  const frame = (finding: Finding) => framed(finding, rules.get(finding.ruleId) as Rule, result, paint);
  return [
    ...failures.map(frame),
    ...(verbose ? reviews.map(frame) : reviewsByRule(reviews, rules, paint)),
    ...waivers(result.report.findings, verbose, paint),
    ...(result.report.summary.templates > 0 ? [summary(result, paint), ''] : []),
  ].join('\n');
}

type Paint = ReturnType<typeof pc.createColors>;

const colourOf = (severity: Severity, paint: Paint) =>
  severity === 'error' ? paint.red : severity === 'warning' ? paint.yellow : paint.cyan;

function framed(finding: Finding, rule: Rule, { sources, secrets }: CheckResult, paint: Paint): string {
  const { verdict, severity, ruleId, message, file, line } = finding;
  const colour = verdict === 'review' ? paint.magenta : colourOf(severity, paint);
  const label = verdict === 'review' ? 'review' : severity;
  const source = sources.get(file);
  const gutter = ' '.repeat(String(line).length);
  const [first, ...further] = placesOf(finding).map((place) => place.map(shownAs).join(paint.dim(' › ')));
  return [
    ...headline(`${label}[${ruleId}]`, shownAs(message), (name) => colour(paint.bold(name)), paint.bold),
    `${gutter}${paint.dim('-->')} ${first}`,
    ...further.map((place) => `${gutter} ${paint.dim('in:')} ${place}`),
    ...(source ? codeFrame(finding, source, secrets, gutter, colour, paint) : []),
    ...wrap(rule.fix, WIDTH - gutter.length - FIX.length).map((text, index) =>
      index === 0 ? `${gutter}${paint.dim(FIX)}${text}` : ' '.repeat(gutter.length + FIX.length) + text,
    ),
    '',
  ].join('\n');
}

/** Texts are wrapped to this, whatever the terminal: a report is the same everywhere. */
const WIDTH = 110;
const FIX = ' = fix: ';

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
  secrets: readonly string[],
  gutter: string,
  colour: (text: string) => string,
  paint: Paint,
): string[] {
  const { line, column, endLine, endColumn } = finding;
  const text = source.line(line);
  const end = endLine === line ? endColumn - 1 : text.length;
  const before = masked(text.slice(0, column - 1), secrets);
  const marked = masked(text.slice(column - 1, end), secrets);
  const after = masked(text.slice(end), secrets);
  // Minified JSON is one long line: show what surrounds the place.
  const left = before.length > MAX_WIDTH / 2 ? `…${before.slice(-MAX_WIDTH / 2)}` : before;
  const middle = marked.length > MAX_WIDTH ? `${marked.slice(0, MAX_WIDTH)}…` : marked;
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

const masked = (text: string, secrets: readonly string[]) =>
  secrets.reduce(
    (shown, secret) =>
      secret
        .split('\n')
        .reduce((rest, part) => (part.trim() ? rest.replaceAll(part.trim(), MASK) : rest), shown),
    text,
  );

/** A tab is as wide as a space here, so that what is underlined stays below it. */
const shownAs = (text: string) => printable(text.replaceAll('\t', ' '));

const SHOWN_PLACES = 3;

function reviewsByRule(
  reviews: readonly Finding[],
  rules: ReadonlyMap<string, Rule>,
  paint: Paint,
): string[] {
  if (reviews.length === 0) return [];
  const byRule = new Map<string, Finding[]>();
  for (const review of reviews) addToGroup(byRule, review.ruleId, review);
  const sections = [...byRule].map(([id, findings]) => {
    const places = findings
      .slice(0, SHOWN_PLACES)
      .map((finding) => `    ${shownAs(shortPlace(finding))}  ${paint.dim(shownAs(finding.message))}`);
    const more = findings.length - places.length;
    const rest = more > 0 ? [`    ${paint.dim(`and ${more} more: --verbose shows them`)}`] : [];
    return [`  ${paint.magenta(id)}: ${rules.get(id)?.title}`, ...places, ...rest].join('\n');
  });
  return [`${paint.bold('To review')} (only deployment, or a person, can tell)`, ...sections, ''];
}

const shortPlace = ({ file, line, source }: Finding) =>
  source ? `${source.file}:${source.line}` : `${file}:${line}`;

function waivers(findings: readonly Finding[], verbose: boolean, paint: Paint): string[] {
  const lines = findings.flatMap((finding) => {
    if (!finding.waiver) return [];
    const { ruleId, constructPath, logicalId, waiver } = finding;
    const where = [shortPlace(finding), constructPath ?? logicalId].filter(Boolean).join('  ');
    const reason = shownAs(`${waiver.reason} (${waiver.from})`);
    const why = verbose ? [`    ${paint.dim(reason)}`] : [];
    return [`  ${ruleId}  ${paint.dim(shownAs(where))}`, ...why];
  });
  const count = findings.filter(({ waiver }) => waiver).length;
  if (count === 0) return [];
  const hint = verbose ? '' : paint.dim(' (--verbose tells why)');
  return [`${paint.bold(`${count} waived`)}${hint}`, ...lines, ''];
}

function summary({ report, passedOver }: CheckResult, paint: Paint): string {
  const { fail, review, waived, templates, resources, rules } = report.summary;
  const counts = [
    colourOf('error', paint)(plural(fail.error, 'error')),
    colourOf('warning', paint)(plural(fail.warning, 'warning')),
    colourOf('info', paint)(`${fail.info} info`),
    paint.magenta(`${review} to review`),
    ...(waived > 0 ? [`${waived} waived`] : []),
  ];
  const checked = `${plural(templates, 'template')}, ${plural(resources, 'resource')}, ${plural(rules, 'rule')}`;
  const { unreadable } = report.summary;
  const broken =
    unreadable > 0 ? paint.red(`; ${plural(unreadable, 'file')} with errors, not fully checked`) : '';
  const over = passedOver.length > 0 ? `; ${plural(passedOver.length, 'other file')} passed over` : '';
  return `${counts.join(', ')} in ${checked}${over}${broken}`;
}

const plural = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`;
