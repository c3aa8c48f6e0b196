/** What the real compiler makes of `infra/`, for the tests that compare it with the code. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { findBicep } from '../../../infra/tools/bicep.ts';
import { copySources, infraFolder, scopeOf } from '../../../infra/tools/bicep-sources.ts';

/** A resource as it will be sent to Azure; what only a deployment can know stands there as `[expression]`. */
export interface Resource {
  readonly id: string;
  readonly type: string;
  readonly name: string;
  readonly tags?: Record<string, string>;
  // biome-ignore lint/suspicious/noExplicitAny: Azure's own shapes, which the compiler has checked.
  readonly properties: any;
  // biome-ignore lint/suspicious/noExplicitAny: as above.
  readonly [other: string]: any;
}

interface Parameter {
  readonly type?: string;
  readonly defaultValue?: unknown;
  readonly allowedValues?: readonly unknown[];
}

export interface Template {
  readonly parameters?: Record<string, Parameter>;
  readonly outputs?: Record<string, { readonly type?: string; readonly value?: unknown }>;
  readonly resources: unknown;
}

export interface CompiledInfra {
  readonly template: Template;
  /** By the name of the snapshot: `plain`, `everything`, `app-registration`. */
  readonly resources: Readonly<Record<string, readonly Resource[]>>;
}

/** Compiling takes a while and its result depends on the sources alone: it is kept under their hash. */
async function compiledInfra(): Promise<CompiledInfra | { readonly missing: string }> {
  const kept = path.join(infraFolder, '..', '.cache', 'infra', `${hashOfSources()}.json`);
  if (existsSync(kept)) return JSON.parse(readFileSync(kept, 'utf8')) as CompiledInfra;
  const bicep = findBicep();
  if ('missing' in bicep) return bicep;
  const sources = await copySources(bicep);
  try {
    const template = (await bicep.build(path.join(sources.folder, 'main.bicep'))) as Template;
    const resources: Record<string, Resource[]> = {};
    for (const file of sources.snapshots) {
      const copy = path.join(sources.folder, file);
      await bicep.snapshot(copy, scopeOf(file));
      const snapshot = JSON.parse(readFileSync(copy.replace(/\.bicepparam$/, '.snapshot.json'), 'utf8'));
      resources[path.basename(file, '.bicepparam')] = snapshot.predictedResources;
    }
    mkdirSync(path.dirname(kept), { recursive: true });
    writeFileSync(kept, JSON.stringify({ template, resources }));
    return { template, resources };
  } finally {
    sources.dispose();
  }
}

function hashOfSources(): string {
  const hash = createHash('sha256');
  for (const file of readdirSync(infraFolder, { recursive: true, encoding: 'utf8' }).sort()) {
    if (/\.(bicep|bicepparam|json|kql)$/.test(file))
      hash.update(file).update(readFileSync(path.join(infraFolder, file)));
  }
  return hash.digest('hex');
}

/** Says so where everybody sees it, when there is no compiler to test with. */
export async function compiledOrNotice(): Promise<CompiledInfra | undefined> {
  const compiled = await compiledInfra();
  if (!('missing' in compiled)) return compiled;
  console.log(`NOTICE: the infrastructure was not tested. ${compiled.missing}`);
  return undefined;
}

export function ofType(resources: readonly Resource[], type: string): Resource[] {
  return resources.filter((one) => one.type === type);
}

/** The one resource of a type, or the one of them whose name ends so. */
export function one(resources: readonly Resource[], type: string, ending = ''): Resource {
  const found = ofType(resources, type).find(({ name }) => name.endsWith(ending));
  if (!found) throw new Error(`There is no ${type} ${ending}`);
  return found;
}

export function appSettings(resources: readonly Resource[]): Record<string, string> {
  return one(resources, 'Microsoft.Web/sites/config', '/appsettings').properties;
}
