import * as z from 'zod/mini';
import type { Package } from '../../shared/packages/package.ts';

/** A package as whoever registers it sees it. */
export const PackageView = z.strictObject({ id: z.string(), createdAt: z.iso.datetime() });

export function viewOf({ id, createdAt }: Package) {
  return { id, createdAt: createdAt.toISOString() };
}
