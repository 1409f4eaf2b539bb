import type { Directive } from "../directive.ts";
import type { OrderDraft } from "../draft.ts";
import { type Complain, head, joined, numbered } from "./block.ts";

const ENTRIES = { fewest: 3, most: 8 };
const ENTRY = /^\d{1,9}\.(?:\s+(.*))?$/;
/** `{#name after=a,b m=a:misconception}`, each part optional, at the end of an entry's line. */
const ATTRIBUTES = /\s*\{((?:#|after=|m=)[^{}]*)\}\s*$/;
const NAME = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

interface WrittenEntry {
  text: string;
  line: number;
  name?: string;
  after?: string[];
  misconception?: string;
  why?: string;
}

/** `:::order{#id}`: a question, entries `1. … {#name after=a,b m=…}` with reasons `   > …`, an explanation `> …`. */
export function readOrder(block: Directive, complain: Complain): OrderDraft | null {
  const stem: string[] = [];
  const explanation: string[] = [];
  const entries: WrittenEntry[] = [];
  for (const { text, line, fenced } of numbered(block)) {
    const entry = fenced ? null : ENTRY.exec(text);
    const quote = fenced ? null : /^(\s*)>\s?(.*)$/.exec(text);
    const last = entries.at(-1);
    if (entry) {
      entries.push({ text: entry[1] ?? "", line });
    } else if (!last) {
      if (quote) complain(line, "a > line before the first entry: the reason stands below its entry");
      stem.push(text);
    } else if (quote && (quote[1] ?? "").length >= 2) {
      last.why = joined(last.why, quote[2] ?? "");
    } else if (quote) {
      explanation.push(quote[2] ?? "");
    } else if (text.trim() !== "" && /^\s{2,}/.test(text) && !last.why) {
      last.text = joined(last.text, text).replaceAll("\n", " ");
    } else if (text.trim() !== "") {
      complain(line, `"${text.trim()}" is neither an entry (1. …), its reason (   > …) nor the explanation (> …)`);
    }
  }
  for (const entry of entries) takeAttributes(entry, complain);
  checkTexts(entries, complain);
  if (stem.join("").trim() === "") complain(block.line, "an order needs a question before its entries");
  if (entries.length < ENTRIES.fewest || entries.length > ENTRIES.most) {
    complain(
      block.line,
      `an order has ${ENTRIES.fewest} to ${ENTRIES.most} entries (1. …), this one has ${entries.length}`,
    );
  }
  const named = placesByName(entries, complain);
  const after = placesAfter(entries, named, complain);
  for (const [i, { why, line }] of entries.entries()) {
    if (after[i].length === 0 && why)
      complain(line, "an entry that comes after nothing never stands too early: its reason would not be said");
  }
  return {
    ...head(block),
    kind: "order",
    stem: stem.join("\n").trim(),
    entries: entries.map((entry, i) => {
      const { text, why } = entry;
      const misconception = misconceptionOf(entry, after[i], named, complain);
      return { text, after: after[i], ...(why && { why }), ...(misconception && { misconception }) };
    }),
    ...(explanation.length > 0 ? { explanation: explanation.join("\n").trim() } : {}),
  };
}

function takeAttributes(entry: WrittenEntry, complain: Complain): void {
  const found = ATTRIBUTES.exec(entry.text);
  if (!found) return;
  entry.text = entry.text.slice(0, found.index);
  for (const part of (found[1] ?? "").trim().split(/\s+/)) {
    const [key = "", value = ""] = part.startsWith("#") ? ["#", part.slice(1)] : part.split(/=(.*)/s);
    if (key === "#" && NAME.test(value)) entry.name = value;
    else if (key === "after" && value !== "") entry.after = value.split(",");
    else if (key === "m" && value !== "") entry.misconception = value;
    else complain(entry.line, `"${part}" is none of #name, after=name,name and m=name:misconception`);
  }
}

function checkTexts(entries: readonly WrittenEntry[], complain: Complain): void {
  const lineOf = new Map<string, number>();
  for (const { text, line } of entries) {
    if (text.trim() === "") complain(line, "an entry without text");
    else if (/\{#|\{after=|\{m=/.test(text))
      complain(line, "{#name after=… m=…} stands at the end of its entry's line");
    else if (lineOf.has(text)) complain(line, `the same entry stands in line ${lineOf.get(text)}`);
    else lineOf.set(text, line);
  }
}

function placesByName(entries: readonly WrittenEntry[], complain: Complain): Map<string, number> {
  const named = new Map<string, number>();
  for (const [i, { name, line }] of entries.entries()) {
    if (name === undefined) continue;
    if (named.has(name))
      complain(line, `#${name} already names the entry in line ${entries[named.get(name) ?? 0].line}`);
    named.set(name, i);
  }
  return named;
}

/** For each entry the places of those it comes after: by its `after`, or the one above where no entry has any. */
function placesAfter(
  entries: readonly WrittenEntry[],
  named: ReadonlyMap<string, number>,
  complain: Complain,
): number[][] {
  if (entries.every(({ after }) => after === undefined)) return entries.map((_, i) => (i === 0 ? [] : [i - 1]));
  const after = entries.map(({ after: names = [], line }, i) =>
    names.flatMap((name) => {
      const place = named.get(name);
      if (place === undefined) complain(line, `after=${name}: no entry is named {#${name}}`);
      else if (place === i) complain(line, `after=${name}: an entry can't come after itself`);
      else if (place > i) complain(line, writtenLater(entries, name, i, named));
      else return [place];
      return [];
    }),
  );
  for (const [i, { text, line, after: names }] of entries.entries()) {
    if (names !== undefined || after.some((places) => places.includes(i))) continue;
    complain(line, `"${text}" comes neither before nor after any other: no place of it would be wrong`);
  }
  return after;
}

/** An entry waits for one below it: a circle, or written in an order that is not right. */
function writtenLater(
  entries: readonly WrittenEntry[],
  name: string,
  waiting: number,
  named: ReadonlyMap<string, number>,
): string {
  const reached = new Set<number>();
  const follow = (place: number): void => {
    if (reached.has(place)) return;
    reached.add(place);
    for (const next of entries[place].after ?? []) if (named.has(next)) follow(named.get(next) ?? place);
  };
  follow(named.get(name) ?? waiting);
  return reached.has(waiting)
    ? `after=${name}: the two wait for each other in a circle`
    : `after=${name}: the entries are written in a right order, so {#${name}} stands above this one`;
}

/** What standing too early shows: `m=id` where an entry comes after one other, `m=name:id` where after several. */
function misconceptionOf(
  { misconception: written, line }: WrittenEntry,
  after: readonly number[],
  named: ReadonlyMap<string, number>,
  complain: Complain,
): OrderDraft["entries"][number]["misconception"] {
  if (written === undefined) return undefined;
  const [id = "", name] = written.split(":").reverse();
  const earlier = name === undefined ? after[0] : named.get(name);
  if (name === undefined && after.length > 1)
    complain(line, `m=${id}: write m=name:${id} with the one of those it comes after that it shows when put behind`);
  else if (earlier === undefined || !after.includes(earlier))
    complain(line, `m=${written}: the entry does not come after ${name ? `{#${name}}` : "any other"}`);
  else return { id, earlier };
  return undefined;
}
