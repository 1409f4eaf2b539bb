import * as solution from "./solution.ts";

type Matrix = number[][];

/** Trains a bigram model, whose logits are the row of the token read; returns the losses and the table. */
export function train(tokens: Matrix, table: Matrix, padding: number, rate: number, steps: number) {
  const losses: number[] = [];
  for (let step = 0; step < steps; step++) {
    const logits = tokens.map((row) => row.map((token) => [...table[token]]));
    losses.push(solution.nextTokenLoss(logits, tokens, padding)[0]);
    const gradient = solution.nextTokenLossGradient(logits, tokens, padding);
    const next = table.map((row) => [...row]);
    for (const [n, row] of tokens.entries()) {
      for (const [t, token] of row.entries()) {
        for (const [k, g] of gradient[n][t].entries()) next[token][k] -= rate * g;
      }
    }
    table = next;
  }
  return [losses, table];
}
