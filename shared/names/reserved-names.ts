import words from 'reserved-usernames/data.json' with { type: 'json' };
import { once } from '../once.ts';
import { type AccountName, isAccountName } from './account-name.ts';
import { type NameKey, nameKey } from './name-key.ts';

/** First path segments of this service and of its host, and the usual names of authority. */
const ours = [
  'account', 'accounts', 'admin', 'administrator', 'api', 'favicon.ico', 'health', 'icon.svg', 'identity', 'microsoft', 'moderator', 'names',
  'official', 'openapi', 'openapi.json', 'operator', 'organization', 'organizations', 'owner', 'package', 'packages',
  'privacy', 'problem', 'problems', 'profile', 'profiles', 'ready', 'register', 'registration', 'registry', 'root',
  'runtime', 'schemas', 'security', 'service', 'session', 'sessions', 'sign-in', 'sign-out', 'staff', 'styles', 'support',
  'system', 'user', 'users', 'www',
]; // biome-ignore format: a table

const keys = once((): ReadonlySet<NameKey> => new Set([...ours, ...words].filter(isAccountName).map(nameKey)));

/** Whether the name, or one it could be mistaken for, is kept back. */
export function isReserved(name: AccountName): boolean {
  return keys().has(nameKey(name));
}
