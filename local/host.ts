/**
 * The local Functions host: serves the same bundle that runs in Azure, with settings from the environment
 * over local.settings.json. `BUNDLE` names a bundle to serve instead of building one.
 */
import { createRequire } from 'node:module';
import path from 'node:path';
import { buildBundle } from '../build.ts';
import { type Config, readConfig } from '../shared/config.ts';
import { createTables } from '../shared/storage/azure-tables.ts';
import { watchConnections } from './connections.ts';
import { becomeFunctionsHost } from './functions-core.ts';
import { httpHost } from './http-host.ts';
import { runUntilStopped } from './main-program.ts';
import { freePort, listenOn, readPort, StartFault } from './port.ts';
import { applySettingsFile } from './settings-file.ts';
import { timersOf } from './timers.ts';

const root = path.dirname(import.meta.dirname);

/** Requests and timers under way may take this long to finish once the host is to stop. */
const patienceMilliseconds = 10_000;

async function prepareTables(config: Config): Promise<void> {
  try {
    await createTables(config);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new StartFault(`The tables could not be created; is the storage that TABLES_… names there? (${reason})`, {
      cause,
    });
  }
}

async function startHost(): Promise<() => Promise<void>> {
  applySettingsFile(path.join(root, 'local.settings.json'));
  const config = readConfig(process.env);
  const port = await freePort(readPort('PORT', 7071), 'PORT');
  const given = process.env.BUNDLE;
  await prepareTables(config);
  const bundle = given === undefined || given === '' ? (await buildBundle()).file : path.resolve(given);

  process.setSourceMapsEnabled(true);
  const app = becomeFunctionsHost();
  createRequire(import.meta.url)(bundle);

  const timers = timersOf(app);
  const server = httpHost(app, timers);
  const connections = watchConnections(server);
  const address = await listenOn(server, port, 'PORT');
  timers.start();
  console.log(`ready http://127.0.0.1:${address}`);

  return async () => {
    const patience = new Promise<void>((resolve) => setTimeout(resolve, patienceMilliseconds).unref());
    await Promise.race([Promise.all([connections.stop(patienceMilliseconds), timers.stop()]), patience]);
  };
}

await runUntilStopped(startHost, { signalWhileStarting: 'exits' });
