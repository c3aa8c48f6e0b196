import { StartFault } from './port.ts';

export interface MainProgramOptions {
  /** A program with children must have started them all before it can stop them all. */
  readonly signalWhileStarting: 'exits' | 'waits';
}

/**
 * Runs a program until SIGTERM or SIGINT, then stops it and exits with 0. A second signal changes nothing:
 * `npm` and the terminal may both send one, and stopping is bounded.
 *
 * @param start resolves to what stops the program once it runs.
 */
export async function runUntilStopped(
  start: () => Promise<() => Promise<void>>,
  { signalWhileStarting }: MainProgramOptions,
): Promise<void> {
  const signalled = new Promise<void>((resolve) => {
    process.on('SIGTERM', resolve);
    process.on('SIGINT', resolve);
  });
  try {
    const starting = start();
    const stop = await (signalWhileStarting === 'exits' ? Promise.race([starting, signalled]) : starting);
    if (stop !== undefined) {
      await signalled;
      await stop();
    }
    process.exit(0);
  } catch (fault) {
    exitWith(fault);
  }
}

/** Runs a program that ends by itself, with the exit code that it resolves to. */
export async function runToEnd(program: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await program();
  } catch (fault) {
    exitWith(fault);
  }
}

/** The sentence alone where it is for the person who started the program; the stack where something is broken. */
function exitWith(fault: unknown): never {
  const isForThePerson = fault instanceof StartFault || (fault instanceof Error && fault.name === 'ConfigError');
  console.error(isForThePerson ? fault.message : fault);
  process.exit(1);
}
