import { CollectionQuery, cursorOf } from '../../../shared/http/collection.ts';
import { parse } from '../../../shared/http/parse.ts';
import type { Page } from '../../../shared/storage/pages.ts';

/** Where in the list this page begins, from its address. @throws Problem `invalid-request` */
export function cursorIn({ url }: { readonly url: URL }): string | undefined {
  return parse(CollectionQuery, Object.fromEntries(url.searchParams), '?').cursor;
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
