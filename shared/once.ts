/** Calls `make` when first asked, and answers what came of it from then on: of a promise also that it failed. */
export function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
