/** From worst to mildest. */
export const SEVERITIES = ['error', 'warning', 'info'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** Assigns condition names (`IsProd: false`) and parameters (`Stage: 'dev'`). */
export type ScenarioAssignment = { readonly [name: string]: boolean | string };

export interface Place {
  /** The path as given. */
  file: string;
  /** 1-based. */
  line: number;
  column: number;
  endLine: number;
  /** Behind the last character. */
  endColumn: number;
}

/** A place in the code of a CDK app. */
export interface SourceLocation {
  /** Relative to the working directory where it lies below it. */
  file: string;
  line: number;
  column: number;
}

/** A decision to accept a finding. */
export interface Waiver {
  reason: string;
  owner: string | null;
  expires: string | null;
  /** Where it was decided: the path of a construct. */
  from: string;
}

/** A rule's verdict on one place. */
export interface Finding extends Place {
  ruleId: string;
  verdict: 'fail' | 'review';
  severity: Severity;
  message: string;
  /** Null only for a finding about the template as a whole. */
  logicalId: string | null;
  resourceType: string | null;
  path: string | null;
  /** The smallest assignment that decides, or null where every scenario agrees. */
  scenario: ScenarioAssignment | null;
  controls: readonly string[];
  items: readonly string[];
  /** The construct of a CDK app that it is about. */
  constructPath?: string;
  /** Where that construct was made. */
  source?: SourceLocation;
  /** It counts for nothing but itself. */
  waiver?: Waiver;
  /** The template of the resource that it is about, where the finding stands in another file; not published. */
  template?: string;
  /** Words that are not shown where the finding stands, though elsewhere they are; not published. */
  hidden?: readonly string[];
  /** Places that explain the finding; in SARIF only. */
  related?: readonly (Place & { message: string })[];
}

export const lowered = (severity: Severity): Severity => (severity === 'error' ? 'warning' : 'info');

const rank = (severity: Severity) => SEVERITIES.indexOf(severity);
export const mildest = (a: Severity, b: Severity): Severity => (rank(a) > rank(b) ? a : b);
export const worst = (a: Severity, b: Severity): Severity => (rank(a) < rank(b) ? a : b);
