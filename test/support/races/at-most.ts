/** Does `act` for each item, at most `limit` of them at a time. @returns the results, in order. */
export async function atMost<Item, Result>(
  limit: number,
  items: readonly Item[],
  act: (item: Item, index: number) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const waiting = items.entries();
  let hasFailed = false;
  async function takeTurns() {
    for (const [index, item] of waiting) {
      if (hasFailed) return;
      try {
        results[index] = await act(item, index);
      } catch (error) {
        hasFailed = true;
        throw error;
      }
    }
  }
  await Promise.all(Array.from({ length: limit }, takeTurns));
  return results;
}
