import type { Endpoint } from '../../shared/http/endpoint.ts';
import { claimUsername } from './claim-username.ts';
import { forgetRegistration } from './forget-registration.ts';
import { showRegistration } from './show-registration.ts';

export const endpoints: readonly Endpoint[] = [showRegistration, claimUsername, forgetRegistration];
