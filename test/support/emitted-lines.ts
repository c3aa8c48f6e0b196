/** Log lines that the service really writes: of people, of refusals, of faults, of timers, of a start that fails. */
import { RestError } from '@azure/core-rest-pipeline';
import azure from '@azure/functions';
import * as z from 'zod/mini';
import { advanceDeletions } from '../../functions/timers/advance-deletions.ts';
import { checkIntegrity } from '../../functions/timers/check-integrity.ts';
import { removeAbandonedRegistrations } from '../../functions/timers/remove-abandoned-registrations.ts';
import { type Timer, timerHandlerOf } from '../../functions/timers/timer.ts';
import { day } from '../../shared/clock.ts';
import { ok } from '../../shared/http/answers.ts';
import { defineEndpoint } from '../../shared/http/endpoint.ts';
import { handlerOf, type Pipeline, reportWrongAnswer } from '../../shared/http/handler.ts';
import { rateLimits } from '../../shared/http/rate-limits.ts';
import { ProviderFault } from '../../shared/identity/identity-provider.ts';
import { nightCount } from '../../shared/integrity/key-ranges.ts';
import { consoleLog } from '../../shared/log.ts';
import { actor } from './browser-actor.ts';
import { leave } from './deletion-scene.ts';
import { servicesIn } from './residents.ts';
import { createWorld, type World } from './world.ts';

export type Line = Readonly<Record<string, unknown>> & { readonly event: string };

const unanswering = {
  additionalPolicies: [
    {
      position: 'perRetry' as const,
      policy: {
        name: 'unanswering',
        sendRequest: () => Promise.reject(new RestError('no answer', { code: 'ECONNREFUSED' })),
      },
    },
  ],
};

export async function emittedLines(): Promise<readonly Line[]> {
  const lines: Line[] = [];
  const world = await createWorld();
  const broken = await createWorld({ beside: world, tables: unanswering });
  const deserted = await createWorld({
    beside: world,
    provider: failingProvider(new ProviderFault('silent', 'silent')),
  });
  const faulty = await createWorld({ beside: world, provider: failingProvider(new TypeError('a mistake')) });

  const ada = actor(world, 'ada');
  await ada.register('Ada');
  await ada.signIn();
  await ada.get('/sign-in/callback?state=unknown');
  await ada.get((await ada.beginSignIn()).replace(/code=.*/, 'code=unknown'));
  await ada.get('/nothing-here');
  await ada.delete('/api/packages/Json.Net', { authorization: 'Bearer bad' });
  await ada.at(broken).get('/api/session');
  await ada.at(broken).get('/api/ready');
  await ada.at(deserted).get('/sign-in');
  await ada.at(faulty).get('/sign-in');

  await wrongAnswer(world);
  await ada.signIn('?purpose=fresh');
  await leave(ada, 'Ada');

  await tick(world, removeAbandonedRegistrations);
  await tick(broken, removeAbandonedRegistrations).catch(() => undefined);
  await unreadableDeletion(world);
  await tick(world, advanceDeletions);
  for (const row of world.store.rows('identities')) await breakInvariant(world, row.PartitionKey);
  for (let night = 0; night < nightCount; night += 1) {
    await tick(world, checkIntegrity);
    world.clock.advance(day);
  }

  for (const { log } of [world, broken, deserted, faulty]) {
    for (const { level, event, fields, cause } of log)
      lines.push(printed(level as 'info', event as 'request', fields, cause));
  }
  return lines;
}

/** As it leaves the process. */
function printed(...[level, event, fields, cause]: Parameters<ReturnType<typeof consoleLog>>): Line {
  let text = '{}';
  const original = console[level];
  console[level] = (line: string) => {
    text = line;
  };
  try {
    consoleLog(() => new Date(0))(level, event, fields, cause);
  } finally {
    console[level] = original;
  }
  return JSON.parse(text) as Line;
}

function failingProvider(fault: Error) {
  return { authorizationUrl: () => Promise.reject(fault), redeem: () => Promise.reject(fault) };
}

/** An endpoint that answers what it does not declare. */
async function wrongAnswer({ services }: World): Promise<void> {
  const endpoint = defineEndpoint({
    name: 'odd',
    method: 'GET',
    route: 'odd',
    surface: 'api',
    summary: 'Odd',
    caller: 'anyone',
    answers: { 200: z.strictObject({ is: z.literal('even') }) },
    problems: [],
    handle: () => ok({ is: 'odd' as 'even' }),
  });
  const pipeline: Pipeline = {
    services,
    limits: rateLimits(services.config),
    problemPage: async () => '',
    onWrongAnswer: reportWrongAnswer,
  };
  const call = handlerOf(pipeline, { ...endpoint, endpoint: async () => endpoint });
  const request = new azure.HttpRequest({ method: 'GET', url: 'http://host.internal/odd' });
  await call(request, new azure.InvocationContext({ functionName: 'odd', invocationId: 'odd' }));
}

async function tick(world: World, timer: Timer): Promise<void> {
  await (timerHandlerOf(world.services, timer) as () => Promise<void>)();
}

/** A row that says which account is on its way out, damaged. */
async function unreadableDeletion(world: World): Promise<void> {
  const { tables } = servicesIn(world);
  await tables.insert('deletions', { partition: '202601010000', row: 'ada:damaged:close', columns: {} });
}

/** A pointer to an account that does not list it. */
async function breakInvariant(world: World, partition: string): Promise<void> {
  const { tables } = servicesIn(world);
  const key = { partition: 'ada', row: 'account' };
  const root = await tables.read('accounts', key);
  if (root)
    await tables.replace(
      'accounts',
      { ...key, columns: { ...root.columns, name: `Eve-${partition.slice(0, 3)}` } },
      root.etag,
    );
}
