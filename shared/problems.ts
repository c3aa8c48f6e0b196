/**
 * Everything this service refuses, in one vocabulary. A `Problem` is a refusal meant for a person or a
 * program: a stable code, a status, and a sentence that says what happened and what to do next.
 * Whatever is thrown and is not a `Problem` is a fault: logged with its cause, shown as a bare 500.
 *
 * Source: API 6, RFC 9457.
 */
const catalogue = {
  'invalid-request': [
    400,
    'The request cannot be read',
    'Something in the request is malformed, of the wrong type, or not known here. The answer lists every fault and where it is.',
  ],
  'sign-in-invalid': [
    400,
    'This sign-in cannot be completed',
    'The answer from Microsoft does not belong to a sign-in that this browser began, was used before, or is too old. Start the sign-in again.',
  ],
  'not-signed-in': [
    401,
    'You are not signed in',
    'The request needs a session, and there is none or it has ended. Sign in and try again.',
  ],
  'no-registration': [
    401,
    'There is no registration under way',
    'A username is chosen after signing in with Microsoft. The sign-in may have expired; sign in again.',
  ],
  'second-factor-missing': [
    403,
    'Two-step verification is needed',
    'This service only accepts sign-ins that used a second factor. Turn two-step verification on for the Microsoft account and try again.',
  ],
  'cross-origin': [
    403,
    'The request came from another site',
    'Changes are accepted only from this service’s own pages and from the registry frontends it knows.',
  ],
  'fresh-sign-in-needed': [
    403,
    'A fresh sign-in is needed',
    'This step needs a sign-in from the last ten minutes. Sign in again and repeat it.',
  ],
  'other-identity': [
    403,
    'That is another Microsoft account',
    'A fresh sign-in must use a Microsoft account that belongs to the account that is signed in.',
  ],
  'account-closed': [
    403,
    'This account is closed',
    'The account is on its way out. Until it is gone it can be looked at and restored; nothing else works.',
  ],
  'not-allowed': [403, 'You may not do that', 'The caller is known, and lacks the right to do this.'],
  'may-not-publish': [
    403,
    'This user may not publish there',
    'Only the account itself, or a member of that organization, may publish a package for it.',
  ],
  'not-found': [404, 'There is nothing here', 'No such address, or nothing the caller may see.'],
  'no-such-account': [
    404,
    'No account has this name',
    'Names are case sensitive. Where a name that looks alike exists, the answer gives the right spelling.',
  ],
  'method-not-allowed': [405, 'This address does not take that method', 'The Allow header lists the methods it takes.'],
  'name-taken': [
    409,
    'This name is taken',
    'The name, or one that looks like it, belongs to somebody. Names are never given out twice, even after an account is gone.',
  ],
  'name-reserved': [
    409,
    'This name is reserved',
    'The name is kept back because it could be mistaken for the service itself.',
  ],
  'already-registered': [
    409,
    'You have an account already',
    'This Microsoft account belongs to a registered account, and its username never changes.',
  ],
  'identity-in-use': [
    409,
    'This Microsoft account belongs to another user',
    'A Microsoft account can belong to only one user of this registry. Unlink it there first, or choose another.',
  ],
  'too-many-identities': [
    409,
    'No more Microsoft accounts are possible',
    'A user can have at most three Microsoft accounts. Unlink one before you add another.',
  ],
  'last-identity': [
    409,
    'This is your only Microsoft account',
    'Without a Microsoft account nobody could sign in. Add another before you unlink this one.',
  ],
  'too-many-organizations': [
    409,
    'No further organization can be created now',
    'A user can create 5 organizations a day and 50 in all. Come back tomorrow, or ask somebody else to create it and to invite you.',
  ],
  'last-admin': [
    409,
    'An organization needs an administrator',
    'The last administrator can neither leave nor become a collaborator. Make somebody else an administrator first, or delete the organization.',
  ],
  'already-member': [
    409,
    'Already a member',
    'The user is a member of this organization. A member’s role is changed, not offered.',
  ],
  'already-invited': [
    409,
    'Already invited',
    'An invitation of this user is waiting for an answer. To offer something else, withdraw it first.',
  ],
  'too-many-invitations': [
    409,
    'No further invitation can be sent now',
    'An organization can have 100 invitations waiting and send 200 new ones a day. Withdraw some, or come back tomorrow.',
  ],
  'invitation-expired': [
    409,
    'This invitation has expired',
    'Invitations can be accepted for a limited time. Ask an administrator of the organization for a new one.',
  ],
  'invitation-void': [
    409,
    'This invitation is no longer valid',
    'The person who sent it has not been an administrator ever since. Ask an administrator of the organization for a new one.',
  ],
  'package-exists': [
    409,
    'This package exists',
    'The package belongs to other accounts. To own it too, ask one of its owners for an offer.',
  ],
  'last-owner': [
    409,
    'A package needs an owner',
    'The last owner cannot be removed. Add another owner first, or ask the registry to remove the package.',
  ],
  'already-owner': [409, 'Already an owner', 'The account is an owner of this package.'],
  'already-offered': [
    409,
    'Already offered',
    'An offer to this account is waiting for an answer. To make another, withdraw it first.',
  ],
  'too-many-offers': [
    409,
    'No further offer can be made now',
    'A package can have 20 offers waiting for an answer. Withdraw some that nobody will answer.',
  ],
  'too-many-owners': [
    409,
    'The package can have no further owner',
    'A package can have 50 owners. An organization that owns it counts as one, whoever is a member of it.',
  ],
  'offer-expired': [
    409,
    'This offer has expired',
    'Offers can be accepted for a limited time. Ask an owner of the package for a new one.',
  ],
  'offer-void': [
    409,
    'This offer is no longer valid',
    'The person who made it, or the owner it was made for, has lost the right to make it. Ask an owner of the package for a new one.',
  ],
  'deletion-blocked': [
    409,
    'The account cannot be deleted yet',
    'Something would be left without an administrator or an owner. Each of them is named, with the way out.',
  ],
  'account-gone': [
    410,
    'This account is gone',
    'The account was closed. Its name stays retired and is never given to anybody else.',
  ],
  'length-required': [411, 'A Content-Length is needed', 'A request with a body must say how long it is.'],
  'too-large': [413, 'The request is too large', 'A body may have at most 16 KiB.'],
  'plan-changed': [
    412,
    'What would happen has changed',
    'Something changed since the plan was shown. Read it again, then confirm.',
  ],
  'unsupported-media-type': [
    415,
    'The body is of the wrong type',
    'The body must be application/json in UTF-8, or the form of the page itself.',
  ],
  'wrong-name': [422, 'That is not the name', 'To delete an account, type its name exactly as it is written.'],
  'invalid-name': [
    422,
    'This cannot be a name',
    'A name has 3 to 64 characters: letters A–Z and a–z, digits, and single dots, hyphens or underscores between them.',
  ],
  'invalid-package-id': [
    422,
    'This cannot be a package id',
    'A package id has up to 100 characters: letters A–Z and a–z, digits and underscores, with single dots or hyphens between them.',
  ],
  'not-a-user': [422, 'That is not a user', 'Only a user can be a member of an organization; an organization cannot.'],
  'too-many-requests': [429, 'Too many requests', 'Wait as long as the Retry-After header says and try again.'],
  internal: [
    500,
    'Something went wrong here',
    'The fault is recorded under the request id. Try again; if it keeps happening, give the operators that id.',
  ],
  'provider-failed': [
    502,
    'Microsoft could not be reached',
    'Microsoft did not answer in time, or its answer was not valid. Nothing was changed. Try again in a moment.',
  ],
  busy: [
    503,
    'The service is busy',
    'Storage did not answer in time. What you asked for may or may not have happened; repeating the request is safe and continues it.',
  ],
} as const satisfies Record<string, readonly [status: number, title: string, about: string]>;

export type ProblemCode = keyof typeof catalogue;

export const problemCodes = Object.keys(catalogue) as ProblemCode[];

export function isProblemCode(text: string): text is ProblemCode {
  return Object.hasOwn(catalogue, text);
}

export interface ProblemKind {
  readonly code: ProblemCode;
  readonly status: number;
  readonly title: string;
  /** What the code means in general, for `/problems/{code}`. */
  readonly about: string;
}

export function problemKind(code: ProblemCode): ProblemKind {
  const [status, title, about] = catalogue[code];
  return { code, status, title, about };
}

/** One fault of a request: `pointer` is an RFC 6901 pointer into the body, or `?name` for a query parameter. */
export interface FieldError {
  readonly pointer: string;
  readonly detail: string;
}

export interface ProblemOptions {
  /** Members beside the standard ones, as API 5 names them (`name`, `blockers`, …). */
  readonly extensions?: Readonly<Record<string, unknown>>;
  readonly errors?: readonly FieldError[];
  readonly headers?: Readonly<Record<string, string>>;
  /** Path of this service where a person tries again, if that is not the address that was refused. */
  readonly retry?: string;
  readonly cause?: unknown;
}

/** A refusal. `detail` is the sentence for a person: what happened, to what, and what to do next. */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly extensions: Readonly<Record<string, unknown>>;
  readonly errors: readonly FieldError[] | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly retry: string | undefined;

  constructor(code: ProblemCode, detail?: string, options: ProblemOptions = {}) {
    const kind = problemKind(code);
    super(detail ?? kind.about, { cause: options.cause });
    this.name = 'Problem';
    this.code = code;
    this.status = kind.status;
    this.title = kind.title;
    this.detail = detail ?? kind.about;
    this.extensions = options.extensions ?? {};
    this.errors = options.errors;
    this.headers = options.headers ?? {};
    this.retry = options.retry;
  }
}
