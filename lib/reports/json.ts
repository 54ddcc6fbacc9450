import type { CheckResult } from '../check';
import { published } from '../report';

/** The versioned interface: the report as `check()` returns it. */
export const json = ({ report }: CheckResult): string => `${JSON.stringify(published(report), null, 2)}\n`;
