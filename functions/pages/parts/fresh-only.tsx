import type { ComponentChildren } from 'preact';

interface FreshOnlyProps {
  readonly isFresh: boolean;
  /** Path of the page, which a fresh sign-in leads back to. */
  readonly path: string;
  /** What it is needed for: the sentence goes on after “To …”. */
  readonly to: string;
  readonly children: ComponentChildren;
}

/**
 * What stands inside needs a sign-in of the last ten minutes. Without one a link leads through it: browsers hold a form
 * to `form-action` in all its redirects, so a form can never end at Microsoft.
 */
export function FreshOnly({ isFresh, path, to, children }: FreshOnlyProps) {
  if (isFresh) return <>{children}</>;
  return (
    <p>
      To {to}, first prove once more that it is you: <a href={freshSignIn(path)}>sign in again</a>.
    </p>
  );
}

/** Where the person who is signed in proves anew who they are, and comes back from. */
export function freshSignIn(path: string): string {
  return `/sign-in?purpose=fresh&returnTo=${encodeURIComponent(path)}`;
}
