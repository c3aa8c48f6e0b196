import type { Endpoint } from './endpoint.ts';

/** What is known of an endpoint before anybody asks for it. */
export interface Address extends Pick<Endpoint, 'name' | 'method' | 'route' | 'surface'> {
  /** Loads the definition, which has the same values. */
  endpoint(): Promise<Endpoint>;
}
