export {};

/** Koa's types, which oidc-provider's refer to, need a name that the newer package beside them dropped. */
declare module 'content-disposition' {
  interface Options {
    readonly type?: string;
    readonly fallback?: string | boolean;
  }
}
