/**
 * The whole system on one computer: Azurite (data in `.azurite/`), the Microsoft stand-in, the local host.
 *
 * The service is addressed as 127.0.0.1 and the stand-in as localhost: browsers keep their cookies apart, and
 * SameSite means what it means in production. The client secret is made at each start and kept nowhere.
 */
import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { standardTablePort, startAzurite } from './azurite.ts';
import { type ChildProgram, startChild, stopChild } from './child-program.ts';
import { runUntilStopped } from './main-program.ts';
import { freePort, readPort, StartFault } from './port.ts';
import { kindOf, registryTenant, samplePeople } from './stand-in/people.ts';
import { registryClientId } from './stand-in/stand-in.ts';

const root = path.dirname(import.meta.dirname);

/** The app registration as the stand-in knows it. */
const clientId = '0e6c4b6a-93d1-4f0e-8b57-d2a4c1f09e10';

const portSettings = { PORT: 7071, STAND_IN_PORT: 7072, AZURITE_TABLE_PORT: standardTablePort };

/** All ports at once, so that one message names every one that is taken. */
async function findPorts(): Promise<Record<keyof typeof portSettings, number>> {
  const names = Object.keys(portSettings) as (keyof typeof portSettings)[];
  const found = await Promise.allSettled(names.map(async (name) => freePort(readPort(name, portSettings[name]), name)));
  const faults = found.flatMap((one) => (one.status === 'rejected' ? [(one.reason as Error).message] : []));
  if (faults.length > 0) throw new StartFault(faults.join('\n'));
  const ports = found.map((one) => (one.status === 'fulfilled' ? one.value : 0));
  const [host = 0, standIn = 0, azurite = 0] = ports;
  return { PORT: host, STAND_IN_PORT: standIn, AZURITE_TABLE_PORT: azurite };
}

function randomSecret(): string {
  return randomBytes(24).toString('base64url');
}

/** A program that ends before being told to takes everything else down with it. */
function stopAllWhenOneEnds(children: readonly Pick<ChildProgram, 'name' | 'process'>[], stop: () => Promise<void>) {
  for (const { name, process: child } of children) {
    child.once('exit', async () => {
      if (isStopping) return;
      console.error(`The ${name} ended unexpectedly; everything stops.`);
      await stop();
      process.exit(1);
    });
  }
}

let isStopping = false;

async function startAll(): Promise<() => Promise<void>> {
  const ports = await findPorts();
  const dataFolder = path.join(root, '.azurite');
  await mkdir(dataFolder, { recursive: true });

  const origin = `http://127.0.0.1:${ports.PORT}`;
  const standInOrigin = `http://localhost:${ports.STAND_IN_PORT}`;
  const registrySecret = process.env.STAND_IN_REGISTRY_SECRET || randomSecret();
  const children: Pick<ChildProgram, 'name' | 'process'>[] = [];
  const stop = async () => {
    isStopping = true;
    // The last started stops first: the host may still need its storage to finish.
    for (const { process: child } of children.toReversed()) await stopChild(child);
  };

  try {
    const azurite = await startAzurite({ port: ports.AZURITE_TABLE_PORT, dataFolder });
    children.push({ name: 'Azurite', process: azurite.process });
    const environment = {
      PORT: String(ports.PORT),
      STAND_IN_PORT: String(ports.STAND_IN_PORT),
      STAND_IN_REGISTRY_SECRET: registrySecret,
      PUBLIC_ORIGIN: origin,
      TABLES_URL: '',
      TABLES_CONNECTION_STRING: azurite.connectionString,
      IDENTITY_AUTHORITY: `${standInOrigin}/common/v2.0`,
      IDENTITY_CLIENT_ID: clientId,
      IDENTITY_CLIENT_SECRET: randomSecret(),
      IDENTITY_CLIENT_CERTIFICATE: '',
      IDENTITY_CLIENT_ASSERTION: '',
      IDENTITY_SECOND_FACTOR: '',
      IDENTITY_FRESHNESS: '',
      REGISTRY_ISSUER: `${standInOrigin}/${registryTenant}/v2.0`,
      REGISTRY_AUDIENCE: clientId,
    };
    children.push(await startChild('stand-in', path.join(root, 'local/stand-in/main.ts'), environment));
    children.push(await startChild('host', path.join(root, 'local/host.ts'), environment));
  } catch (fault) {
    await stop();
    throw fault;
  }
  stopAllWhenOneEnds(children, stop);

  console.log(`
Registry accounts    ${origin}
Microsoft stand-in   ${standInOrigin}
Tables               http://127.0.0.1:${ports.AZURITE_TABLE_PORT} (data in .azurite/)

Sample people
${samplePeople.map((person) => `  ${person.name.padEnd(18)} ${person.username.padEnd(26)} ${kindOf(person)}`).join('\n')}

Sample registry (client credentials, scope ${clientId}/.default)
  token endpoint  ${standInOrigin}/${registryTenant}/oauth2/v2.0/token
  client id       ${registryClientId}
  client secret   ${registrySecret}

ready ${origin} (Ctrl-C stops everything)`);
  return stop;
}

await runUntilStopped(startAll, { signalWhileStarting: 'waits' });
