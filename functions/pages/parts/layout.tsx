import type { ComponentChildren } from 'preact';
import { stylesheetPath } from './stylesheet-path.ts';

/** Who looks at a page: unknown for a refusal, which is shown without asking storage. */
export type Viewer =
  | {
      readonly kind: 'signed-in';
      readonly username: string;
      readonly isActive: boolean;
      readonly isInvited: boolean;
      readonly isOffered: boolean;
    }
  | { readonly kind: 'registering' }
  | { readonly kind: 'nobody' }
  | { readonly kind: 'unknown' };

/** For an account on its way out, its deletion is all there is to see. */
export function accountPath({ isActive }: { readonly isActive: boolean }): string {
  return isActive ? '/account' : '/account/deletion';
}

interface LayoutProps {
  readonly title: string;
  readonly viewer: Viewer;
  /** Said once, after something was done. */
  readonly notice?: string | undefined;
  /** Where the browser goes on to by itself, at once. */
  readonly leadsTo?: string | undefined;
  readonly children: ComponentChildren;
}

/** The frame of every page. */
export function Layout({ title, viewer, notice, leadsTo, children }: LayoutProps) {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        {leadsTo !== undefined && <meta http-equiv="refresh" content={`0; url=${leadsTo}`} />}
        <title>{`${title} – Registry accounts`}</title>
        <link rel="icon" href="/icon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href={stylesheetPath()} />
      </head>
      <body>
        <a class="skip" href="#content">
          Skip to content
        </a>
        <header class="top">
          <a class="brand" href="/">
            <img src="/icon.svg" alt="" width="24" height="24" />
            Registry accounts
          </a>
          <ViewerLinks viewer={viewer} />
        </header>
        <main id="content" tabIndex={-1}>
          {notice && (
            // Content present at load is not announced by itself: it takes the focus, so that it is read aloud.
            <p class="notice" role="status" tabIndex={-1} autofocus>
              {notice}
            </p>
          )}
          {children}
        </main>
        <footer class="bottom">
          <a href="/privacy">What is kept about you</a>
        </footer>
      </body>
    </html>
  );
}

function ViewerLinks({ viewer }: { readonly viewer: Viewer }) {
  if (viewer.kind === 'registering') return null;
  return (
    <nav aria-label="Your account">
      {viewer.kind === 'nobody' && <a href="/sign-in">Sign in</a>}
      {viewer.kind === 'unknown' && <a href="/account">Your account</a>}
      {viewer.kind === 'signed-in' && (
        <>
          <a href={accountPath(viewer)}>{viewer.username}</a>
          {viewer.isInvited && (
            <a class="mark" href="/account/invitations">
              You have invitations
            </a>
          )}
          {viewer.isOffered && (
            <a class="mark" href="/account/packages">
              You have offers
            </a>
          )}
          <form method="post" action="/sign-out">
            <button type="submit" class="quiet">
              Sign out
            </button>
          </form>
        </>
      )}
    </nav>
  );
}
