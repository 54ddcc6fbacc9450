import { addToGroup } from '../add-to-group';
import { type FailOn, reaches } from '../fail-on';
import { type Finding, SEVERITIES } from '../finding';
import { printable } from '../printable';
import type { Report, Summary } from '../report';
import type { RuleMetadata } from '../rule';
import { name } from '../version';
import { ANNOTATION_LIMIT, type Annotation, type HookResponse, MESSAGE_LIMITS } from './protocol';

/** A response that does not know yet which request it answers. */
export type Answer = Omit<HookResponse, 'clientRequestToken'>;

/** What was checked, and how the answer is to be given. */
export interface Checked {
  /** What it is called: a stack's name, or a resource's. */
  subject: string;
  report: Report;
  rules: ReadonlyMap<string, RuleMetadata>;
  failOn: FailOn;
  /** Logical ids that a change set changes; none where that is not told. */
  changed: readonly string[];
  messageLimit: number;
}

/** Says what was found, the worst first. Only what was checked in full, and does not fail, is a success. */
export function answerTo(checked: Checked): Answer {
  const { subject, report, failOn, messageLimit } = checked;
  const { errors } = report;
  const open = worstFirst(checked);
  const summary: Summary = { ...report.summary, ...countOf(open) };
  const found = linesOf(open, checked);
  if (errors.length > 0 || summary.templates === 0) {
    const reasons = errors.map(({ line, message }) => (line === null ? message : `line ${line}: ${message}`));
    return notChecked(subject, reasons, found, messageLimit);
  }
  const counts = inWords(summary);
  const resources = `${summary.resources} ${summary.resources === 1 ? 'resource' : 'resources'}`;
  const message = fitted(`${name} found ${counts} in ${subject} (${resources})`, found, messageLimit);
  if (!reaches({ summary }, failOn)) return { hookStatus: 'SUCCESS', message };
  return {
    hookStatus: 'FAILED',
    errorCode: 'NonCompliant',
    message,
    annotations: annotationsOf(
      open.filter(({ verdict }) => verdict === 'fail' || failOn === 'review'),
      checked,
    ),
  };
}

/** The answer where something kept the check from being done: a hook that did not look has not passed. */
export function notChecked(
  subject: string,
  reasons: readonly string[],
  found: readonly string[] = [],
  limit: number = MESSAGE_LIMITS.cloudControl,
): Answer {
  const message = fitted(`${name} could not check ${subject}`, [...reasons, ...found], limit);
  return { hookStatus: 'FAILED', errorCode: 'InternalFailure', message };
}

const REVIEW = SEVERITIES.length;
const rank = ({ verdict, severity }: Finding) =>
  verdict === 'review' ? REVIEW : SEVERITIES.indexOf(severity);

/** What is not waived; of equally bad ones first what the change set changes. */
function worstFirst({ report, changed }: Checked): Finding[] {
  const unchanged = unchangedBy(changed);
  return report.findings
    .filter(({ waiver }) => !waiver)
    .sort((a, b) => rank(a) - rank(b) || Number(unchanged(a)) - Number(unchanged(b)));
}

function unchangedBy(changed: readonly string[]): (finding: Finding) => boolean {
  const ids = new Set(changed);
  return ({ logicalId, resourceType }) =>
    ids.size > 0 && logicalId !== null && resourceType !== null && !ids.has(logicalId);
}

function countOf(findings: readonly Finding[]): Pick<Summary, 'fail' | 'review'> {
  const count = (wanted: number) => findings.filter((finding) => rank(finding) === wanted).length;
  return { fail: { error: count(0), warning: count(1), info: count(2) }, review: count(REVIEW) };
}

function inWords({ fail: { error, warning, info }, review }: Summary): string {
  const counts = [
    error > 0 && `${error} ${error === 1 ? 'error' : 'errors'}`,
    warning > 0 && `${warning} ${warning === 1 ? 'warning' : 'warnings'}`,
    info > 0 && `${info} info`,
    review > 0 && `${review} to review`,
  ].filter(Boolean);
  return counts.join(', ') || 'nothing';
}

/** A line for each finding; the fix stands with the first of a rule. */
function linesOf(findings: readonly Finding[], { rules, changed }: Checked): string[] {
  const unchanged = unchangedBy(changed);
  const told = new Set<string>();
  return findings.map((finding) => {
    const { ruleId, verdict, severity } = finding;
    const fix = told.has(ruleId) ? '' : ` Fix: ${rules.get(ruleId)?.fix}`;
    told.add(ruleId);
    const aside = unchanged(finding) ? ' (not changed by this change set)' : '';
    return `${verdict === 'review' ? 'review' : severity} ${ruleId}: ${placed(finding)}${aside}.${fix}`;
  });
}

/** The resource, the property and what is wrong there. */
function placed({ logicalId, path, scenario, message }: Finding): string {
  const place = [logicalId, path?.replace(/^Properties\./, '')].filter(Boolean).join(' ');
  return place ? `${place}${scenario ? '' : ':'} ${message}` : message;
}

function annotationsOf(findings: readonly Finding[], { rules }: Checked): Annotation[] {
  const byRule = new Map<string, Finding[]>();
  for (const finding of findings) addToGroup(byRule, finding.ruleId, finding);
  return [...byRule].map(([id, group]) => {
    const { title, fix, docs } = rules.get(id) as RuleMetadata;
    const [link] = [docs].flat();
    return {
      annotationName: id,
      status: 'FAILED',
      statusMessage: fitted(`Not so: ${title}`, group.map(placed), ANNOTATION_LIMIT),
      remediationMessage: fix,
      ...(link !== undefined && { remediationLink: link }),
      severityLevel: LEVELS[rank(group[0] as Finding)] ?? 'INFORMATIONAL',
    };
  });
}

/** In the order of severities. */
const LEVELS: readonly Annotation['severityLevel'][] = ['HIGH', 'MEDIUM', 'LOW'];

/** Short enough that the first line always fits. */
const LINE_LIMIT = 600;

/** As many lines as there is room for; the rest is counted. */
function fitted(headline: string, lines: readonly string[], limit: number): string {
  let text = clipped(headline, 300);
  for (const [index, line] of lines.entries()) {
    const longer = `${text}\n${clipped(line, LINE_LIMIT)}`;
    if (`${longer}${more(lines.length - index - 1)}`.length > limit)
      return `${text}${more(lines.length - index)}`;
    text = longer;
  }
  return text;
}

const more = (count: number) => (count > 0 ? `\nand ${count} more` : '');

const clipped = (text: string, limit: number) => {
  const shown = printable(text);
  return shown.length > limit ? `${shown.slice(0, limit - 1)}…` : shown;
};
