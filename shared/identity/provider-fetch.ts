import { parseJson } from '../json.ts';
import { ProviderFault } from './identity-provider.ts';

/** No answer of a provider is larger. */
const limitBytes = 256 * 1024;

/** All calls to the provider within one request of ours, together. */
export interface ProviderBudget {
  /** As it was at the beginning. */
  readonly milliseconds: number;
  readonly signal: AbortSignal;
}

export function providerBudget(milliseconds: number): ProviderBudget {
  return { milliseconds, signal: AbortSignal.timeout(milliseconds) };
}

/** A third of the budget, for a call whose failure can be tolerated. */
export function partOf({ milliseconds, signal }: ProviderBudget): ProviderBudget {
  const part = providerBudget(Math.floor(milliseconds / 3));
  return { ...part, signal: AbortSignal.any([signal, part.signal]) };
}

/** Waits for an answer that others may wait for too: giving up fails no other. @throws ProviderFault `unreachable` */
export async function within<T>({ signal }: ProviderBudget, answer: Promise<T>): Promise<T> {
  const { promise: over, reject } = Promise.withResolvers<never>();
  const giveUp = () =>
    reject(new ProviderFault('unreachable', 'The provider did not answer in time', { cause: signal.reason }));
  if (signal.aborted) giveUp();
  else signal.addEventListener('abort', giveUp, { once: true });
  try {
    return await Promise.race([answer, over]);
  } finally {
    signal.removeEventListener('abort', giveUp);
  }
}

export type Fetch = typeof fetch;

/** One answer of the provider, its body within the limit. */
export interface ProviderAnswer {
  readonly status: number;
  readonly isJson: boolean;
  readonly text: string;
}

/**
 * Sends one request to the provider. No redirect is followed, so neither a secret nor trust leads elsewhere; the body is
 * counted while it arrives; silence, trickle and resets end with the budget.
 *
 * @throws ProviderFault `unreachable`, `redirected`, `too-large`
 */
export async function ask(
  fetch: Fetch,
  url: string,
  budget: ProviderBudget,
  init: RequestInit = {},
): Promise<ProviderAnswer> {
  try {
    const response = await fetch(url, { ...init, redirect: 'manual', signal: budget.signal });
    if (response.type === 'opaqueredirect' || (response.status >= 300 && response.status < 400)) {
      await response.body?.cancel();
      throw new ProviderFault('redirected', 'The provider answered with a redirect');
    }
    const type = (response.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
    return {
      status: response.status,
      isJson: type === 'application/json' || type.endsWith('+json'),
      text: await textWithin(response),
    };
  } catch (cause) {
    if (cause instanceof ProviderFault) throw cause;
    throw new ProviderFault('unreachable', 'The provider did not answer', { cause });
  }
}

async function textWithin(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > limitBytes) throw new ProviderFault('too-large', `The provider sent more than ${limitBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** The JSON of an answer with status 200. @throws ProviderFault `bad-status`, `not-json` */
export function jsonOf(answer: ProviderAnswer): unknown {
  if (answer.status !== 200) throw new ProviderFault('bad-status', `The provider answered ${answer.status}`);
  if (!answer.isJson) throw new ProviderFault('not-json', 'The provider answered something that is not JSON');
  try {
    return parseJson(answer.text);
  } catch {
    // The parser's own message quotes the text, in which there may be a token: it goes no further.
    throw new ProviderFault('not-json', 'The provider answered malformed JSON');
  }
}
