import type { Endpoint } from '../../shared/http/endpoint.ts';
import { completeSignIn } from './complete-sign-in.ts';
import { signOut } from './sign-out.ts';
import { startSignIn } from './start-sign-in.ts';

export const endpoints: readonly Endpoint[] = [startSignIn, completeSignIn, signOut];
