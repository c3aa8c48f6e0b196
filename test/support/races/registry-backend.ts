import { type Registry, registryWith } from '../registry-actor.ts';
import type { TwoHosts } from './two-hosts.ts';

/** The registry's backend at the first host, with a token that the stand-in signed. */
export async function registryBackend({ here, system: { standIn } }: TwoHosts): Promise<Registry> {
  const { id, secret, tenant, audience } = standIn.registryClient;
  const answer = await fetch(`${standIn.origin}/${tenant}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: id,
      client_secret: secret,
      scope: `${audience}/.default`,
    }),
  });
  const { access_token: token } = (await answer.json()) as { access_token: string };
  return registryWith(here, `Bearer ${token}`);
}
