/** What forbids a deletion, and the way out. It names the organization or package exactly. */
export interface Blocker {
  readonly reason: 'last-admin' | 'last-owner';
  readonly organization?: string;
  readonly package?: string;
  /** For a person: what it is, and what to do. */
  readonly detail: string;
  /** Path of this service where it can be done. */
  readonly resolve: string;
}

export function lastAdmin(organization: string): Blocker {
  return {
    reason: 'last-admin',
    organization,
    detail: `You are the only administrator of “${organization}”. Make somebody else an administrator, or delete the organization.`,
    resolve: `/organizations/${organization}/members`,
  };
}

export function lastOwner(name: string, id: string): Blocker {
  return {
    reason: 'last-owner',
    package: id,
    detail: `“${name}” is the only owner of “${id}”. Add another owner, or ask the registry to remove or adopt the package.`,
    resolve: `/packages/${id}/owners`,
  };
}
