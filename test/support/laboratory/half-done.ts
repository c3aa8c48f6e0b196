import { runBeside } from '../faults/run-beside.ts';
import type { World } from '../world.ts';
import type { Cast } from './operation.ts';

/** Something done by a process that died before its n-th storage request. */
export async function halfDone(
  world: World,
  cast: Cast,
  at: number,
  act: (there: World) => Promise<unknown>,
): Promise<Cast> {
  await runBeside(world, [{ at, fault: 'dies-before' }], act);
  return cast;
}
