/**
 * `npm run infra`: every Bicep file is formatted, compiles, passes the strict rules without a warning, and produces the
 * resources its snapshot shows. With `--update` the snapshots are rewritten; read the difference before committing.
 * Without a compiler there is a notice; with `--required` that is a failure.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Bicep, findBicep } from './bicep.ts';
import { copySources, infraFolder, scopeOf } from './bicep-sources.ts';

const isUpdating = process.argv.includes('--update');

async function faultsOf(bicep: Bicep): Promise<string[]> {
  const faults: string[] = [];
  const sources = await copySources(bicep);
  try {
    const findings = await bicep.lint(sources.folder);
    for (const { level, message } of findings) {
      if (level === 'Info') console.log(`note: infra/${message}`);
      else faults.push(`infra/${message}`);
    }
    await bicep.format(sources.folder);
    for (const file of sources.files) {
      const isFormatted =
        readFileSync(path.join(sources.folder, file), 'utf8') === readFileSync(path.join(infraFolder, file), 'utf8');
      if (!isFormatted) faults.push(`infra/${file} is not formatted; run: bicep format infra/${file}`);
      console.log(`checked infra/${file}`);
    }
    for (const file of ['main.bicepparam', ...sources.snapshots]) {
      faults.push(...(await parameterFaults(bicep, sources.folder, file)));
    }
  } finally {
    sources.dispose();
  }
  return faults;
}

/** The parameter file that azd uses must fit; for the others the outcome is compared too. */
async function parameterFaults(bicep: Bicep, folder: string, file: string): Promise<string[]> {
  const copy = path.join(folder, file);
  const snapshot = copy.replace(/\.bicepparam$/, '.snapshot.json');
  const kept = path.join(infraFolder, path.relative(folder, snapshot));
  try {
    await bicep.snapshot(copy, scopeOf(file));
  } catch (failed) {
    return [(failed as Error).message];
  }
  if (file === 'main.bicepparam') return [];
  const text = inOrder(readFileSync(snapshot, 'utf8'));
  if (isUpdating) writeFileSync(kept, text);
  const isSame = existsSync(kept) && readFileSync(kept, 'utf8') === text;
  console.log(`compared infra/${path.relative(infraFolder, kept)}`);
  return isSame
    ? []
    : [`infra/${file} comes to other resources than its snapshot; see what changed with: npm run infra -- --update`];
}

/** The compiler writes outputs in an order that changes from run to run. */
function inOrder(snapshot: string): string {
  const { outputs, ...rest } = JSON.parse(snapshot) as { outputs: Record<string, unknown> };
  const sorted = Object.entries(outputs).sort(([a], [b]) => (a < b ? -1 : 1));
  return `${JSON.stringify({ ...rest, outputs: Object.fromEntries(sorted) }, null, 2)}\n`;
}

// What azd would have put into the environment.
Object.assign(process.env, {
  AZURE_ENV_NAME: 'production',
  AZURE_LOCATION: 'westeurope',
  IDENTITY_CLIENT_ID: '00000000-0000-4000-8000-000000000001',
});

const bicep = findBicep();
if ('missing' in bicep) {
  console.log(`NOTICE: infra/ was not checked. ${bicep.missing}`);
  if (process.argv.includes('--required')) process.exitCode = 1;
} else {
  const faults = await faultsOf(bicep);
  for (const fault of faults) console.error(fault);
  console.log(faults.length === 0 ? `infra/ is in order (${bicep.version})` : `${faults.length} faults in infra/`);
  if (faults.length > 0) process.exitCode = 1;
}
