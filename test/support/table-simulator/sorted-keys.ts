/**
 * Maps that can be walked in the order of their keys: by code unit, as the service orders. The order is made when it
 * is first asked for, kept up by `put` and `drop`, and remembered outside the map, so that maps compare by content.
 */
const orders = new WeakMap<ReadonlyMap<string, unknown>, string[]>();

function orderOf(map: ReadonlyMap<string, unknown>): string[] {
  const order = orders.get(map) ?? [...map.keys()].sort();
  orders.set(map, order);
  return order;
}

/** Where `key` stands or would stand. */
function placeOf(order: readonly string[], key: string): number {
  let [low, high] = [0, order.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((order[middle] ?? '') < key) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function put<V>(map: Map<string, V>, key: string, value: V): void {
  const order = map.has(key) ? undefined : orders.get(map);
  order?.splice(placeOf(order, key), 0, key);
  map.set(key, value);
}

export function drop(map: Map<string, unknown>, key: string): void {
  const order = map.has(key) ? orders.get(map) : undefined;
  order?.splice(placeOf(order, key), 1);
  map.delete(key);
}

export function copyOf<V>(map: ReadonlyMap<string, V>): Map<string, V> {
  const copy = new Map(map);
  const order = orders.get(map);
  if (order) orders.set(copy, [...order]);
  return copy;
}

export interface KeyRange {
  /** Both ends inclusive; an absent one is open. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** The entries whose keys lie in `range`, in order. */
export function* entriesIn<V>(map: ReadonlyMap<string, V>, { from, to }: KeyRange): Generator<readonly [string, V]> {
  const order = orderOf(map);
  for (let at = from === undefined ? 0 : placeOf(order, from); at < order.length; at += 1) {
    const key = order[at] ?? '';
    if (to !== undefined && key > to) return;
    yield [key, map.get(key) as V];
  }
}
