/** The whole system on this computer for tests: Azurite in memory, the Microsoft stand-in, one local host or several. */
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { packageFiles } from '../../infra/tools/package.ts';
import { zip } from '../../infra/tools/zip.ts';
import { startAzurite } from '../../local/azurite.ts';
import { type ChildProgram, startChild } from '../../local/child-program.ts';
import { freePort } from '../../local/port.ts';
import type { Person } from '../../local/stand-in/people.ts';
import { type StandIn, startStandIn } from '../../local/stand-in/stand-in.ts';
import { settingNames } from '../../shared/settings.ts';
import { hostNode } from './runtimes.ts';
import { unpack } from './unpack.ts';

const root = path.resolve(import.meta.dirname, '../..');
const clientId = '7c1f0f0e-52a1-4e0b-9b57-3f1f0c3b9a10';
const clientSecret = 'a secret of the tests';

export interface SystemOptions {
  /** Host processes over one storage and one `PUBLIC_ORIGIN`, the first one's; by default one. */
  readonly hosts?: number;
  readonly settings?: Readonly<Record<string, string>>;
  /** Whom the stand-in knows; by default its sample people. */
  readonly people?: readonly Person[];
  /** The Node.js that the hosts run on; by default the one that `TEST_HOST_NODE` names. */
  readonly node?: string;
  /** Stands between the hosts and Azurite. @returns where the hosts find their tables instead. */
  readonly tablesProxy?: (connectionString: string) => Promise<TablesProxy>;
}

export interface TablesProxy {
  readonly connectionString: string;
  stop(): Promise<void>;
}

/** One host process; `program` is the one that runs now. */
export interface SystemHost {
  readonly origin: string;
  readonly program: ChildProgram;
  /** Ends it as a power cut would: nothing under way is finished. */
  kill(): Promise<void>;
  /** Starts it again, at the same address, over the same storage. */
  restart(): Promise<void>;
  /** Has a timer tick at once, and does not wait for its end. */
  fire(timer: string): Promise<void>;
}

export interface System {
  /** `PUBLIC_ORIGIN`. */
  readonly origin: string;
  /** Where each host process answers. */
  readonly hosts: readonly SystemHost[];
  readonly standIn: StandIn;
  /** Azurite itself, past any proxy. */
  readonly tablesConnectionString: string;
  /** What the hosts have logged, one line an entry. */
  readonly log: readonly string[];
  /** Moves the clock of Microsoft and of every host forward, for which the hosts are stopped and started again. */
  moveClock(milliseconds: number): Promise<void>;
  /** Ends every process that was started, the last one first. */
  stop(): Promise<void>;
}

/** Nothing from the person's own environment or settings file reaches the hosts: every setting is given, even if empty. */
export async function startSystem(options: SystemOptions = {}): Promise<System> {
  const { hosts: count = 1, settings, people, node = hostNode(), tablesProxy } = options;
  const ports = await Promise.all(Array.from({ length: count }, () => freePort(0, 'PORT')));
  const origin = `http://127.0.0.1:${ports[0]}`;
  const stops: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const end of stops.splice(0).toReversed()) await end();
  };
  const log: string[] = [];
  try {
    // What is deployed, alone in its folder: nothing is installed beside it.
    const deployed = await mkdtemp(path.join(tmpdir(), 'registry-accounts-'));
    stops.push(() => rm(deployed, { recursive: true }));
    unpack(zip(await packageFiles()), deployed);
    const azurite = await startAzurite();
    stops.push(azurite.stop);
    const proxy = await tablesProxy?.(azurite.connectionString);
    if (proxy) stops.push(proxy.stop);
    let moved = 0;
    const standIn = await startStandIn({
      clock: () => new Date(Date.now() + moved),
      clientId,
      clientSecret,
      redirectUris: [`${origin}/sign-in/callback`],
      ...(people && { people }),
    });
    stops.push(standIn.close);
    const environment = {
      ...Object.fromEntries(settingNames.map((name) => [name, ''])),
      BUNDLE: path.join(deployed, 'main.cjs'),
      PUBLIC_ORIGIN: origin,
      TABLES_CONNECTION_STRING: proxy?.connectionString ?? azurite.connectionString,
      IDENTITY_AUTHORITY: standIn.authority,
      IDENTITY_CLIENT_ID: clientId,
      IDENTITY_CLIENT_SECRET: clientSecret,
      REGISTRY_ISSUER: standIn.registryIssuer,
      REGISTRY_AUDIENCE: standIn.registryClient.audience,
      ...settings,
    };
    const hosts: SystemHost[] = [];
    // One after the other: the first creates the tables.
    for (const port of ports) {
      const variables = () => ({
        ...environment,
        PORT: String(port),
        ...(moved > 0 && { NODE_OPTIONS: clockMovedBy(moved) }),
      });
      const host = await startHost(`http://127.0.0.1:${port}`, variables, (line) => log.push(line), node);
      stops.push(() => host.program.stop());
      hosts.push(host);
    }
    return {
      origin,
      hosts,
      standIn,
      tablesConnectionString: azurite.connectionString,
      log,
      async moveClock(milliseconds) {
        moved += milliseconds;
        for (const host of hosts) {
          await host.program.stop();
          await host.restart();
        }
      },
      stop,
    };
  } catch (fault) {
    for (const line of log) console.error(line);
    await stop();
    throw fault;
  }
}

/** What makes a process see all of `Date` later than it is. */
function clockMovedBy(milliseconds: number): string {
  const program = `const Real = Date;
    globalThis.Date = class extends Real {
      constructor(...given) { super(...(given.length > 0 ? given : [Real.now() + ${milliseconds}])); }
      static now() { return Real.now() + ${milliseconds}; }
    };`;
  return `--import=data:text/javascript,${encodeURIComponent(program)}`;
}

async function startHost(
  origin: string,
  environment: () => Readonly<Record<string, string>>,
  say: (line: string) => void,
  node: string,
) {
  const start = () => startChild('host', path.join(root, 'local/host.ts'), environment(), say, node);
  const host = {
    origin,
    program: await start(),
    async kill() {
      const { process } = host.program;
      const exited = once(process, 'exit');
      process.kill('SIGKILL');
      await exited;
    },
    async restart() {
      host.program = await start();
    },
    async fire(timer: string) {
      const headers = { 'content-type': 'application/json' };
      const { status } = await fetch(`${origin}/admin/functions/${timer}`, { method: 'POST', headers, body: '{}' });
      if (status !== 202) throw new Error(`The host answered ${status} to the tick of ${timer}`);
    },
  };
  return host;
}
