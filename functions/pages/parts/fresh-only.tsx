import type { ComponentChildren } from 'preact';

interface FreshOnlyProps {
  readonly isFresh: boolean;
  /** Path of the page, which a fresh sign-in leads back to. */
  readonly path: string;
  /** What it is needed for: it completes the sentence “To …”. */
  readonly to: string;
  readonly children: ComponentChildren;
}

/**
 * Its children need a sign-in from the last ten minutes. Without one a link leads through it: browsers apply
 * `form-action` to all redirects of a form, so a form can never end at Microsoft.
 */
export function FreshOnly({ isFresh, path, to, children }: FreshOnlyProps) {
  if (isFresh) return <>{children}</>;
  return (
    <p>
      To {to}, first prove once more that it is you: <a href={freshSignIn(path)}>sign in again</a>.
    </p>
  );
}

/** Where the person who is signed in proves again who they are, to come back to `path`. */
export function freshSignIn(path: string): string {
  return `/sign-in?purpose=fresh&returnTo=${encodeURIComponent(path)}`;
}
