/**
 * The target of a request line, read as Kestrel reads it for the real host: path segments are decoded
 * once (an encoded slash stays `%2F`), dot segments are resolved after decoding, the query stays as sent.
 */
export interface RequestTarget {
  /** Decoded, without the empty one that a trailing slash makes. */
  readonly segments: readonly string[];
  /** Path and query for a URL on this host. */
  readonly pathAndQuery: string;
  /** Same-named values joined by commas, names compared in any case, as the host hands them on. */
  readonly query: Readonly<Record<string, string>>;
}

/** Without the scheme and authority of an absolute-form target, RFC 9112 section 3.2.2. */
function originForm(method: string, target: string): string | undefined {
  if (target === '*') return method === 'OPTIONS' ? '/' : undefined;
  const path = /^https?:\/\/[^/?#]+/i.test(target) ? target.replace(/^https?:\/\/[^/?#]+/i, '') : target;
  if (path === '' || path.startsWith('?')) return `/${path}`;
  return path.startsWith('/') ? path : undefined;
}

function decodedSegments(path: string): string[] | undefined {
  try {
    return path
      .slice(1)
      .split('/')
      .map((raw) => decodeURIComponent(raw.replaceAll(/%2f/gi, '%252F')));
  } catch {
    return undefined;
  }
}

function withoutDots(segments: readonly string[]): string[] {
  const kept: string[] = [];
  for (const [at, segment] of segments.entries()) {
    if (segment !== '.' && segment !== '..') kept.push(segment);
    else {
      if (segment === '..') kept.pop();
      if (at === segments.length - 1) kept.push('');
    }
  }
  return kept;
}

/** Everything that RFC 3986 lets stand in a segment stays as it is. */
function encodedSegment(segment: string): string {
  return segment.replaceAll(/[^\w.~!$&'()*+,;=:@-]+/g, encodeURIComponent).replaceAll('%252F', '%2F');
}

function joinedQuery(query: string): Record<string, string> {
  const values = new Map<string, { name: string; values: string[] }>();
  for (const [name, value] of new URLSearchParams(query)) {
    const key = name.toLowerCase();
    const entry = values.get(key);
    if (entry === undefined) values.set(key, { name, values: [value] });
    else entry.values.push(value);
  }
  return Object.fromEntries([...values.values()].map((entry) => [entry.name, entry.values.join(',')]));
}

/** @returns nothing for an unusable target: other than visible ASCII, bad percent-encoding, NUL, no path. */
export function readRequestTarget(method: string, target: string): RequestTarget | undefined {
  if (!/^[!-~]+$/.test(target)) return undefined;
  const withoutFragment = target.replace(/#.*$/, '');
  const path = originForm(method, withoutFragment);
  if (path === undefined) return undefined;
  const at = path.indexOf('?');
  const query = at === -1 ? '' : path.slice(at + 1);
  const decoded = decodedSegments(at === -1 ? path : path.slice(0, at));
  if (decoded === undefined || decoded.some((segment) => segment.includes('\0'))) return undefined;
  const segments = withoutDots(decoded);
  const encoded = segments.map(encodedSegment).join('/');
  if (segments.at(-1) === '') segments.pop();
  return { segments, pathAndQuery: `/${encoded}${at === -1 ? '' : `?${query}`}`, query: joinedQuery(query) };
}
