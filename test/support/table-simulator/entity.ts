/** A row as the store holds it. Never changed in place: a write replaces it with another. */
export type StoredEntity = Readonly<Record<string, unknown>> & {
  readonly PartitionKey: string;
  readonly RowKey: string;
};

/** What the service keeps of a written entity: a null property counts as absent. */
export function withoutNulls(entity: StoredEntity): StoredEntity {
  return Object.fromEntries(Object.entries(entity).filter(([, value]) => value !== null)) as StoredEntity;
}

/** `standing` with the properties of `change` over its own, each with its type or without one. */
export function merged(standing: StoredEntity, change: StoredEntity): StoredEntity {
  const retyped = Object.keys(change).map((name) => `${name}@odata.type`);
  const kept = Object.entries(standing).filter(([name]) => !retyped.includes(name));
  return { ...Object.fromEntries(kept), ...change };
}

/**
 * Times of writes, each later than the one before although the clock stands still or goes back: an ETag is such a
 * time and must never come twice.
 */
export function timestamps(now: () => Date): () => string {
  const perMillisecond = 10_000;
  let [milliseconds, fraction] = [0, 0];
  return () => {
    const current = now().getTime();
    if (current > milliseconds) [milliseconds, fraction] = [current, 0];
    else if (fraction + 1 < perMillisecond) fraction += 1;
    else [milliseconds, fraction] = [milliseconds + 1, 0];
    return `${new Date(milliseconds).toISOString().slice(0, -1)}${String(fraction).padStart(4, '0')}Z`;
  };
}

export function stamped(entity: StoredEntity, timestamp: string): StoredEntity {
  return { ...entity, Timestamp: timestamp, 'odata.etag': `W/"datetime'${encodeURIComponent(timestamp)}'"` };
}
