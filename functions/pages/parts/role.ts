import type { Role } from '../../../shared/organizations/member.ts';

const words = { admin: 'Administrator', collaborator: 'Collaborator' } as const satisfies Record<Role, string>;

/** A role as a person reads it. */
export function roleWord(role: Role): string {
  return words[role];
}

/** With its article, within a sentence. */
export function asRole(role: Role): string {
  return role === 'admin' ? 'an administrator' : 'a collaborator';
}

export const roleOptions = [
  ['collaborator', words.collaborator],
  ['admin', words.admin],
] as const satisfies readonly (readonly [Role, string])[];
