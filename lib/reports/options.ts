import type { FailOn } from '../fail-on';

export interface OutputOptions {
  /** Show every review and waiver, not a summary. */
  verbose: boolean;
  colour: boolean;
  /** What the run fails for. */
  failOn: FailOn;
}
