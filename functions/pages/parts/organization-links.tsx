import { may, type Right } from '../../../shared/organizations/policy.ts';
import type { Entered } from '../../../shared/organizations/standing.ts';
import { Sections } from './sections.tsx';

const places: readonly (readonly [path: string, text: string, right: Right])[] = [
  ['', 'Overview', 'organization:see'],
  ['/members', 'Members', 'members:see'],
  ['/invitations', 'Invitations', 'invitations:see'],
  ['/packages', 'Packages', 'packages:see'],
  ['/history', 'History', 'history:see'],
];

/** The heading of an organization's pages, with the ways between those that the viewer may see. */
export function OrganizationHeader({ of, here }: { readonly of: Entered; readonly here: string }) {
  const { organization, standing } = of;
  const base = `/organizations/${organization.name}`;
  const open = places
    .filter(([, , right]) => may(right, standing, organization.state))
    .map(([path, text]) => ({ path: `${base}${path}`, text }));
  return (
    <>
      <p class="small">
        <a href="/account/organizations">Your organizations</a>
      </p>
      <h1>{organization.name}</h1>
      {organization.state !== 'active' && (
        <p class="important">
          This organization is being closed or restored. Until that has ended, nothing can be changed.
        </p>
      )}
      <Sections label="Organization" of={open} at={`${base}${here}`} />
    </>
  );
}
