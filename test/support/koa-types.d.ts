export {};

/** The types of Koa, which oidc-provider's refer to, ask for a name that the newer package beside them gave up. */
declare module 'content-disposition' {
  interface Options {
    readonly type?: string;
    readonly fallback?: string | boolean;
  }
}
