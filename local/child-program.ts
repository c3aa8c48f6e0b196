/** One program of `npm start`: its own process, its output prefixed with its name. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { StartFault } from './port.ts';

/** A little more than the host takes to finish what is under way. */
const stopMilliseconds = 12_000;

export interface ChildProgram {
  readonly name: string;
  readonly process: ChildProcess;
  stop(): Promise<void>;
}

export async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  const patience = setTimeout(() => child.kill('SIGKILL'), stopMilliseconds);
  await exited;
  clearTimeout(patience);
}

/**
 * Starts it and waits for its line `ready …`. NODE_OPTIONS reaches it with the environment.
 * @param say takes every other line of its output and of its error output.
 * @throws StartFault when it ends before that; what it said is printed above.
 */
export async function startChild(
  name: string,
  file: string,
  environment: Readonly<Record<string, string>>,
  say: (line: string, isError: boolean) => void = (line, isError) =>
    (isError ? console.error : console.log)(`${name} | ${line}`),
  node = process.execPath,
): Promise<ChildProgram> {
  const env = { ...process.env, ...environment };
  const child = spawn(node, [file], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const stderr = createInterface({ input: child.stderr });
  stderr.on('line', (line) => say(line, true));
  const ready = new Promise<void>((resolve) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line.startsWith('ready ')) resolve();
      else say(line, false);
    });
  });
  const ended = Promise.all([once(child, 'exit'), once(stderr, 'close')]).then(() => {
    throw new StartFault(`The ${name} did not start.`);
  });
  await Promise.race([ready, ended]);
  ended.catch(() => undefined);
  return { name, process: child, stop: () => stopChild(child) };
}
