import * as z from 'zod/mini';
import { ProviderFault } from './identity-provider.ts';
import { ask, type Fetch, jsonOf, type ProviderAnswer, type ProviderBudget } from './provider-fetch.ts';

const Tokens = z.looseObject({
  id_token: z.string(),
  access_token: z.optional(z.string()),
  token_type: z.string().check(z.refine((type) => type.toLowerCase() === 'bearer')),
});

export interface Tokens {
  readonly idToken: string;
  readonly accessToken: string | undefined;
}

/**
 * Exchanges the code, RFC 6749 section 4.1.3. Only status 200 with JSON is an answer.
 *
 * @throws ProviderFault `code-refused`, `token-refused`, `token-answer-invalid`, and whatever the network does
 */
export async function requestTokens(
  fetch: Fetch,
  tokenEndpoint: string,
  fields: Readonly<Record<string, string>>,
  budget: ProviderBudget,
): Promise<Tokens> {
  const answer = await ask(fetch, tokenEndpoint, budget, {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded', Accept: 'application/json' },
    body: new URLSearchParams(fields).toString(),
  });
  if (answer.status === 400 || answer.status === 401) {
    throw isAboutCode(answer)
      ? new ProviderFault('code-refused', 'The token endpoint does not know the code')
      : new ProviderFault('token-refused', `The token endpoint refused with ${answer.status}`);
  }
  const parsed = Tokens.safeParse(jsonOf(answer));
  if (!parsed.success)
    throw new ProviderFault('token-answer-invalid', 'The token endpoint’s answer lacks what it must have');
  return { idToken: parsed.data.id_token, accessToken: parsed.data.access_token };
}

const GrantError = z.looseObject({ error: z.literal('invalid_grant') });

/** RFC 6749 section 5.2. The browser brings the code: anybody can bring a wrong one, and that says nothing about us. */
function isAboutCode(answer: ProviderAnswer): boolean {
  try {
    return GrantError.safeParse(jsonOf({ ...answer, status: 200 })).success;
  } catch {
    return false;
  }
}
