import type { Endpoint } from '../shared/http/endpoint.ts';
import { cancelDeletion } from './account/cancel-deletion.ts';
import { endOtherSessions } from './account/end-other-sessions.ts';
import { endSession } from './account/end-session.ts';
import { exportAccount } from './account/export-account.ts';
import { listIdentities } from './account/list-identities.ts';
import { listOwnOrganizations } from './account/list-own-organizations.ts';
import { listOwnPackages } from './account/list-own-packages.ts';
import { listPackagesOfAccount } from './account/list-packages-of-account.ts';
import { listReceivedInvitations } from './account/list-received-invitations.ts';
import { listReceivedOffers } from './account/list-received-offers.ts';
import { listSessions } from './account/list-sessions.ts';
import { requestDeletion } from './account/request-deletion.ts';
import { showAccount } from './account/show-account.ts';
import { showDeletion } from './account/show-deletion.ts';
import { showHistory } from './account/show-history.ts';
import { showPublicAccount } from './account/show-public-account.ts';
import { showSession } from './account/show-session.ts';
import { unlinkIdentity } from './account/unlink-identity.ts';
import { checkName } from './names/check-name.ts';
import { acceptInvitation } from './organizations/accept-invitation.ts';
import { cancelOrganizationDeletion } from './organizations/cancel-organization-deletion.ts';
import { changeMemberRole } from './organizations/change-member-role.ts';
import { createOrganization } from './organizations/create-organization.ts';
import { inviteUser } from './organizations/invite-user.ts';
import { listInvitations } from './organizations/list-invitations.ts';
import { listMembers } from './organizations/list-members.ts';
import { listOrganizationHistory } from './organizations/list-organization-history.ts';
import { listOrganizationOffers } from './organizations/list-organization-offers.ts';
import { listOrganizationPackages } from './organizations/list-organization-packages.ts';
import { removeInvitation } from './organizations/remove-invitation.ts';
import { removeMember } from './organizations/remove-member.ts';
import { requestOrganizationDeletion } from './organizations/request-organization-deletion.ts';
import { showOrganization } from './organizations/show-organization.ts';
import { showOrganizationDeletion } from './organizations/show-organization-deletion.ts';
import { acceptOffer } from './packages/accept-offer.ts';
import { listOffers } from './packages/list-offers.ts';
import { listOwners } from './packages/list-owners.ts';
import { listPackageHistory } from './packages/list-package-history.ts';
import { offerOwnership } from './packages/offer-ownership.ts';
import { registerPackage } from './packages/register-package.ts';
import { removeOffer } from './packages/remove-offer.ts';
import { removeOwner } from './packages/remove-owner.ts';
import { removePackage } from './packages/remove-package.ts';
import { showPermissions } from './packages/show-permissions.ts';
import { claimUsername } from './registration/claim-username.ts';
import { forgetRegistration } from './registration/forget-registration.ts';
import { showRegistration } from './registration/show-registration.ts';
import { accountExportSchema } from './service/account-export-schema.ts';
import { health } from './service/health.ts';
import { ready } from './service/ready.ts';
import { completeSignIn } from './sign-in/complete-sign-in.ts';
import { signOut } from './sign-in/sign-out.ts';
import { startSignIn } from './sign-in/start-sign-in.ts';

/** The API's table of contents. What is not in this list or in `pages.ts` does not exist. */
export const endpoints: readonly Endpoint[] = [
  startSignIn, // GET /sign-in
  completeSignIn, // GET /sign-in/callback
  signOut, // POST /sign-out

  showSession, // GET /api/session
  showRegistration, // GET /api/registration
  claimUsername, // POST /api/registration
  forgetRegistration, // DELETE /api/registration

  checkName, // GET /api/names/{name}
  showPublicAccount, // GET /api/accounts/{name}
  listPackagesOfAccount, // GET /api/accounts/{name}/packages

  showAccount, // GET /api/account
  listSessions, // GET /api/account/sessions
  endOtherSessions, // DELETE /api/account/sessions
  endSession, // DELETE /api/account/sessions/{id}
  listIdentities, // GET /api/account/identities
  unlinkIdentity, // DELETE /api/account/identities/{id}
  showHistory, // GET /api/account/history
  exportAccount, // GET /api/account/export
  showDeletion, // GET /api/account/deletion
  requestDeletion, // POST /api/account/deletion
  cancelDeletion, // DELETE /api/account/deletion
  listOwnOrganizations, // GET /api/account/organizations
  listReceivedInvitations, // GET /api/account/invitations
  listOwnPackages, // GET /api/account/packages
  listReceivedOffers, // GET /api/account/offers

  createOrganization, // POST /api/organizations
  showOrganization, // GET /api/organizations/{name}
  listMembers, // GET /api/organizations/{name}/members
  changeMemberRole, // PATCH /api/organizations/{name}/members/{username}
  removeMember, // DELETE /api/organizations/{name}/members/{username}
  listInvitations, // GET /api/organizations/{name}/invitations
  inviteUser, // POST /api/organizations/{name}/invitations
  acceptInvitation, // POST /api/organizations/{name}/invitations/{username}/acceptance
  removeInvitation, // DELETE /api/organizations/{name}/invitations/{username}
  listOrganizationHistory, // GET /api/organizations/{name}/history
  listOrganizationPackages, // GET /api/organizations/{name}/packages
  listOrganizationOffers, // GET /api/organizations/{name}/offers
  showOrganizationDeletion, // GET /api/organizations/{name}/deletion
  requestOrganizationDeletion, // POST /api/organizations/{name}/deletion
  cancelOrganizationDeletion, // DELETE /api/organizations/{name}/deletion

  registerPackage, // PUT /api/packages/{id}
  removePackage, // DELETE /api/packages/{id}
  listOwners, // GET /api/packages/{id}/owners
  removeOwner, // DELETE /api/packages/{id}/owners/{name}
  showPermissions, // GET /api/packages/{id}/permissions/{username}
  listOffers, // GET /api/packages/{id}/offers
  offerOwnership, // POST /api/packages/{id}/offers
  acceptOffer, // POST /api/packages/{id}/offers/{name}/acceptance
  removeOffer, // DELETE /api/packages/{id}/offers/{name}
  listPackageHistory, // GET /api/packages/{id}/history

  health, // GET /api/health
  ready, // GET /api/ready
  accountExportSchema, // GET /schemas/account-export.json
];
