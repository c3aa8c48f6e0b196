/** The real Bicep compiler: from the PATH, or from NuGet through dotnet, kept in `.cache/`. */
import { execFile, execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';

const root = path.resolve(import.meta.dirname, '..', '..');
const version = '0.49.2';

export interface Finding {
  readonly code: string;
  readonly level: 'Error' | 'Warning' | 'Info';
  readonly message: string;
}

export interface Bicep {
  readonly version: string;
  /** What the compiler and its linter say about every file in a folder; `Info` only informs. */
  lint(folder: string): Promise<readonly Finding[]>;
  /** Formats every file in a folder. */
  format(folder: string): Promise<void>;
  /** The ARM template that a file compiles to. */
  build(file: string): Promise<unknown>;
  /**
   * The resources that a `.bicepparam` produces, with every expression evaluated that can be before a deployment,
   * as `.snapshot.json` beside it. `environment` is what the file may read besides this process's own.
   */
  snapshot(
    file: string,
    scope: 'subscription' | 'resource-group',
    environment?: Readonly<Record<string, string>>,
  ): Promise<void>;
  /** Packs extension types, so that a file that uses them compiles without any network. */
  packExtension(index: string, target: string): Promise<void>;
}

/** The compiler, or why there is none. */
export function findBicep(): Bicep | { readonly missing: string } {
  if (answers('bicep')) return bicepAt('bicep');
  const cached = nugetPath();
  if (cached === undefined)
    return { missing: `There is no \`bicep\` on the PATH, and NuGet has none for this computer.` };
  if (!existsSync(cached)) {
    if (!answers('dotnet')) return { missing: 'There is neither `bicep` nor `dotnet` on the PATH.' };
    try {
      restore();
    } catch {
      return { missing: `dotnet could not fetch Bicep ${version} from NuGet.` };
    }
  }
  return bicepAt(cached);
}

function answers(command: string): boolean {
  try {
    execFileSync(command, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const folder = path.join(root, '.cache', 'bicep');

function nugetPackage(): string | undefined {
  const platform = { linux: 'linux', darwin: 'osx', win32: 'win' }[process.platform as string];
  return platform && `Azure.Bicep.CommandLine.${platform}-${process.arch}`;
}

function nugetPath(): string | undefined {
  const name = nugetPackage();
  const program = process.platform === 'win32' ? 'bicep.exe' : 'bicep';
  return name && path.join(folder, 'packages', name.toLowerCase(), version, 'tools', program);
}

/** A project that is only ever restored: it downloads one package and compiles nothing. */
function restore(): void {
  mkdirSync(folder, { recursive: true });
  const project = path.join(folder, 'bicep.csproj');
  writeFileSync(
    project,
    `<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <TargetFramework>netstandard2.0</TargetFramework>
    <DisableImplicitFrameworkReferences>true</DisableImplicitFrameworkReferences>
    <RestorePackagesPath>packages</RestorePackagesPath>
  </PropertyGroup>
  <ItemGroup>
    <PackageDownload Include="${nugetPackage()}" Version="[${version}]" />
  </ItemGroup>
</Project>
`,
  );
  execFileSync('dotnet', ['restore', project], { stdio: 'ignore', env: { ...process.env, DOTNET_NOLOGO: '1' } });
  chmodSync(nugetPath() as string, 0o755);
}

function bicepAt(program: string): Bicep {
  const run = async (args: readonly string[], cwd = root, environment = {}) =>
    await promisify(execFile)(program, [...args], {
      cwd,
      env: { ...process.env, ...environment },
      maxBuffer: 64 * 1024 * 1024,
      encoding: 'utf8',
    }).catch((failed: { stdout: string; stderr: string }) => ({
      stdout: failed.stdout,
      stderr: failed.stderr,
      failed: true,
    }));
  const orFail = async (args: readonly string[], cwd?: string, environment?: Readonly<Record<string, string>>) => {
    const result = await run(args, cwd, environment);
    if ('failed' in result) throw new Error(`bicep ${args.join(' ')}\n${result.stdout}${result.stderr}`);
    return result.stdout;
  };
  return {
    version: execFileSync(program, ['--version'], { encoding: 'utf8' }).trim(),
    async lint(folder) {
      const { stdout, stderr } = await run(['lint', '--pattern', '**/*.bicep'], folder);
      return findingsIn(`${stdout}\n${stderr}`, folder);
    },
    async format(folder) {
      await orFail(['format', '--pattern', '**/*.bicep'], folder);
    },
    build: async (file) => JSON.parse(await orFail(['build', '--stdout', file])),
    async snapshot(file, scope, environment) {
      const group = scope === 'resource-group' ? ['--resource-group', 'rg-snapshot'] : [];
      await orFail(['snapshot', file, '--mode', 'overwrite', ...place, ...group], root, environment);
    },
    async packExtension(index, target) {
      await orFail(['publish-extension', index, '--target', target, '--force']);
    },
  };
}

/** Where a snapshot pretends to deploy to: without it names would differ from run to run. */
const place = [
  ['--subscription-id', '00000000-0000-0000-0000-000000000001'],
  ['--tenant-id', '00000000-0000-0000-0000-000000000002'],
  ['--location', 'westeurope'],
  ['--deployment-name', 'snapshot'],
].flat();

function findingsIn(output: string, folder: string): Finding[] {
  return output.split('\n').flatMap((line) => {
    const found = /^(.+?\(\d+,\d+\)) : (Error|Warning|Info) ([A-Za-z0-9-]+): (.*)$/.exec(line.trim());
    if (!found) return [];
    const [, where, level, code = '', message] = found;
    return [
      { code, level: level as Finding['level'], message: `${path.relative(folder, where ?? '')} ${code}: ${message}` },
    ];
  });
}
