import type { Outcome, OutcomeOptions } from '../../model/expectation';
import { mustSpan, spreadOf, type Zone } from './zones';

/**
 * `mustSpan` for what takes one subnet of a zone at most, so that AWS itself refuses two of which only
 * deployment could tell whether their zones differ.
 */
export const mustSpanZones = (
  zones: readonly Zone[],
  what: string,
  options?: OutcomeOptions,
): Outcome | undefined =>
  zones.every(({ anyNumber }) => anyNumber === undefined) && spreadOf(zones).most > 1
    ? undefined
    : mustSpan(zones, what, options);
