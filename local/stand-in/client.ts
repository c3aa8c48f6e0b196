/** The applications that the stand-in knows. */

/** The service under development, as it would be registered with Entra. */
export interface Client {
  readonly id: string;
  readonly secret: string;
  /** PEM of a certificate whose key may sign client assertions. */
  readonly certificate?: string | undefined;
  readonly redirectUris: readonly string[];
}

/** The package registry's backend, which asks for tokens of its own. */
export interface RegistryClient {
  readonly id: string;
  readonly secret: string;
  readonly tenant: string;
  /** `aud` of its tokens: the service. */
  readonly audience: string;
  readonly roles: readonly string[];
}
