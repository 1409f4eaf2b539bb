/** Longest program, in characters. */
export const LONGEST_SOURCE = 50_000;
