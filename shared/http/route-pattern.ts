const known = new Map<string, RegExp>();

/** A route's pattern as the Functions host matches it: literals without case, a parameter is one segment. */
export function routePattern(route: string): RegExp {
  const pattern = known.get(route) ?? new RegExp(`^/${route.split('/').map(ofSegment).join('/')}/?$`, 'i');
  known.set(route, pattern);
  return pattern;
}

function ofSegment(segment: string): string {
  const name = /^\{(\w+)\}$/.exec(segment)?.[1];
  return name === undefined ? segment.replace(/[.*+?^${}()|[\]\\]/g, '\\$&') : `(?<${name}>[^/]+)`;
}
