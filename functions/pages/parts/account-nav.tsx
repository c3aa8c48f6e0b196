/** The pages of one's own account, in the order of the navigation. */
const sections = [
  ['/account', 'Overview'],
  ['/account/packages', 'Packages'],
  ['/account/organizations', 'Organizations'],
  ['/account/invitations', 'Invitations'],
  ['/account/identities', 'Microsoft accounts'],
  ['/account/sessions', 'Sessions'],
  ['/account/history', 'History'],
] as const;

type AccountPath = (typeof sections)[number][0];

/** Leads from each page of the account to the others. */
export function AccountNav({ at }: { readonly at: AccountPath }) {
  return (
    <nav class="sections" aria-label="Account settings">
      <ul>
        {sections.map(([path, name]) => (
          <li key={path}>
            <a href={path} {...(path === at && { 'aria-current': 'page' })}>
              {name}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
