import type { Config } from '../../shared/config.ts';
import { type Fields, isField, type StoredField, type StoredRows } from '../../shared/privacy/stored-field.ts';
import { storedRows } from '../../shared/privacy/stored-rows.ts';
import { definePage } from './parts/page.tsx';

/** GET /privacy — what is stored, why and for how long, from the same list that makes the export. */
export const privacyPage = definePage({
  name: 'privacy',
  route: 'privacy',
  caller: 'anyone',
  admitsClosed: true,
  problems: [],
  load: ({ config }) => ({ show: { config } }),
  title: () => 'What is kept about you',
  view: ({ config }) => (
    <>
      <h1>What is kept about you</h1>
      <p class="lead">
        Everything, one line per value. It contains no password or e-mail address, and secrets only as hashes (except
        two random numbers of a sign-in under way).
      </p>
      <p>
        Your username, whether you are a user or an organization, when you registered and whether the account is closed
        are shown to everybody; so are the packages you own, and since when. The members of an organization see who is
        in it, in which role and since when; its administrators see who was invited, and who changed what. The owners of
        a package see whom it was offered to, and who changed what. Whoever you invite, or offer a package to, sees that
        it was you. The registry is told what you may do with a package. Everything else about you is shown to you
        alone. At <a href="/account">your account</a> you download all of it as a JSON file, whose{' '}
        <a href="/schemas/account-export.json">schema</a> is public.
      </p>
      {storedRows.map((rows) => (
        <Rows key={rows.name} rows={rows} config={config} />
      ))}
    </>
  ),
});

function Rows({ rows, config }: { readonly rows: StoredRows; readonly config: Config }) {
  const lines = linesOf(rows.fields);
  return (
    <>
      <h2 id={rows.name}>{rows.title}</h2>
      <p>
        <strong>How long:</strong> {rows.kept(config)}
        {'apart' in rows && (
          <>
            {' '}
            <strong>Not in your export:</strong> {rows.apart}
          </>
        )}
      </p>
      <table class="kept">
        <caption class="small">
          In the table <code>{rows.table}</code>, under: {rows.keys.charAt(0).toLowerCase() + rows.keys.slice(1)}
        </caption>
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col">Why</th>
            <th scope="col">About you</th>
          </tr>
        </thead>
        <tbody>
          {lines.map(({ path, what, why, isPersonal }) => (
            <tr key={path}>
              <th scope="row">{what}</th>
              <td>{why}</td>
              <td>{isPersonal ? 'yes' : 'no'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

/** Each value with its place, including those inside a list. */
function linesOf(fields: Fields, place = ''): readonly (StoredField & { readonly path: string })[] {
  return Object.entries(fields).flatMap(([name, field]) =>
    isField(field) ? [{ ...field, path: `${place}${name}` }] : linesOf(field, `${place}${name}.`),
  );
}
