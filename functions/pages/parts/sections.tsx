interface SectionsProps {
  /** What the pages belong to, for people who cannot see where the navigation is. */
  readonly label: string;
  readonly of: readonly { readonly path: string; readonly text: string }[];
  readonly at: string;
}

/** Leads from each page of one thing to the others. */
export function Sections({ label, of, at }: SectionsProps) {
  return (
    <nav class="sections" aria-label={label}>
      <ul>
        {of.map(({ path, text }) => (
          <li key={path}>
            <a href={path} {...(path === at && { 'aria-current': 'page' as const })}>
              {text}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
