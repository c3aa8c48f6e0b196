import type { Operation } from './operation.ts';
import { deletionOperations } from './operations/deletions.ts';
import { organizationOperations } from './operations/organizations.ts';
import { packageOperations } from './operations/packages.ts';
import { registrationOperations } from './operations/registration.ts';
import { settingsOperations } from './operations/settings.ts';
import { signInOperations } from './operations/sign-in.ts';
import { timerOperations } from './operations/timers.ts';

/** Every business operation that changes something. One that is not here is not proven. */
export const operations: readonly Operation[] = [
  ...signInOperations,
  ...registrationOperations,
  ...settingsOperations,
  ...organizationOperations,
  ...packageOperations,
  ...deletionOperations,
  ...timerOperations,
];
