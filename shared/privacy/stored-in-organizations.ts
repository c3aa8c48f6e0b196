import { organizationCodec } from '../accounts/account.ts';
import type { NameKey } from '../names/name-key.ts';
import { invitationCodec } from '../organizations/invitation.ts';
import { memberCodec } from '../organizations/member.ts';
import { readInvitation, readMember } from '../organizations/standing.ts';
import { ours, rowsOf, type StoredRows, yours } from './stored-field.ts';
import { truthsOf } from './stored-hints.ts';

/** What is stored about organizations, and about people in them. */
export const organizationRows: readonly StoredRows[] = [
  rowsOf(organizationCodec, {
    table: 'accounts',
    name: 'organizations',
    title: 'An organization',
    keys: 'The key of its name',
    kept: () => 'Until its administrators delete it.',
    apart: 'It is about the organization; what is stored of you in one is listed with your memberships.',
    fields: {
      kind: ours('That it is an organization', 'Both own packages; this tells them apart'),
      name: ours('Its name', 'Everybody knows it by this'),
      state: ours('Whether it is active or on its way out', 'So that it can be left, and restored'),
      createdAt: ours('When it was created', 'Shown with its name'),
      operation: ours('The number of the change that made it', 'To tell a repeated request from a second one'),
      adminCount: ours('How many administrators it has', 'It is never without one'),
      memberCount: ours('How many members it has', 'Its members see it'),
      invitationCount: ours('How many invitations are waiting', 'There are at most 100'),
      invitedLately: ours('How many were sent on the last such day', 'There are at most 200 a day'),
      deletion: ours('The number of the deletion that was asked for', 'To go on with it, and to take it back'),
      purgeAfter: ours('When it will be gone', 'So that it can be restored until then'),
    },
  }),

  rowsOf(memberCodec, {
    table: 'accounts',
    name: 'memberships',
    title: 'Your memberships in organizations',
    keys: 'The key of the organization’s name and of your username',
    kept: () => 'Until you leave, are removed, or the organization is deleted.',
    find: (services, account, hintsOf) =>
      truthsOf(hintsOf('membership'), (key) => readMember(services, key as NameKey, account.key)),
    fields: {
      name: yours('Your username', 'The other members see it'),
      role: yours('Your role', 'It says what you may do'),
      joinedAt: yours('When you joined', 'The other members see it'),
      joined: ours('The number of the change by which you joined', 'To complete a change that was interrupted'),
      granted: ours('The number of the change that gave you the role', 'Invitations end with the role they rest on'),
      suspended: ours('The deletion that suspended the seat', 'To give it back when the account is restored'),
    },
  }),

  rowsOf(invitationCodec, {
    table: 'accounts',
    name: 'invitations',
    title: 'Invitations to organizations that you received',
    keys: 'The key of the organization’s name and of your username',
    kept: ({ invitationLifetimeDays }) =>
      `Until used, withdrawn or declined. After ${invitationLifetimeDays} days it is void, and goes when another is sent.`,
    find: (services, account, hintsOf) =>
      truthsOf(hintsOf('invited'), (key) => readInvitation(services, key as NameKey, account.key)),
    fields: {
      name: yours('Your username', 'To know whom it is for; administrators see it'),
      role: yours('The role that is offered', 'For you to know what you accept'),
      invitedBy: yours('Who invited you', 'For you to know whom it comes from'),
      granted: ours('The number of the change that made them an administrator', 'It ends when they are no longer one'),
      operation: ours('The number of the change that made it', 'To tell a repeated request from a second one'),
      createdAt: yours('When it was sent', 'For you to see'),
      expiresAt: yours('Until when it can be accepted', 'For you to see'),
    },
  }),
];
