/** A route's pattern as the Functions host matches it: literals without case, a parameter is one segment. */
export function routePattern(route: string): RegExp {
  const path = route
    .split('/')
    .map((segment) => {
      const name = /^\{(\w+)\}$/.exec(segment)?.[1];
      return name === undefined ? segment.replace(/[.*+?^${}()|[\]\\]/g, '\\$&') : `(?<${name}>[^/]+)`;
    })
    .join('/');
  return new RegExp(`^/${path}/?$`, 'i');
}
