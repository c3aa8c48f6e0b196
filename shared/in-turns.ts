/** How many things are followed at once: each takes up to a few requests, one after the other. */
const atOnce = 20;

/** Does `act` for every item, some at a time. @returns what each came to, in order. */
export async function inTurns<Item, Result>(
  items: readonly Item[],
  act: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  for await (const turn of turnsOf(items, act)) results.push(...turn);
  return results;
}

/** The same for what comes one by one, without end: what each turn came to. */
export async function* turnsOf<Item, Result>(
  items: AsyncIterable<Item> | Iterable<Item>,
  act: (item: Item) => Promise<Result>,
): AsyncGenerator<readonly Result[], void> {
  let turn: Item[] = [];
  for await (const item of items) {
    turn.push(item);
    if (turn.length < atOnce) continue;
    yield await Promise.all(turn.map(act));
    turn = [];
  }
  yield await Promise.all(turn.map(act));
}
