import type { Endpoint } from '../../shared/http/endpoint.ts';
import { accountExportSchema } from './account-export-schema.ts';
import { endOtherSessions } from './end-other-sessions.ts';
import { endSession } from './end-session.ts';
import { exportAccount } from './export-account.ts';
import { listIdentities } from './list-identities.ts';
import { listOwnOrganizations } from './list-own-organizations.ts';
import { listOwnPackages } from './list-own-packages.ts';
import { listPackagesOfAccount } from './list-packages-of-account.ts';
import { listReceivedInvitations } from './list-received-invitations.ts';
import { listReceivedOffers } from './list-received-offers.ts';
import { listSessions } from './list-sessions.ts';
import { requestDeletion } from './request-deletion.ts';
import { restoreAccount } from './restore-account.ts';
import { showAccount } from './show-account.ts';
import { showDeletion } from './show-deletion.ts';
import { showHistory } from './show-history.ts';
import { showPublicAccount } from './show-public-account.ts';
import { showSession } from './show-session.ts';
import { unlinkIdentity } from './unlink-identity.ts';

export const endpoints: readonly Endpoint[] = [
  showSession,
  showPublicAccount,
  listPackagesOfAccount,
  showAccount,
  listSessions,
  endOtherSessions,
  endSession,
  listIdentities,
  unlinkIdentity,
  showHistory,
  exportAccount,
  accountExportSchema,
  showDeletion,
  requestDeletion,
  restoreAccount,
  listOwnOrganizations,
  listReceivedInvitations,
  listOwnPackages,
  listReceivedOffers,
];
