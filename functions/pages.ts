import type { Endpoint } from '../shared/http/endpoint.ts';
import { accountDeletionPage } from './pages/account-deletion-page.tsx';
import { accountPage } from './pages/account-page.tsx';
import { historyPage } from './pages/history-page.tsx';
import { homePage } from './pages/home-page.tsx';
import { identitiesPage } from './pages/identities-page.tsx';
import { newOrganizationPage } from './pages/new-organization-page.tsx';
import { organizationDeletionPage } from './pages/organization-deletion-page.tsx';
import { organizationHistoryPage } from './pages/organization-history-page.tsx';
import { organizationInvitationsPage } from './pages/organization-invitations-page.tsx';
import { organizationMembersPage } from './pages/organization-members-page.tsx';
import { organizationPackagesPage } from './pages/organization-packages-page.tsx';
import { organizationPage } from './pages/organization-page.tsx';
import { ownOrganizationsPage } from './pages/own-organizations-page.tsx';
import { ownPackagesPage } from './pages/own-packages-page.tsx';
import { packageHistoryPage } from './pages/package-history-page.tsx';
import { packageOwnersPage } from './pages/package-owners-page.tsx';
import { packagePage } from './pages/package-page.tsx';
import { privacyPage } from './pages/privacy-page.tsx';
import { problemKindPage } from './pages/problem-kind-page.tsx';
import { profilePage } from './pages/profile-page.tsx';
import { receivedInvitationsPage } from './pages/received-invitations-page.tsx';
import { registerPage } from './pages/register-page.tsx';
import { sessionsPage } from './pages/sessions-page.tsx';
import { icon } from './service/icon.ts';
import { stylesheet } from './service/stylesheet.ts';

/** The pages' table of contents. */
export const pageEndpoints: readonly Endpoint[] = [
  ...homePage, // /
  ...registerPage, // /register
  ...accountPage, // /account
  ...sessionsPage, // /account/sessions
  ...identitiesPage, // /account/identities
  ...historyPage, // /account/history
  ...ownOrganizationsPage, // /account/organizations
  ...newOrganizationPage, // /account/organizations/new
  ...receivedInvitationsPage, // /account/invitations
  ...organizationPage, // /organizations/{name}
  ...organizationMembersPage, // /organizations/{name}/members
  ...organizationInvitationsPage, // /organizations/{name}/invitations
  ...organizationHistoryPage, // /organizations/{name}/history
  ...organizationDeletionPage, // /organizations/{name}/deletion
  ...accountDeletionPage, // /account/deletion
  ...ownPackagesPage, // /account/packages
  ...organizationPackagesPage, // /organizations/{name}/packages
  ...packagePage, // /packages/{id}
  ...packageOwnersPage, // /packages/{id}/owners
  ...packageHistoryPage, // /packages/{id}/history
  ...profilePage, // /profiles/{name}
  ...privacyPage, // /privacy
  ...problemKindPage, // /problems/{code}

  stylesheet, // /styles/{version}
  icon, // /icon.svg
];
