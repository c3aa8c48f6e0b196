import fc, { type AsyncCommand } from 'fast-check';
import { expect, test } from 'vitest';
import { day, minute } from '../../shared/clock.ts';
import type { AccountName } from '../../shared/names/account-name.ts';
import * as invitations from '../../shared/organizations/invitations.ts';
import { invite } from '../../shared/organizations/invite.ts';
import * as members from '../../shared/organizations/members.ts';
import * as memberships from '../../shared/organizations/memberships.ts';
import * as history from '../../shared/organizations/organization-history.ts';
import * as organizations from '../../shared/organizations/organizations.ts';
import * as received from '../../shared/organizations/received-invitations.ts';
import { Problem } from '../../shared/problems.ts';
import type { Services } from '../../shared/services.ts';
import { expectSoundOrganizations } from '../support/organization-invariants.ts';
import { callerOf, keyOf, settleUser } from '../support/residents.ts';
import { directTables } from '../support/table-simulator/direct-tables.ts';
import { createWorld, type World } from '../support/world.ts';

type Role = 'admin' | 'collaborator';

interface ModelOrganization {
  readonly name: string;
  readonly creator: string;
  readonly createdAt: number;
  /** `granted` counts: another number is another grant. */
  readonly members: Map<string, { role: Role; granted: number }>;
  readonly invitations: Map<string, { role: Role; by: string; granted: number; until: number }>;
  events: number;
}

/** What storage should hold, as simply as it can be said. */
interface Model {
  now: number;
  grants: number;
  readonly organizations: Map<string, ModelOrganization>;
  readonly created: Map<string, number[]>;
}

interface Real {
  readonly world: World;
  readonly services: Services;
}

const users = ['Ada', 'Bob', 'Cyd', 'Dan'];
const names = ['Acme', 'ACME', 'Bolt', 'Bob', 'Cora', 'Dyad', 'Etna', 'Fern'];

const dayOf = (moment: number) => new Date(moment).toISOString().slice(0, 10);
const adminsOf = ({ members: all }: ModelOrganization) =>
  [...all.values()].filter(({ role }) => role === 'admin').length;

function find(model: Model, name: string): ModelOrganization | undefined {
  const organization = model.organizations.get(keyOf(name));
  return organization?.name === name ? organization : undefined;
}

function isUsable(model: Model, organization: ModelOrganization, invitee: string): boolean {
  const one = organization.invitations.get(invitee);
  const inviter = one && organization.members.get(one.by);
  return one !== undefined && model.now < one.until && inviter?.role === 'admin' && inviter.granted === one.granted;
}

/** An operation of the service beside the same one in the model: both must give the same result or refusal. */
function step(
  title: string,
  expected: (model: Model) => unknown,
  actual: (real: Real) => Promise<unknown>,
): AsyncCommand<Model, Real> {
  return {
    check: () => true,
    toString: () => title,
    async run(model, real) {
      const wanted = expected(model);
      let came: unknown;
      try {
        came = await actual(real);
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        came = error.code;
      }
      expect([title, came]).toEqual([title, wanted]);
    },
  };
}

/** What everybody but an administrator is told. */
function refusalOf(organization: ModelOrganization | undefined, actor: string): string | undefined {
  const role = organization?.members.get(actor)?.role;
  if (role === undefined) return 'not-found';
  return role === 'admin' ? undefined : 'not-allowed';
}

const create = (user: string, name: string) =>
  step(
    `${user} creates ${name}`,
    (model) => {
      const held = model.organizations.get(keyOf(name));
      if (held || users.some((one) => keyOf(one) === keyOf(name))) {
        const isRepeat = held?.name === name && held.creator === user && model.now < held.createdAt + 10 * minute;
        return isRepeat ? 'repeated' : 'name-taken';
      }
      const created = model.created.get(user) ?? [];
      if (created.filter((one) => dayOf(one) === dayOf(model.now)).length >= 5) return 'too-many-organizations';
      model.created.set(user, [...created, model.now]);
      model.grants += 1;
      model.organizations.set(keyOf(name), {
        name,
        creator: user,
        createdAt: model.now,
        members: new Map([[user, { role: 'admin', granted: model.grants }]]),
        invitations: new Map(),
        events: 1,
      });
      return 'created';
    },
    async ({ world, services }) =>
      (await organizations.create(services, await callerOf(world, user), name as AccountName)).outcome,
  );

const send = (actor: string, name: string, invitee: string, role: Role) =>
  step(
    `${actor} invites ${invitee} to ${name} as ${role}`,
    (model) => {
      const organization = find(model, name);
      const refusal = refusalOf(organization, actor);
      if (!organization || refusal) return refusal;
      if (organization.members.has(invitee)) return 'already-member';
      if (isUsable(model, organization, invitee)) {
        const standing = organization.invitations.get(invitee);
        return standing?.by === actor && standing.role === role ? 'repeated' : 'already-invited';
      }
      organization.invitations.set(invitee, {
        role,
        by: actor,
        granted: organization.members.get(actor)?.granted ?? 0,
        until: model.now + 14 * day,
      });
      organization.events += 1;
      return 'created';
    },
    async ({ world, services }) =>
      (await invite(services, await callerOf(world, actor), name, invitee as AccountName, role)).outcome,
  );

const accept = (user: string, name: string) =>
  step(
    `${user} accepts ${name}`,
    (model) => {
      const organization = find(model, name);
      const invitation = organization?.invitations.get(user);
      if (!organization || !invitation) return organization?.members.get(user)?.role ?? 'not-found';
      if (model.now >= invitation.until) return 'invitation-expired';
      if (!isUsable(model, organization, user)) return 'invitation-void';
      model.grants += 1;
      organization.invitations.delete(user);
      organization.members.set(user, { role: invitation.role, granted: model.grants });
      organization.events += 1;
      return invitation.role;
    },
    async ({ world, services }) => await invitations.accept(services, await callerOf(world, user), name, user),
  );

const takeBack = (actor: string, name: string, invitee: string) =>
  step(
    `${actor} takes back the invitation of ${invitee} to ${name}`,
    (model) => {
      const organization = find(model, name);
      const refusal = actor === invitee ? undefined : refusalOf(organization, actor);
      if (!organization || refusal) return refusal ?? 'not-found';
      if (!organization.invitations.delete(invitee)) return 'gone';
      organization.events += 1;
      return 'removed';
    },
    async ({ world, services }) => await invitations.remove(services, await callerOf(world, actor), name, invitee),
  );

const changeRole = (actor: string, name: string, user: string, role: Role) =>
  step(
    `${actor} makes ${user} ${role} of ${name}`,
    (model) => {
      const organization = find(model, name);
      const member = organization?.members.get(user);
      if (organization && member && user === actor && member.role === role) return role;
      const refusal = refusalOf(organization, actor);
      if (!organization || refusal) return refusal;
      if (!member) return 'not-found';
      if (member.role === role) return role;
      if (member.role === 'admin' && adminsOf(organization) === 1) return 'last-admin';
      model.grants += 1;
      organization.members.set(user, { role, granted: model.grants });
      organization.events += 1;
      return role;
    },
    async ({ world, services }) =>
      (await members.changeRole(services, await callerOf(world, actor), name, user, role)).role,
  );

const remove = (actor: string, name: string, user: string) =>
  step(
    actor === user ? `${actor} leaves ${name}` : `${actor} removes ${user} from ${name}`,
    (model) => {
      const organization = find(model, name);
      const refusal = actor === user ? undefined : refusalOf(organization, actor);
      if (!organization || refusal) return refusal ?? 'not-found';
      const member = organization.members.get(user);
      if (!member) return undefined;
      if (member.role === 'admin' && adminsOf(organization) === 1) return 'last-admin';
      organization.members.delete(user);
      organization.events += 1;
      return undefined;
    },
    async ({ world, services }) => await members.remove(services, await callerOf(world, actor), name, user),
  );

const look = (user: string) =>
  step(
    `${user} looks at what they have`,
    (model) => {
      const all = [...model.organizations.values()].toSorted((a, b) => (keyOf(a.name) < keyOf(b.name) ? -1 : 1));
      return {
        mine: all.flatMap((one) => {
          const member = one.members.get(user);
          return member ? [`${one.name} ${member.role}`] : [];
        }),
        offered: all.flatMap((one) => {
          const invitation = one.invitations.get(user);
          return invitation && isUsable(model, one, user) ? [`${one.name} ${invitation.role} by ${invitation.by}`] : [];
        }),
      };
    },
    async ({ world, services }) => {
      const caller = await callerOf(world, user);
      const mine = await memberships.list(services, caller, undefined);
      const offered = await received.list(services, caller, undefined);
      return {
        mine: mine.items.map(({ organization, member }) => `${organization.name} ${member.role}`),
        offered: offered.items.map(
          ({ organization, invitation }) => `${organization.name} ${invitation.role} by ${invitation.invitedBy}`,
        ),
      };
    },
  );

const lookInto = (user: string, name: string) =>
  step(
    `${user} looks into ${name}`,
    (model) => {
      const organization = find(model, name);
      const refusal = refusalOf(organization, user);
      if (!organization || refusal) return refusal;
      return {
        members: [...organization.members].map(([one, { role }]) => `${one} ${role}`).toSorted(),
        invitations: [...organization.invitations].map(([one, { role }]) => `${one} ${role}`).toSorted(),
        events: Math.min(organization.events, 100),
      };
    },
    async ({ world, services }) => {
      const caller = await callerOf(world, user);
      const [all, invited, entries] = await Promise.all([
        members.list(services, caller, name, undefined),
        invitations.list(services, caller, name, undefined),
        history.list(services, caller, name, undefined),
      ]);
      return {
        members: all.page.items.map((one) => `${one.name} ${one.role}`).toSorted(),
        invitations: invited.page.items.map((one) => `${one.name} ${one.role}`).toSorted(),
        events: entries.page.items.length,
      };
    },
  );

const wait = (minutes: number): AsyncCommand<Model, Real> => ({
  check: () => true,
  toString: () => `${minutes} minutes pass`,
  async run(model, { world }) {
    world.clock.advance(minutes * minute);
    model.now += minutes * minute;
  },
});

const user = fc.constantFrom(...users);
const name = fc.oneof({ weight: 3, arbitrary: fc.constant('Acme') }, fc.constantFrom(...names));
const role = fc.constantFrom<Role>('admin', 'collaborator');
const commands = fc.commands(
  [
    fc.tuple(user, fc.constantFrom(...names)).map((args) => create(...args)),
    fc.tuple(user, name, user, role).map((args) => send(...args)),
    fc.tuple(user, name, user, role).map((args) => send(...args)),
    fc.tuple(user, name).map((args) => accept(...args)),
    fc.tuple(user, name).map((args) => accept(...args)),
    fc.tuple(user, name, user).map((args) => takeBack(...args)),
    fc.tuple(user, name, user, role).map((args) => changeRole(...args)),
    fc.tuple(user, name, user).map((args) => remove(...args)),
    user.map((one) => look(one)),
    fc.tuple(user, name).map((args) => lookInto(...args)),
    fc.constantFrom(1, 20, 24 * 60, 14 * 24 * 60).map((minutes) => wait(minutes)),
  ],
  { maxCommands: 100, size: 'max' },
);

/** A model that forgets one rule fails within a few dozen runs: it was tried with each `return` above removed. */
test('whatever users do with organizations, the outcome is what the model says', { timeout: 180_000 }, async () => {
  const world = await createWorld();
  for (const one of users) await settleUser(world, one);
  const services = { ...world.services, tables: directTables(world.store) };
  const beginning = world.store.snapshot();
  let steps = 0;
  await fc.assert(
    fc.asyncProperty(commands, async (chosen) => {
      world.store.restore(beginning);
      world.store.requests.length = 0;
      const now = world.clock.now().getTime();
      await fc.asyncModelRun(
        () => ({
          model: { now, grants: 0, organizations: new Map(), created: new Map() },
          real: { world, services },
        }),
        chosen,
      );
      await expectSoundOrganizations(world.store);
      steps += [...chosen].length;
    }),
    { numRuns: 1000 },
  );
  expect(steps).toBeGreaterThan(40_000);
});
