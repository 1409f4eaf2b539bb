import * as solution from "./solution.ts";

/** A text of tokens: the next one's logits stand in the row of the table that the last token names. */
export function write(table: number[][], token: number, temperature: number, uniforms: number[]) {
  const text: number[] = [];
  for (const u of uniforms) {
    token = solution.pick(table[token], temperature, u);
    text.push(token);
  }
  return text;
}

/** How often each token is picked by `count` numbers spread evenly from 0 to 1. */
export function shares(logits: number[], temperature: number, count: number) {
  const picked = logits.map(() => 0);
  for (let i = 0; i < count; i++) picked[solution.pick(logits, temperature, (i + 0.5) / count)] += 1 / count;
  return picked;
}
