import type { Ownership } from '../../../shared/packages/ownerships.ts';
import type { Page } from '../../../shared/storage/pages.ts';
import { Cards } from './cards.tsx';
import { Day } from './moment.tsx';
import { More } from './more.tsx';

/** What an account owns. */
export function OwnedPackages({ page }: { readonly page: Page<Ownership> }) {
  return (
    <>
      <Cards>
        {page.items.map(({ package: { id }, owner }) => (
          <li key={id}>
            <a href={`/packages/${id}`}>{id}</a>
            <span class="small">
              since <Day of={owner.joinedAt} />
            </span>
          </li>
        ))}
      </Cards>
      <More page={page} />
    </>
  );
}
