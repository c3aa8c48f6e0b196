/** Azurite's table service as a child process. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from './port.ts';

const startMilliseconds = 30_000;

/** Azurite's well-known account; the key is public and opens nothing but an emulator. Source: Azurite's README. */
const account = 'devstoreaccount1';
const accountKey = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';

/** Where `npm start` has it; `AZURITE_TABLE_PORT` changes that. */
export const standardTablePort = 10_002;

/** 127.0.0.1 and not localhost: the SDK takes that for another emulator. */
export function azuriteConnectionString(port: number): string {
  const endpoint = `http://127.0.0.1:${port}/${account}`;
  return `DefaultEndpointsProtocol=http;AccountName=${account};AccountKey=${accountKey};TableEndpoint=${endpoint};`;
}

export interface Azurite {
  readonly connectionString: string;
  readonly process: ChildProcess;
  stop(): Promise<void>;
}

export interface AzuriteOptions {
  /** 0, the default, for any free port. */
  readonly port?: number;
  /** Where rows are kept between starts; none: in memory. */
  readonly dataFolder?: string;
}

/** Starts it and waits until it answers. @throws StartFault when the port is in use. */
export async function startAzurite(options: AzuriteOptions = {}): Promise<Azurite> {
  const port = await freePort(options.port ?? 0, 'AZURITE_TABLE_PORT');
  const packageFile = createRequire(import.meta.url).resolve('azurite/package.json');
  const child = spawn(
    process.execPath,
    [
      path.join(path.dirname(packageFile), 'dist', 'src', 'table', 'main.js'),
      '--silent',
      '--disableTelemetry',
      '--tableHost',
      '127.0.0.1',
      '--tablePort',
      String(port),
      ...(options.dataFolder === undefined ? ['--inMemoryPersistence'] : ['--location', options.dataFolder]),
    ],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  const exited = once(child, 'exit');
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null && child.kill('SIGTERM')) await exited;
  };
  try {
    await untilItAnswers(`http://127.0.0.1:${port}/`, child);
  } catch (fault) {
    await stop();
    throw fault;
  }
  return { connectionString: azuriteConnectionString(port), process: child, stop };
}

async function untilItAnswers(url: string, child: ChildProcess): Promise<void> {
  const giveUpAt = performance.now() + startMilliseconds;
  while (performance.now() < giveUpAt) {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error('Azurite ended before it answered.');
    try {
      await (await fetch(url)).body?.cancel();
      return;
    } catch {
      await pause(50);
    }
  }
  throw new Error(`Azurite did not answer within ${startMilliseconds / 1000} seconds.`);
}
