import { type Answer, notChecked } from './answer';
import { type Invocation, readInvocation, tokenOf } from './invocation';
import type { Subject } from './judge';
import { FETCH_LIMITS, type FetchLimits, fetchPayload } from './payload';
import { ANSWER_WITHIN_MS, type HookResponse } from './protocol';

/** What a handler is made of. */
export interface HandlerParts {
  /** Judges in time, or rejects. */
  judge: (subject: Subject, milliseconds: number) => Promise<Answer>;
  fetchLimits?: FetchLimits;
  /** Milliseconds. */
  answerWithin?: number;
}

export type HookHandler = (event: unknown) => Promise<HookResponse>;

/**
 * The function behind a Lambda Hook. It always answers, and never rejects: whatever keeps a check from being
 * done is answered as a failure.
 */
export function hookHandler(parts: HandlerParts): HookHandler {
  return async (event) => {
    const answer = await respond(event, parts).catch((error: Error) => {
      console.error(error);
      return notChecked('this', String(error?.message ?? error).split('\n'));
    });
    const { annotations: _, ...logged } = answer;
    console.log(JSON.stringify(logged));
    const clientRequestToken = tokenOf(event);
    return { ...answer, ...(clientRequestToken !== undefined && { clientRequestToken }) };
  };
}

async function respond(
  event: unknown,
  { judge, fetchLimits = FETCH_LIMITS, answerWithin = ANSWER_WITHIN_MS }: HandlerParts,
): Promise<Answer> {
  const started = Date.now();
  const invocation = readInvocation(event);
  const subject = await subjectOf(invocation, fetchLimits);
  if (!subject) return { hookStatus: 'SUCCESS', message: 'It is deleted: there is nothing to check' };
  return judge(subject, answerWithin - (Date.now() - started));
}

async function subjectOf(
  { target, ...about }: Invocation,
  limits: FetchLimits,
): Promise<Subject | undefined> {
  if (target.kind === 'nothing') return undefined;
  if (target.kind === 'resource') return { ...about, target };
  const { template, changed } = await fetchPayload(target.payloadUrl, limits);
  return { ...about, target: { kind: 'template', text: template, changed } };
}
