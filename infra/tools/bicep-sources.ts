/** The Bicep files, copied to where they compile without a network. */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Bicep } from './bicep.ts';

export const infraFolder = path.dirname(import.meta.dirname);

export interface Sources {
  readonly folder: string;
  /** Relative to the folder, sorted. */
  readonly files: readonly string[];
  /** Parameter files that have a snapshot beside them. */
  readonly snapshots: readonly string[];
  dispose(): void;
}

/**
 * A copy of `infra/` with the strict rules everywhere, and with Microsoft Graph's types from this repository: those the
 * registration uses, as Microsoft's package 1.0.0 has them. What is deployed takes the package itself.
 */
export async function copySources(bicep: Bicep): Promise<Sources> {
  const folder = mkdtempSync(path.join(tmpdir(), 'infra-'));
  cpSync(infraFolder, folder, { recursive: true });
  const registration = path.join(folder, 'app-registration');
  await bicep.packExtension(path.join(registration, 'types', 'index.json'), path.join(registration, 'graph.tgz'));
  const rules = JSON.parse(readFileSync(path.join(infraFolder, 'bicepconfig.json'), 'utf8')) as object;
  const config = { ...rules, extensions: { microsoftGraphV1: './graph.tgz' } };
  writeFileSync(path.join(registration, 'bicepconfig.json'), JSON.stringify(config));
  const all = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  return {
    folder,
    files: all.filter((file) => file.endsWith('.bicep')),
    snapshots: all.filter((file) => file.startsWith('snapshots') && file.endsWith('.bicepparam')),
    dispose: () => rmSync(folder, { recursive: true }),
  };
}

/** A registration is deployed to a resource group for want of anything narrower; the service makes its own group. */
export function scopeOf(parameterFile: string): 'subscription' | 'resource-group' {
  return path.basename(parameterFile).startsWith('app-registration') ? 'resource-group' : 'subscription';
}
