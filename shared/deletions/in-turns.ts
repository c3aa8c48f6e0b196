/** How many hints are followed at once: each takes up to three requests, one after the other. */
const atOnce = 20;

/** Does `act` for every item, some at a time. @returns what each came to, in order. */
export async function inTurns<Item, Result>(
  items: readonly Item[],
  act: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (let from = 0; from < items.length; from += atOnce) {
    results.push(...(await Promise.all(items.slice(from, from + atOnce).map(act))));
  }
  return results;
}
