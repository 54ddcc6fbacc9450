import type { Resource } from '../../model/entity';
import { fail, type Outcome } from '../../model/expectation';
import type { Value } from '../../model/value';
import { limitOfCallers } from './api-callers';

export interface Open {
  /** `GET /items`, or another name for what can be called. */
  route: string;
  because: string;
  /** Undefined for an API that is not in the app. */
  api: Resource | undefined;
  /** What else keeps callers from it, if it is not of the API. */
  limit?: string | undefined;
  needsKey?: boolean;
}

/** What a route without authorization comes to: an API key tells clients apart, and a network lets all in it. */
export function open({ route, because, api, limit, needsKey = false }: Open): Outcome {
  const barrier = needsKey
    ? 'an API key, which is no authorization,'
    : (limit ?? (api && limitOfCallers(api)));
  return barrier
    ? fail(`nothing but ${barrier} keeps callers from ${route}: ${because}`, { severity: 'warning' })
    : fail(`anyone may call ${route}: ${because}`);
}

export const isNone = (value: Value): boolean => value.isAbsent || value.matches(/^none$/i);

export const whyOpen = (type: Value): string =>
  type.isPresent
    ? `AuthorizationType is ${type.outline}`
    : 'AuthorizationType is not set, and the default is NONE';
