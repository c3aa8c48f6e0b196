import { faultyProcess } from '../faults/faulty-process.ts';
import { createWorld, type World } from '../world.ts';
import type { Cast } from './operation.ts';

/** Something done by a process that died before its n-th storage request. */
export async function halfDone(
  world: World,
  cast: Cast,
  at: number,
  act: (there: World) => Promise<unknown>,
): Promise<Cast> {
  const dying = faultyProcess([{ at, fault: 'dies-before' }]);
  const there = await createWorld({ beside: world, tables: dying.options });
  await dying.run(() => act(there));
  return cast;
}
