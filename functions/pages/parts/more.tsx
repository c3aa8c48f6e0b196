import { CollectionQuery, cursorOf } from '../../../shared/http/collection.ts';
import { Problem } from '../../../shared/problems.ts';
import type { Page } from '../../../shared/storage/pages.ts';

/** Where in the list this page begins, from its address. @throws Problem `invalid-request` */
export function cursorIn({ url }: { readonly url: URL }): string | undefined {
  const query = CollectionQuery.safeParse(Object.fromEntries(url.searchParams));
  if (!query.success) throw new Problem('invalid-request', 'This part of the list is not there. Open the list again.');
  return query.data.cursor;
}

/** Whether a page of a list is all of it: only then can it say that there is nothing. */
export function isWhole(request: { readonly url: URL }, page: Page<unknown>): boolean {
  return cursorIn(request) === undefined && page.next === undefined;
}

/** The way to what follows, where more does. */
export function More({ page }: { readonly page: Page<unknown> }) {
  return page.next === undefined ? null : (
    <p>
      <a class="button quiet" href={`?cursor=${cursorOf(page.next)}`}>
        Show more
      </a>
    </p>
  );
}
