import type { Role } from '../../../shared/organizations/member.ts';

const words = { admin: 'Administrator', collaborator: 'Collaborator' } as const satisfies Record<Role, string>;

/** A role as a person reads it. */
export function roleWord(role: Role): string {
  return words[role];
}

export const roleOptions = [
  ['collaborator', words.collaborator],
  ['admin', words.admin],
] as const satisfies readonly (readonly [Role, string])[];
