import { type Problem, problemKind } from '../../../shared/problems.ts';
import { documentOf } from './document.tsx';
import { Layout } from './layout.tsx';

/** Where a person would learn to turn two-step verification on. Source: Microsoft's support pages. */
const twoStepHelp =
  'https://support.microsoft.com/account-billing/how-to-use-two-step-verification-with-your-microsoft-account-c7910146-672f-01e9-50a0-93b4585e7eb4';

interface WayOut {
  readonly href: string;
  readonly text: string;
}

/**
 * A refusal as a page of its own: what happened, what to do next, and the id to name when asking for help.
 *
 * @param path of the page that was refused; a sign-in that went wrong names its own way to try again.
 */
export function problemPage(problem: Problem, requestId: string, path: string): string {
  const { href, text } = wayOut(problem, path);
  return documentOf(
    <Layout title={problem.title} viewer={{ kind: 'unknown' }}>
      <h1>{problem.title}</h1>
      <p>{sentenceOf(problem)}</p>
      {problem.code === 'second-factor-missing' && (
        <p>
          In your Microsoft account, open “Security” and turn on two-step verification; at work or school, the people
          who run your organization’s accounts may have to allow it. Microsoft explains{' '}
          <a href={twoStepHelp} rel="noreferrer">
            how two-step verification is turned on
          </a>
          .
        </p>
      )}
      <p>
        <a class="button" href={href}>
          {text}
        </a>
      </p>
      <p class="small">
        If you ask for help, quote this number: <code>{requestId}</code>.{' '}
        <a href={`/problems/${problem.code}`}>About this kind of refusal</a>
      </p>
    </Layout>,
  );
}

const start: WayOut = { href: '/', text: 'Go to the start page' };

/** What is said of a code in general speaks to programs as well; who is not signed in at a page is a person. */
function sentenceOf({ code, detail }: Problem): string {
  return code === 'not-signed-in' && detail === problemKind(code).about
    ? 'Sign in to see this page. If you were signed in, that has ended.'
    : detail;
}

function wayOut({ code, detail, retry }: Problem, refusedPath: string): WayOut {
  // A callback works once: nobody is led back to it. And two slashes would lead to another host.
  const path = /^\/(?!\/|sign-in\/callback)/.test(refusedPath) ? refusedPath : '/account';
  const returning = (query: string) => `/sign-in?${query}returnTo=${encodeURIComponent(path)}`;
  if (retry !== undefined) return { href: retry, text: 'Sign in again' };
  switch (code) {
    case 'not-signed-in':
      return { href: returning(''), text: 'Sign in' };
    case 'no-registration':
    case 'already-registered':
      return { href: '/sign-in', text: 'Sign in' };
    case 'fresh-sign-in-needed':
      return { href: returning('purpose=fresh&'), text: 'Sign in again' };
    case 'invalid-request':
      return { href: path.replace(/\?.*/s, ''), text: 'Open the page again' };
    case 'account-closed':
      // Of one's own account nothing more is said than of the code in general; an organization is named, wherever it is met.
      return detail === problemKind(code).about
        ? { href: '/account/deletion', text: 'Restore this account' }
        : { href: '/account/organizations', text: 'Go to your organizations' };
    case 'not-allowed': {
      // The first page of it may be seen: a package’s by anybody, an organization’s by its members, and strangers are told 404.
      const [first, name] = /^\/(?:organizations|packages)\/([^/?]+)/.exec(path) ?? [];
      return first === undefined ? start : { href: first, text: `Go to ${name}` };
    }
    case 'identity-in-use':
    case 'too-many-identities':
    case 'last-identity':
      return { href: '/account/identities', text: 'Go to your Microsoft accounts' };
    case 'sign-in-invalid':
    case 'second-factor-missing':
    case 'provider-failed':
      return { href: '/sign-in', text: 'Sign in again' };
    case 'busy':
    case 'too-many-requests':
    case 'internal':
      return { href: path, text: 'Try again' };
    default:
      return start;
  }
}
