import { describe, expect, test } from 'vitest';
import { day } from '../../shared/clock.ts';
import type { Actor } from '../support/browser-actor.ts';
import { leave, offer, ofOrganization, own, publish } from '../support/deletion-scene.ts';
import { invite, join, organizationScene, setState } from '../support/organization-scene.ts';

interface Effect {
  kind: string;
  name?: string;
  detail: string;
}

async function effectsFor(person: Actor, path = own): Promise<Effect[]> {
  return ((await person.get(path)).json.plan as { effects: Effect[] }).effects;
}
const kindsOf = (effects: Effect[]) => effects.map(({ kind }) => kind);

describe('a plan', () => {
  /** Let `generalEffects` in `plan.ts` forget the state. */
  test('says that sign-in ends until it has ended', async () => {
    const { bob } = await organizationScene();
    expect(kindsOf(await effectsFor(bob))).toEqual(['sign-in-ends', 'data-goes', 'name-stays']);
    await leave(bob, 'Bob');
    await bob.signIn();
    expect(kindsOf(await effectsFor(bob))).toEqual(['data-goes', 'name-stays']);
  });

  test('says what goes of a person and what stays, and where the name is kept', async () => {
    const { ada, bob } = await organizationScene();
    const said = async (person: Actor, path = own) =>
      (await effectsFor(person, path)).slice(-2).map(({ detail }) => detail);
    const [gone, stays] = await said(bob);
    expect(gone).toMatch(/^Sessions, the links to your Microsoft accounts, and your history are removed for good/);
    expect(stays).toContain('“Bob”, that it was a user, and the day it went stay for ever');
    expect(stays).toContain('Histories of packages and organizations keep it.');
    expect((await said(ada, ofOrganization('Acme')))[1]).toContain('that it was an organization');
  });

  /** Delete either `isOfferExpired` or `isInvitationExpired` in `plan-holdings.ts`, or the filter in `plan-organization.ts`. */
  test('says nothing of invitations and offers that have expired', async () => {
    const { world, ada, bob } = await organizationScene();
    await publish(world, 'pad', 'Ada');
    await invite(ada, 'Bob');
    await offer(world, 'pad', 'Ada', 'Bob');
    expect(kindsOf(await effectsFor(bob))).toContain('invitation-ends');
    expect(kindsOf(await effectsFor(bob))).toContain('offer-ends');
    expect(kindsOf(await effectsFor(ada, ofOrganization('Acme')))).toContain('invitations-end');
    world.clock.advance(15 * day);
    await bob.signIn();
    await ada.signIn();
    expect(kindsOf(await effectsFor(bob))).toEqual(['sign-in-ends', 'data-goes', 'name-stays']);
    expect(kindsOf(await effectsFor(ada, ofOrganization('Acme')))).not.toContain('invitations-end');
  });

  /** Delete `isLast` from the sentence in `seatPart`; or let it count suspended administrators too. */
  test('says when nobody will be left who could restore an organization', async () => {
    const { ada, bob } = await organizationScene();
    await join(ada, bob, 'Bob', 'admin');
    await leave(ada, 'Acme', ofOrganization('Acme'));
    const seatOf = async (person: Actor) => (await effectsFor(person)).find(({ kind }) => kind === 'seat-ends')?.detail;
    expect(await seatOf(bob)).toBe('You are no longer an administrator of “Acme”.');
    await leave(ada, 'Ada');
    expect(await seatOf(bob)).toMatch(/Only you could restore it, and you cannot while your account is closed\.$/);
  });

  /** Let `invitationPart` look only for what is retired. */
  test('says nothing of an invitation to an organization that is being purged', async () => {
    const { world, ada, bob } = await organizationScene();
    await invite(ada, 'Bob');
    await setState(world, 'Acme', 'purging');
    expect(kindsOf(await effectsFor(bob))).toEqual(['sign-in-ends', 'data-goes', 'name-stays']);
  });

  test('says “the one”, “both” or “all 3”, as people do', async () => {
    const { ada, bob, cyd } = await organizationScene();
    const sentence = async () => (await effectsFor(ada, ofOrganization('Acme')))[0]?.detail;
    expect(await sentence()).toMatch(/^The one member loses their seat/);
    await join(ada, bob, 'Bob');
    expect(await sentence()).toMatch(/^Both members lose their seats/);
    await join(ada, cyd, 'Cyd');
    expect(await sentence()).toMatch(/^All 3 members lose their seats/);
  });
});
