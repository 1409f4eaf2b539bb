/** How parameters are called that mean the same in every program. */
const KNOWN: Record<string, string> = { lr: String.raw`\eta`, decay: String.raw`\lambda`, eps: String.raw`\epsilon` };
const GREEK = new Set(["alpha", "beta", "gamma", "delta", "lambda", "mu", "rho", "sigma", "tau"]);

/**
 * A parameter's name as KaTeX: `lr` → `\eta`, `beta1` → `\beta_1`, `mHat` → `\hat m`, `mPrev` → `m_{t-1}`,
 * `wPrev` → `w`, `dW` → `dW`; anything longer is set as words: `leastInput` → `\text{least input}`.
 */
export function symbolOf(name: string): string {
  // A weight is called by the same letter before and after a step; moments carry the step in their index.
  if (name === "wPrev") return "w";
  const [, stem, index, suffix] = /^(.*?)(\d*)(Hat|Prev)?$/.exec(name) as RegExpExecArray;
  const letter = Object.hasOwn(KNOWN, stem)
    ? KNOWN[stem]
    : GREEK.has(stem)
      ? `\\${stem}`
      : /^(.|d.)$/.test(stem)
        ? stem
        : null;
  if (letter === null) return String.raw`\text{${words(name)}}`;
  const indexed = index === "" ? letter : `${letter}_${index}`;
  if (suffix === "Hat") return String.raw`\hat ${indexed}`;
  return suffix === "Prev" ? `${letter}_{t-1}` : indexed;
}

function words(name: string): string {
  return name.replace(/([a-z])([A-Z0-9])/g, (_, before: string, after: string) => `${before} ${after.toLowerCase()}`);
}
