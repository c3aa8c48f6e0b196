import type { Package } from '../../../shared/packages/package.ts';
import { may, type Standing } from '../../../shared/packages/policy.ts';

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
  const open = places.filter(([, , right]) => right === undefined || may(right, standing));
  return (
    <>
      <h1 class="username">{current.id}</h1>
      {open.length > 1 && (
        <nav class="places" aria-label="Package">
          {open.map(([path, text]) => (
            <a
              key={path}
              href={`/packages/${current.id}${path}`}
              {...(path === here && { 'aria-current': 'page' as const })}
            >
              {text}
            </a>
          ))}
        </nav>
      )}
    </>
  );
}
