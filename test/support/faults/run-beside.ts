import { createWorld, type World } from '../world.ts';
import type { PlannedFault } from './fault.ts';
import { faultyProcess, type Run } from './faulty-process.ts';

/** Something done by a process of its own, beside `world` and over the same storage, that meets these faults. */
export async function runBeside<T>(
  world: World,
  faults: readonly PlannedFault[],
  act: (there: World) => Promise<T>,
): Promise<Run<T>> {
  const process = faultyProcess(faults);
  const there = await createWorld({ beside: world, tables: process.options });
  return await process.run(() => act(there));
}
