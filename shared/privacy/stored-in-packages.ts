import { offerCodec } from '../packages/offer.ts';
import { ownerCodec } from '../packages/owner.ts';
import { packageCodec } from '../packages/package.ts';
import type { PackageKey } from '../packages/package-id.ts';
import { readOffer, readOwner } from '../packages/standing.ts';
import { ours, rowsOf, type StoredRows, yours } from './stored-field.ts';
import { truthsOf } from './stored-hints.ts';

/** What is stored about packages, and about the accounts that own them or were asked to. */
export const packageRows: readonly StoredRows[] = [
  rowsOf(packageCodec, {
    table: 'packages',
    name: 'packages',
    title: 'A package',
    keys: 'The id of the package, in small letters',
    kept: () => 'For ever, and its history with it; when the registry removes it, its owners and offers go.',
    apart: 'It is about the package; what is stored of you in one is listed with your ownerships.',
    fields: {
      id: ours('Its id', 'Everybody knows it by this'),
      state: ours('Whether the registry removed it', 'So that it can be registered again'),
      createdAt: ours('When it was registered', 'The registry is told'),
      operation: ours('The number of the change that registered it', 'To tell a repeated request from a second one'),
      ownerCount: ours('How many owners it has', 'It is never without one'),
      offerCount: ours('How many offers are waiting', 'There are at most 20'),
    },
  }),

  rowsOf(ownerCodec, {
    table: 'packages',
    name: 'ownerships',
    title: 'Your ownership of packages',
    keys: 'The id of the package and the key of your username',
    kept: () => 'Until you give it up, are removed, or the registry removes the package.',
    find: (services, account, hintsOf) =>
      truthsOf(hintsOf('package'), (key) => readOwner(services, key as PackageKey, account.key)),
    fields: {
      name: yours('Your username', 'Everybody sees who owns a package'),
      joinedAt: yours('When you became an owner', 'Everybody sees it'),
      joined: ours('The number of the change by which you did', 'Offers end with the ownership they rest on'),
      suspended: ours('The deletion that suspended it', 'To give it back when the account is restored'),
    },
  }),

  rowsOf(offerCodec, {
    table: 'packages',
    name: 'offers',
    title: 'Offers of packages that you received',
    keys: 'The id of the package and the key of your username',
    kept: ({ invitationLifetimeDays }) =>
      `Until used, withdrawn or declined. After ${invitationLifetimeDays} days it is void, and goes when another is made.`,
    find: (services, account, hintsOf) =>
      truthsOf(hintsOf('offered'), (key) => readOffer(services, key as PackageKey, account.key)),
    fields: {
      name: yours('Your username', 'The owners see to whom they offered'),
      offeredBy: yours('Who made it', 'For you to know whom it comes from'),
      through: yours('For which owner', 'For you to know whom it comes from'),
      joined: ours('The number of the change that made that an owner', 'It ends when it ceases to be one'),
      granted: ours('The number of the change that made them an administrator', 'It ends when they are no longer one'),
      operation: ours('The number of the change that made it', 'To tell a repeated request from a second one'),
      createdAt: yours('When it was made', 'For you to see'),
      expiresAt: yours('Until when it can be accepted', 'For you to see'),
    },
  }),
];
