import type { Endpoint } from '../../shared/http/endpoint.ts';
import { acceptInvitation } from './accept-invitation.ts';
import { changeMemberRole } from './change-member-role.ts';
import { createOrganization } from './create-organization.ts';
import { inviteUser } from './invite-user.ts';
import { listInvitations } from './list-invitations.ts';
import { listMembers } from './list-members.ts';
import { listOrganizationHistory } from './list-organization-history.ts';
import { listOrganizationOffers } from './list-organization-offers.ts';
import { listOrganizationPackages } from './list-organization-packages.ts';
import { removeInvitation } from './remove-invitation.ts';
import { removeMember } from './remove-member.ts';
import { requestOrganizationDeletion } from './request-organization-deletion.ts';
import { restoreOrganization } from './restore-organization.ts';
import { showOrganization } from './show-organization.ts';
import { showOrganizationDeletion } from './show-organization-deletion.ts';

export const endpoints: readonly Endpoint[] = [
  createOrganization,
  showOrganization,
  listMembers,
  changeMemberRole,
  removeMember,
  listInvitations,
  inviteUser,
  acceptInvitation,
  removeInvitation,
  listOrganizationHistory,
  listOrganizationPackages,
  listOrganizationOffers,
  showOrganizationDeletion,
  requestOrganizationDeletion,
  restoreOrganization,
];
