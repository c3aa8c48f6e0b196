import type { Role } from '../../../shared/organizations/member.ts';

const words = { admin: 'Administrator', collaborator: 'Collaborator' } as const satisfies Record<Role, string>;

/** A role as a person reads it. */
export function roleWord(role: Role): string {
  return words[role];
}

export const roleOptions = [
  ['collaborator', 'Collaborator: publishes and edits the organization’s packages'],
  ['admin', 'Administrator: also manages members, owners and the organization'],
] as const satisfies readonly (readonly [Role, string])[];
