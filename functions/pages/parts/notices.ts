/** What a page says once after something was done; the cookie carries only the code. */
const notices = {
  'signed-out': 'You are signed out here. Microsoft may still remember you in this browser.',
  registered: 'Your account is ready.',
  'registration-forgotten': 'Your sign-in was forgotten. Nothing of it was kept.',
  'registered-before':
    'Your sign-in was forgotten, but you had registered before. Sign in to use or delete that account.',
  'session-ended': 'That session is ended. Its very next request is refused.',
  'other-sessions-ended': 'All other sessions are ended.',
  'identity-linked': 'The Microsoft account is added. You can sign in with it from now on.',
  'identity-linked-already': 'That Microsoft account leads to your account already. Nothing was changed.',
  'identity-unlinked': 'The Microsoft account is unlinked, and the sessions opened with it are ended.',
  'identity-unlinked-here':
    'The Microsoft account is unlinked. You had signed in here with it, so you are signed out here.',
  'organization-created': 'The organization is yours. Invite others to share the work.',
  'organization-left': 'You left the organization.',
  'invitation-sent': 'The invitation was sent. They will find it under “Invitations”.',
  'invitation-withdrawn': 'The invitation was withdrawn.',
  'invitation-gone': 'There is no invitation any more. It was answered or withdrawn before.',
  'invitation-accepted': 'You are a member now.',
  'invitation-declined': 'You declined the invitation.',
  'account-closed': 'Your account is closed, and you are signed out everywhere. To restore it, sign in again.',
  'account-restored': 'Your account is restored as it was.',
  'organization-closed': 'The organization is closed. Until it is gone, its administrators can restore it here.',
  'organization-restored': 'The organization is restored as it was.',
  'role-changed': 'The role was changed. It applies from now on.',
  'member-removed': 'The member was removed. Their rights here have ended.',
  'offer-made': 'The offer was made. The account will find it under “Packages”.',
  'offer-withdrawn': 'The offer was withdrawn.',
  'offer-gone': 'There is no offer any more. It was answered or withdrawn before.',
  'offer-accepted': 'You own the package now.',
  'offer-accepted-for-organization': 'The organization owns the package now.',
  'offer-declined': 'The offer was declined.',
  'owner-added': 'Added at once, because you may act for that account too.',
  'owner-removed': 'The owner was removed. Their rights as an owner of this package have ended.',
  'ownership-given-up': 'You gave up your ownership of this package.',
} as const;

export type Notice = keyof typeof notices;

export function noticeText(code: string | undefined): string | undefined {
  return code !== undefined && Object.hasOwn(notices, code) ? notices[code as Notice] : undefined;
}
