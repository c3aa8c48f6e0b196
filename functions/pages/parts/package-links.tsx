import type { Package } from '../../../shared/packages/package.ts';
import { may, type Standing } from '../../../shared/packages/policy.ts';
import { Sections } from './sections.tsx';

const places = [
  ['', 'Overview', undefined],
  ['/owners', 'Owners and offers', 'package:offers:see'],
  ['/history', 'History', 'package:history:see'],
] as const;

interface PackageHeaderProps {
  readonly of: { readonly package: Package; readonly standing: Standing };
  readonly here: string;
}

/** The heading of a package's pages, with the ways between those that the viewer may see. */
export function PackageHeader({ of: { package: current, standing }, here }: PackageHeaderProps) {
  const base = `/packages/${current.id}`;
  const open = places
    .filter(([, , right]) => right === undefined || may(right, standing))
    .map(([path, text]) => ({ path: `${base}${path}`, text }));
  return (
    <>
      {standing !== 'stranger' && (
        <p class="small">
          <a href="/account/packages">Your packages</a>
        </p>
      )}
      <h1>{current.id}</h1>
      {open.length > 1 && <Sections label="Package" of={open} at={`${base}${here}`} />}
    </>
  );
}
