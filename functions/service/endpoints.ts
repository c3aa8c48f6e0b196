import type { Endpoint } from '../../shared/http/endpoint.ts';
import { health } from './health.ts';
import { ready } from './ready.ts';

export const endpoints: readonly Endpoint[] = [health, ready];
