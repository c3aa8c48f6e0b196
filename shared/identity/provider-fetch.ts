import { parseJson } from '../json.ts';
import { ProviderFault } from './identity-provider.ts';

/** No answer of a provider is larger. */
const limitBytes = 256 * 1024;

/** All calls to the provider within one request of ours, together. */
export interface ProviderBudget {
  readonly signal: AbortSignal;
}

export function providerBudget(milliseconds: number): ProviderBudget {
  return { signal: AbortSignal.timeout(milliseconds) };
}

export type Fetch = typeof fetch;

/** One answer of the provider: status 200, a JSON content type, and a body within the limit. */
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
  } catch (cause) {
    throw new ProviderFault('not-json', 'The provider answered malformed JSON', { cause });
  }
}
