import "server-only";

const PREFIX = "challenge/";

/** The item that stands for a challenge in cards and log. */
export function itemOfChallenge(slug: string): string {
  return PREFIX + slug;
}

/** The challenge that an item of kind code stands for. */
export function challengeOfItem(itemId: string): string {
  return itemId.slice(PREFIX.length);
}
