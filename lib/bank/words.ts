const GREEK: Record<string, string> = {
  α: "alpha",
  β: "beta",
  γ: "gamma",
  δ: "delta",
  ε: "epsilon",
  ϵ: "epsilon",
  ζ: "zeta",
  η: "eta",
  θ: "theta",
  κ: "kappa",
  λ: "lambda",
  μ: "mu",
  π: "pi",
  ρ: "rho",
  σ: "sigma",
  τ: "tau",
  φ: "phi",
  χ: "chi",
  ψ: "psi",
  ω: "omega",
  ℓ: "l",
};

/** A name for use in ids: lower case ASCII words joined by hyphens, at most 60 characters, "" when nothing is left. */
export function slug(text: string): string {
  const ascii = visibleText(text)
    .toLowerCase()
    .normalize("NFKD")
    .replace(/(?<![\p{L}\p{N}])[-−](?=\p{N})/gu, " minus ")
    .replace(/\s[-−]\s/g, " minus ")
    .replace(/\+/g, " plus ")
    .replace(/[^\x00-\x7f]/g, (letter) => (GREEK[letter] ? ` ${GREEK[letter]} ` : ""))
    .replace(/['’]/g, "");
  const name = ascii.replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "");
  return name.length <= 60 ? name : name.slice(0, 60).replace(/-[^-]*$/, "");
}

/** Markdown as the eye sees it, roughly: marks and TeX commands taken out, so that lengths and words can be compared. */
export function visibleText(markdown: string): string {
  return markdown
    .replace(/\$\$([^$]*)\$\$|\$([^$]*)\$/g, (_, block?: string, inline?: string) => visibleTex(block ?? inline ?? ""))
    .replace(/!?\[([^[\]]{0,500})\]\([^()\s]{0,2000}\)/g, "$1")
    .replace(/==/g, "")
    .replace(/(?<!\\)[*`]/g, "")
    .replace(/\\([\\`*_{}[\]()#+\-.!$<>~|&])/g, "$1")
    .replace(/\s+/g, " ")
    .trim();
}

function visibleTex(tex: string): string {
  return tex
    .replace(/\\(?:text|mathrm|mathbf|operatorname|mathbb|mathcal|boldsymbol|hat|bar|tilde|vec|sqrt)\s*(?=\{)/g, "")
    .replace(/\\(?:d|t)?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}/g, "$1/$2")
    .replace(/\\(?:left|right|big|Big|displaystyle|quad|qquad|,|;|!|:)(?![a-zA-Z])/g, " ")
    .replace(/\\([a-zA-Z]+)/g, "$1")
    .replace(/[{}\\^_]/g, "")
    .replace(/\s+/g, " ");
}

/** How long a piece of markdown looks: its visible characters, each TeX command counted as one. */
export function visibleLength(markdown: string): number {
  const commands = markdown.replace(/\$[^$]*\$/g, (tex) => tex.replace(/\\(?!text|mathrm)[a-zA-Z]+/g, "x"));
  return visibleText(commands).length;
}

const FUNCTION_WORDS = new Set(
  (
    "a about after all also am an and any are as at be because been before being between both but by can could did do does " +
    "done each either else every few for from had has have having how if in into is it its just least less like made make " +
    "many may more most much must near no nor not of off on once one only onto or other our out over own per same should " +
    "since so some such than that the their them then there these they this those through to too two under until up upon " +
    "use used uses using very was we were what when where whether which while who whose why will with within without would " +
    "you your yet they'd it's"
  ).split(" "),
);

/** Lower-case words and numbers of a piece of markdown, in order. */
export function words(markdown: string): string[] {
  return (
    visibleText(markdown)
      .toLowerCase()
      .match(/(?:(?<![\p{L}\p{N}])[-−](?=\p{N}))?[\p{L}\p{N}]+(?:['’.][\p{L}\p{N}]+)*/gu) ?? []
  );
}

/** The word without its commonest English endings, so that "squared" meets "square" and "gates" meets "gate". */
export function stem(word: string): string {
  let root = word.replace(/['’]s$/, "");
  if (root.length > 5) root = root.replace(/(?:isation|ization|ations?)$/, "");
  if (root.length > 3 && /[^su]s$/.test(root)) root = root.replace(/(?:ies)$/, "y").replace(/s$/, "");
  if (root.length > 5) root = root.replace(/(?:ing|ed|ly|er)$/, "");
  if (root.length > 3) root = root.replace(/(?:e|y)$/, "");
  return root.length > 3 ? root.replace(/([^aeiouls])\1$/, "$1") : root;
}

/** Stems of the words that carry meaning: no function words or numbers, nothing short but acronyms. */
export function meaningful(markdown: string, shortest = 4): Set<string> {
  const acronyms = visibleText(markdown).match(/(?<![\p{L}\p{N}])\p{Lu}{2,}s?(?![\p{L}\p{N}])/gu) ?? [];
  const kept = words(markdown).filter(
    (word) => word.length >= shortest && !FUNCTION_WORDS.has(word) && /\p{L}/u.test(word),
  );
  return new Set([...kept, ...acronyms.map((word) => word.toLowerCase())].map(stem));
}

/** Share of words that two texts have in common, from 0 to 1 (Jaccard, over all words and numbers but function words). */
export function overlap(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  if (a.size === 0 && b.size === 0) return 1;
  let shared = 0;
  for (const word of a) if (b.has(word)) shared++;
  return shared / (a.size + b.size - shared);
}

/** The set that `overlap` compares. */
export function wordSet(markdown: string): Set<string> {
  return new Set(
    words(markdown)
      .filter((word) => !FUNCTION_WORDS.has(word))
      .map(stem),
  );
}
