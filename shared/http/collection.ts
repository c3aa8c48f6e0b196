import * as z from 'zod/mini';
import type { Page } from '../storage/pages.ts';
import { ok } from './answers.ts';

/**
 * Where an answer ended, so that the next continues there: the end of a row's key. It chooses a place within the
 * collection that the path names and can name no other, so it need be neither secret nor signed.
 */
const Cursor = z.pipe(
  z.string().check(z.refine((text) => isKeyEnd(decoded(text)), 'is not a cursor of this collection')),
  z.transform(decoded),
);

export const CollectionQuery = z.object({ cursor: z.optional(Cursor) });

export function cursorOf(keyEnd: string): string {
  return Buffer.from(keyEnd, 'utf8').toString('base64url');
}

function decoded(cursor: string): string {
  return Buffer.from(cursor, 'base64url').toString('utf8');
}

function isKeyEnd(text: string): boolean {
  return /^[A-Za-z0-9._-]{1,200}$/.test(text);
}

/** The schema of a collection. Source: API 5. */
export function collectionOf<T extends z.ZodMiniType>(item: T) {
  return z.strictObject({ items: z.array(item), next: z.optional(z.string()) });
}

/** One page as an answer, each item as its reader sees it. */
export function collection<T, V>(page: Page<T>, view: (item: T) => V) {
  return ok({ items: page.items.map(view), ...(page.next !== undefined && { next: cursorOf(page.next) }) });
}
