import type { Endpoint } from '../../shared/http/endpoint.ts';
import { accountDeletionPage } from './account-deletion-page.tsx';
import { accountPage } from './account-page.tsx';
import { historyPage } from './history-page.tsx';
import { homePage } from './home-page.tsx';
import { icon } from './icon.ts';
import { identitiesPage } from './identities-page.tsx';
import { newOrganizationPage } from './new-organization-page.tsx';
import { organizationDeletionPage } from './organization-deletion-page.tsx';
import { organizationHistoryPage } from './organization-history-page.tsx';
import { organizationInvitationsPage } from './organization-invitations-page.tsx';
import { organizationMembersPage } from './organization-members-page.tsx';
import { organizationPackagesPage } from './organization-packages-page.tsx';
import { organizationPage } from './organization-page.tsx';
import { ownOrganizationsPage } from './own-organizations-page.tsx';
import { ownPackagesPage } from './own-packages-page.tsx';
import { packageHistoryPage } from './package-history-page.tsx';
import { packageOwnersPage } from './package-owners-page.tsx';
import { packagePage } from './package-page.tsx';
import { privacyPage } from './privacy-page.tsx';
import { problemKindPage } from './problem-kind-page.tsx';
import { profilePage } from './profile-page.tsx';
import { receivedInvitationsPage } from './received-invitations-page.tsx';
import { registerPage } from './register-page.tsx';
import { sessionsPage } from './sessions-page.tsx';
import { stylesheet } from './stylesheet.ts';

export const endpoints: readonly Endpoint[] = [
  ...homePage,
  ...registerPage,
  ...accountPage,
  ...sessionsPage,
  ...identitiesPage,
  ...historyPage,
  ...ownOrganizationsPage,
  ...newOrganizationPage,
  ...receivedInvitationsPage,
  ...organizationPage,
  ...organizationMembersPage,
  ...organizationInvitationsPage,
  ...organizationHistoryPage,
  ...organizationDeletionPage,
  ...accountDeletionPage,
  ...ownPackagesPage,
  ...organizationPackagesPage,
  ...packagePage,
  ...packageOwnersPage,
  ...packageHistoryPage,
  ...profilePage,
  ...privacyPage,
  ...problemKindPage,
  stylesheet,
  icon,
];
