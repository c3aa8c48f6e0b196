/**
 * Which function answers a path, as ASP.NET routing decides it for the real host: literals before parameters
 * before catch-alls, segment by segment from the left; literals in any case; a trailing slash does not count.
 *
 * Known templates: `{a}`, `{a?}` (last), `{a:int}`, `{*rest}` (last), text around parameters, the empty route.
 */
interface Segment {
  /** The lower, the earlier it is tried. */
  readonly rank: 1 | 2 | 3 | 5;
  readonly kind: 'one' | 'optional' | 'rest';
  readonly pattern: RegExp;
  readonly names: readonly string[];
}

export interface Route<T> {
  readonly segments: readonly Segment[];
  readonly methods: readonly string[];
  readonly target: T;
}

export interface Match<T> {
  readonly target: T;
  readonly params: Readonly<Record<string, string>>;
}

const constraints: Readonly<Record<string, string>> = { '': '.+?', int: '[+-]?\\d{1,10}' };

function escaped(literal: string): string {
  return literal.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function segmentOf(text: string): Segment {
  const rest = /^\{\*{1,2}(\w+)\}$/.exec(text);
  if (rest !== null) return { rank: 5, kind: 'rest', pattern: /^/, names: [rest[1] ?? ''] };
  const names: string[] = [];
  const parts = text.split(/(\{[^{}]*\})/).filter((part) => part !== '');
  let [optional, constrained] = [false, false];
  const pattern = parts.map((part) => {
    if (!part.startsWith('{')) return escaped(part);
    const parameter = /^\{(\w+)(?::(\w+))?(\?)?\}$/.exec(part);
    const constraint = constraints[parameter?.[2] ?? ''];
    if (parameter === null || constraint === undefined)
      throw new Error(`The local host does not know the route part ${part}.`);
    names.push(parameter[1] ?? '');
    constrained ||= parameter[2] !== undefined;
    optional ||= parameter[3] !== undefined && parts.length === 1;
    return `(${constraint})`;
  });
  const rank = names.length === 0 ? 1 : parts.length > 1 || constrained ? 2 : 3;
  return { rank, kind: optional ? 'optional' : 'one', pattern: new RegExp(`^${pattern.join('')}$`, 'is'), names };
}

export function routeOf<T>(template: string, methods: readonly string[], target: T): Route<T> {
  const segments = template
    .split('/')
    .filter((text) => text !== '')
    .map(segmentOf);
  if (segments.slice(0, -1).some(({ kind }) => kind !== 'one')) {
    throw new Error(`In the route ${template} only the last part may be optional or a catch-all.`);
  }
  return { segments, methods: methods.map((method) => method.toUpperCase()), target };
}

function byPrecedence(a: Route<unknown>, b: Route<unknown>): number {
  for (let at = 0; ; at += 1) {
    const [left, right] = [a.segments[at], b.segments[at]];
    if (left === undefined || right === undefined) return a.segments.length - b.segments.length;
    if (left.rank !== right.rank) return left.rank - right.rank;
  }
}

function paramsOf(segments: readonly Segment[], path: readonly string[]): Record<string, string> | undefined {
  const params: [string, string][] = [];
  for (const [at, segment] of segments.entries()) {
    if (segment.kind === 'rest') {
      if (path.length > at) params.push([segment.names[0] ?? '', path.slice(at).join('/')]);
      return Object.fromEntries(params);
    }
    const text = path[at];
    if (text === undefined) return segment.kind === 'optional' ? Object.fromEntries(params) : undefined;
    const found = segment.pattern.exec(text);
    if (found === null) return undefined;
    params.push(...segment.names.map((name, index): [string, string] => [name, found[index + 1] ?? '']));
  }
  return path.length > segments.length ? undefined : Object.fromEntries(params);
}

export interface RouteTable<T> {
  /** The function to call, or the methods this path would take: none where no route leads. */
  find(method: string, path: readonly string[]): Match<T> | { readonly allow: readonly string[] };
}

/** A route whose methods do not fit is passed over, so that a catch-all may take what it does not. */
export function routeTable<T>(routes: readonly Route<T>[]): RouteTable<T> {
  const sorted = routes.toSorted(byPrecedence);
  return {
    find(method, path) {
      const allow = new Set<string>();
      for (const { segments, methods, target } of sorted) {
        const params = paramsOf(segments, path);
        if (params === undefined) continue;
        if (methods.includes(method)) return { target, params };
        for (const other of methods) allow.add(other);
      }
      return { allow: [...allow].sort() };
    },
  };
}
