import { rowsIn } from './rows-in.ts';
import type { StoredRow, TableName, Tables } from './tables.ts';

/** The most items of a collection that one answer holds. Source: API 5. */
const pageSize = 100;

/** A part of a collection, in the order of its keys. */
export interface Page<T> {
  readonly items: readonly T[];
  /** The key of the last item, if more follow: given as `after`, it leads to them. */
  readonly next?: string;
}

/** The rows of a partition whose keys begin with a prefix that ends in a colon. */
export interface Section {
  readonly partition: string;
  readonly prefix: `${string}:`;
}

/** All of a section: `;` is what follows the colon. */
export function sectionRange({ partition, prefix }: Section) {
  return { partition, rowFrom: prefix, rowBelow: `${prefix.slice(0, -1)};` };
}

/**
 * One page of a section. Storage may answer with few rows or none and still have more, so it is asked until the page is
 * full or the section ends; one row beyond the page says whether more follow.
 *
 * `after` is the rest of a key after the prefix, made of letters, digits, `.`, `-` and `_`. It only ever moves the
 * lower end of a range whose upper end is the section's.
 */
export async function pageOf(
  tables: Tables,
  table: TableName,
  section: Section,
  after: string | undefined,
): Promise<Page<StoredRow>> {
  const { prefix } = section;
  // `!` sorts before every character that a key may go on with.
  const range = { ...sectionRange(section), ...(after !== undefined && { rowFrom: `${prefix}${after}!` }) };
  const rows: StoredRow[] = [];
  for await (const row of rowsIn(tables, table, range, { limit: pageSize + 1 })) {
    rows.push(row);
    if (rows.length > pageSize) break;
  }
  const items = rows.slice(0, pageSize);
  const last = items.at(-1);
  return { items, ...(rows.length > pageSize && last && { next: last.row.slice(prefix.length) }) };
}
