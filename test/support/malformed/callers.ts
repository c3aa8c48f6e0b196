import { registryRoles } from '../../../shared/identity/registry-token.ts';
import { actor } from '../browser-actor.ts';
import { provenSignIn } from '../people.ts';
import { bearer, registry } from '../registry-actor.ts';
import { createWorld, type World } from '../world.ts';

/** Who asks: somebody in one of the states a browser can be in, or the registry, with the roles it needs or without. */
export interface Caller {
  readonly state: 'nobody' | 'registration' | 'session' | 'stale session' | 'registry' | 'registry without a role';
  readonly cookie: string | undefined;
  readonly authorization?: string;
  /** What the caller’s own account or registration says about them; undefined for nobody. */
  readonly label: string | undefined;
  /** The key of the caller’s own identity, which they may be shown; undefined without an account. */
  readonly identity?: string;
}

export interface Callers {
  readonly world: World;
  readonly all: readonly Caller[];
  /** What no answer may carry, whoever asks: secrets, their hashes, and identity keys. */
  readonly secrets: readonly string[];
  /** Labels of Microsoft accounts: each is for its owner alone. */
  readonly labels: readonly string[];
}

/** The name used in the paths of requests: an organization of Ada's, and a package of hers. */
const sample = 'Sample-Name';

/** The header that a trusted front end appends the client’s address to. */
export const addressHeader = 'x-client-address';

export const callerSettings = { CLIENT_ADDRESS_HEADER: addressHeader };

/**
 * A world with somebody in every state, and with others in it about whom nobody asks. The clock stands still, so that no
 * seen time is written and an answer to a read leaves storage untouched.
 */
export async function callersOf(): Promise<Callers> {
  const world = await createWorld({ settings: callerSettings });
  const register = async (person: string, name: string, proven = true) => {
    const browser = actor(world, { id: person, ...(!proven && { authenticatedAt: undefined }) });
    await browser.register(name);
    return browser;
  };
  const begin = async (person: string) => {
    const browser = actor(world, person);
    await browser.signIn();
    return browser;
  };
  const ada = await register('ada', 'Ada');
  await ada.post('/api/organizations', { name: sample });
  await registry(world).register(sample, 'Ada');
  // A sign-in for which the provider gave no time is never fresh.
  const katherine = await register('katherine', 'Katherine', false);
  const grace = await begin('grace');
  const boole = await register('boole', 'Boole');
  await boole.post('/api/organizations', { name: 'Algebra' });
  await boole.post('/api/organizations/Algebra/invitations', { username: 'Ada', role: 'admin' });
  await registry(world).register('Logic', 'Boole');
  await boole.post('/api/packages/Logic/offers', { account: 'Ada' });
  const strangers = [boole, await begin('zuse')];
  // So that the pages of organizations have something to show, and forms.
  await katherine.post('/api/organizations', { name: 'Sample-Name' });
  await boole.post('/api/organizations/Algebra/invitations', { username: 'Katherine', role: 'admin' });
  const cookie = (browser: typeof ada, name: string) => `${name}=${browser.cookies.get(name)}`;
  const label = (browser: typeof ada) => labelOf(browser.person.id);
  const identity = (browser: typeof ada) => provenSignIn(browser.person, world.clock.now()).identity;

  // A sign-in under way: its nonce, verifier and state are somebody's, too.
  const underWay = actor(world, 'lovelace');
  const state = new URL(await underWay.beginSignIn(), world.config.publicOrigin).searchParams.get('state') ?? '';
  const everybody = [ada, katherine, grace, ...strangers, underWay];
  return {
    world,
    all: [
      { state: 'nobody', cookie: undefined, label: undefined },
      { state: 'registration', cookie: cookie(grace, '__Host-registration'), label: label(grace) },
      { state: 'session', cookie: cookie(ada, '__Host-session'), label: label(ada), identity: identity(ada) },
      {
        state: 'stale session',
        cookie: cookie(katherine, '__Host-session'),
        label: label(katherine),
        identity: identity(katherine),
      },
      { state: 'registry', cookie: undefined, authorization: bearer(registryRoles), label: undefined },
      { state: 'registry without a role', cookie: undefined, authorization: bearer([]), label: undefined },
    ],
    secrets: [...everybody.flatMap(({ cookies }) => [...cookies.values()].map(secretIn)), state, ...secretsOf(world)],
    labels: everybody.map(label),
  };
}

/** As `provenSignIn` masks them. */
const labelOf = (id: string) => `${id.charAt(0)}•••@example.com`;

/** Without the place in front, which is a name. */
const secretIn = (cookie: string) => cookie.split('.').at(-1) ?? cookie;

/** From the settings and from storage: every hash, key, nonce and verifier, in whatever column. */
function secretsOf({ config, store }: World): string[] {
  const { proof } = config.identity;
  const { location } = config.tables;
  const storageKey =
    location.kind === 'connection-string' ? /AccountKey=([^;]+)/.exec(location.connectionString)?.[1] : '';
  const tables = ['flows', 'registrations', 'identities', 'accounts'];
  const stored = tables.flatMap((table) => store.rows(table).map((row) => JSON.stringify(row)));
  const opaque = stored.flatMap((row) => row.match(/(?<![\w-])[\w-]{43}(?![\w-])/g) ?? []);
  return [...new Set([...opaque, storageKey ?? '', proof.kind === 'secret' ? proof.secret : ''])].filter(Boolean);
}
