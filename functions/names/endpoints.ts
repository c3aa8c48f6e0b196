import type { Endpoint } from '../../shared/http/endpoint.ts';
import { checkName } from './check-name.ts';

export const endpoints: readonly Endpoint[] = [checkName];
