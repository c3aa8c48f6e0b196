import { Sections } from './sections.tsx';

/** The pages of one's own account, in the order of the navigation. */
const sections = [
  { path: '/account', text: 'Overview' },
  { path: '/account/packages', text: 'Packages' },
  { path: '/account/organizations', text: 'Organizations' },
  { path: '/account/invitations', text: 'Invitations' },
  { path: '/account/identities', text: 'Microsoft accounts' },
  { path: '/account/sessions', text: 'Sessions' },
  { path: '/account/history', text: 'History' },
] as const;

type AccountPath = (typeof sections)[number]['path'];

/** Leads from each page of the account to the others. */
export function AccountNav({ at }: { readonly at: AccountPath }) {
  return <Sections label="Account settings" of={sections} at={at} />;
}
