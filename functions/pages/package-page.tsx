import { overview } from '../../shared/packages/overview.ts';
import { Cards } from './parts/cards.tsx';
import { PackageHeader } from './parts/package-links.tsx';
import { definePage } from './parts/page.tsx';

/** GET /packages/{id} — whose package it is, for anybody. Another spelling of the id leads to the registered one. */
export const packagePage = definePage({
  name: 'package',
  route: 'packages/{id}',
  caller: 'anyone',
  problems: ['not-found'],
  async load(services, { caller, params }) {
    const { id = '' } = params;
    const seen = await overview(services, id, (await caller.session())?.account);
    return seen.package.id === id ? { show: seen } : { redirect: `/packages/${seen.package.id}` };
  },
  title: ({ package: { id } }) => id,
  view: (seen) => (
    <>
      <PackageHeader of={seen} here="" />
      <h2>Owners</h2>
      <Cards>
        {seen.owners.map(({ name, kind }) => (
          <li key={name}>
            <a href={`/profiles/${name}`}>{name}</a>
            <span class="small">{kind === 'user' ? 'User' : 'Organization'}</span>
          </li>
        ))}
      </Cards>
    </>
  ),
});
