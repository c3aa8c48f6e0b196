import type { Endpoint } from '../../shared/http/endpoint.ts';
import { acceptOffer } from './accept-offer.ts';
import { listOffers } from './list-offers.ts';
import { listOwners } from './list-owners.ts';
import { listPackageHistory } from './list-package-history.ts';
import { offerOwnership } from './offer-ownership.ts';
import { registerPackage } from './register-package.ts';
import { removeOffer } from './remove-offer.ts';
import { removeOwner } from './remove-owner.ts';
import { removePackage } from './remove-package.ts';
import { showPermissions } from './show-permissions.ts';

export const endpoints: readonly Endpoint[] = [
  registerPackage,
  removePackage,
  listOwners,
  removeOwner,
  showPermissions,
  listOffers,
  offerOwnership,
  acceptOffer,
  removeOffer,
  listPackageHistory,
];
