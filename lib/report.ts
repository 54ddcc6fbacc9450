import type { Finding } from './finding';

/** Something that kept a file, or a part of it, from being checked. */
export interface CheckError {
  file: string;
  line: number | null;
  column: number | null;
  message: string;
}

/** By file and line. */
export const inOrder = (errors: readonly CheckError[]): CheckError[] =>
  [...errors].sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : (a.line ?? 0) - (b.line ?? 0)));

/** What `--format json` prints and `check()` returns, version 1. */
export interface Report {
  schemaVersion: 1;
  tool: { name: string; version: string };
  /** Which part of a run this is, such as `1/4`, where several machines share one. */
  shard?: string;
  summary: Summary;
  findings: Finding[];
  errors: CheckError[];
}

export interface Summary {
  templates: number;
  resources: number;
  rules: number;
  fail: { error: number; warning: number; info: number };
  review: number;
  /** Findings with a waiver, which count neither as `fail` nor as `review`. */
  waived: number;
  /** Files with an entry in `errors`. */
  unreadable: number;
}

/** The report as it leaves the product: without what only some outputs need. */
export const published = (report: Report): Report => ({
  ...report,
  findings: report.findings.map(({ related: _, template: __, hidden: ___, ...finding }) => finding),
});
