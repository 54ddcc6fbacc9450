import { ancestry } from '../assembly/construct-path';
import type { Finding, Waiver } from '../finding';
import { pathWithin } from '../path-within';
import { glob, type Matches } from './glob';
import type { Home } from './meta-finding';

/** A waiver that accepts findings, wherever it was written. */
export interface WaiverInForce {
  /** Ids of the rules whose findings it accepts: one, unless it was written for another tool. */
  rules: readonly string[];
  waiver: Waiver;
  /** Whether it is about the place of the finding. */
  covers: (finding: Finding) => boolean;
  /** Whether it may be about findings in the file, so that it is out of place if there are none. */
  concerns: (file: string) => boolean;
  home: Home;
}

/** Whether files are those that a glob names, relative to a folder. */
export function fileMatcher(pattern: string, folder: string): Matches {
  const picomatch = require('picomatch') as typeof import('picomatch');
  const matches = picomatch(pattern, { dot: true, nonegate: true });
  return (file) => matches(pathWithin(folder, file));
}

/** Whether findings are at a place: a logical id, or a construct or below it. */
export function placeMatcher(place: string): (finding: Finding) => boolean {
  const matches = glob(place);
  const isAnything = place === '*' || place === '**';
  return ({ logicalId, constructPath }) =>
    isAnything ||
    (logicalId !== null && matches(logicalId)) ||
    (constructPath !== undefined &&
      [...ancestry(constructPath)].some((path) => path !== '' && matches(path)));
}

/** Whether findings are at a property or below it. */
export function pathMatcher(path: string): (finding: Finding) => boolean {
  const matches = glob(path);
  return (finding) => finding.path !== null && prefixes(finding.path).some(matches);
}

/** `A.B[0].C`, `A.B[0]`, `A.B`, `A`. */
function prefixes(path: string): string[] {
  const ends = [...path.matchAll(/[.[]/g)].map(({ index }) => index);
  return [path, ...ends.map((end) => path.slice(0, end))];
}
