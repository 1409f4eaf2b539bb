/** Breaks ties, so that the same input gives the same order. */
export function byId(a: { itemId: string }, b: { itemId: string }): number {
  return a.itemId < b.itemId ? -1 : a.itemId > b.itemId ? 1 : 0;
}
