/** What the presigned URL of a request leads to: for a stack a template, for a change set its changes as well. */
export interface Payload {
  template: string;
  /** Logical ids. */
  changed: readonly string[];
}

export interface FetchLimits {
  /** Until all of it has arrived. */
  milliseconds: number;
  bytes: number;
  /** For tests: a server without a certificate, on this machine. */
  allowLocalHttp?: boolean;
}

/**
 * Templates have at most 1 MB, and there are two of them, or one and what of it changes, as texts within JSON.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
 */
export const FETCH_LIMITS: FetchLimits = { milliseconds: 8_000, bytes: 16 * 1024 * 1024 };

/** What the request points to cannot be had. Its message never holds the URL, which lets anyone in who knows it. */
export class UnusablePayload extends Error {}

/** @throws UnusablePayload unless the URL leads to a payload as it is documented, in time */
export async function fetchPayload(url: string, limits: FetchLimits = FETCH_LIMITS): Promise<Payload> {
  requireSafe(url, limits);
  try {
    return readPayload(await download(url, limits));
  } catch (error) {
    if (error instanceof UnusablePayload) throw error;
    const { name, cause } = error as Error & { cause?: { code?: string } };
    const reason =
      name === 'TimeoutError'
        ? `did not arrive within ${limits.milliseconds / 1000} s`
        : `cannot be fetched: ${cause?.code ?? name}`;
    throw new UnusablePayload(`the payload ${reason}`);
  }
}

const LOCAL = ['localhost', '127.0.0.1'];

function requireSafe(url: string, { allowLocalHttp }: FetchLimits): void {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  const isLocal = parsed?.protocol === 'http:' && LOCAL.includes(parsed.hostname);
  if (parsed?.protocol !== 'https:' && !(allowLocalHttp && isLocal))
    throw new UnusablePayload('the payload has no https URL');
}

async function download(url: string, { milliseconds, bytes }: FetchLimits): Promise<string> {
  // A redirect is an answer like any other that is not the payload.
  const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(milliseconds) });
  if (response.status !== 200 || !response.body)
    throw new UnusablePayload(`the payload was asked for, and the answer is ${response.status}`);
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body) {
    size += chunk.length;
    if (size > bytes) throw new UnusablePayload(`the payload is larger than ${bytes / 1024 / 1024} MiB`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function readPayload(text: string): Payload {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw new UnusablePayload('the payload is no JSON');
  }
  const { template, changedResources = [] } = (parsed ?? {}) as {
    template?: unknown;
    changedResources?: unknown;
  };
  if (typeof template !== 'string' || template === '')
    throw new UnusablePayload('the payload holds no template');
  if (!Array.isArray(changedResources))
    throw new UnusablePayload('the payload lists its changes in a way that is not known');
  return { template, changed: changedResources.map((change) => String(change?.logicalResourceId)) };
}
