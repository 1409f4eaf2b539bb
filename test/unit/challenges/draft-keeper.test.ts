import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { DraftKeeper, type Keeping } from "#app/challenges/[slug]/draft-keeper.ts";
import type { DraftView } from "#app/challenges/view.ts";
import type { Language } from "#lib/challenge/language.ts";

beforeEach(() => void vi.useFakeTimers({ now: 1000 }));
afterEach(() => void vi.useRealTimers());

function keep(given: Partial<Keeping> = {}) {
  const sent: [Language, string][] = [];
  const local = new Map<Language, unknown>();
  const keeper = new DraftKeeper({
    starters: { python: "start", typescript: "begin" },
    drafts: {},
    local: { read: (language) => local.get(language), write: (language, draft) => local.set(language, draft) },
    send: async (language: Language, { text, typedAt }: DraftView) => {
      sent.push([language, text]);
      return typedAt;
    },
    now: Date.now,
    ...given,
  });
  return { keeper, sent, local };
}

test("a language nothing was written in shows its starter", () => {
  const { keeper } = keep({ drafts: { python: { text: "mine", typedAt: 1 } } });
  expect([keeper.text("python"), keeper.text("typescript")]).toEqual(["mine", "begin"]);
});

test("what is typed is in the browser at once and on the server after a pause, once", async () => {
  const { keeper, sent, local } = keep();
  keeper.typed("python", "a");
  keeper.typed("python", "ab");
  expect(local.get("python")).toEqual({ text: "ab", typedAt: 1001 });
  expect([sent, keeper.saving()]).toEqual([[], "saving"]);
  await vi.advanceTimersByTimeAsync(1000);
  expect([sent, keeper.saving()]).toEqual([[["python", "ab"]], "saved"]);
});

test("a draft that does not arrive is sent again until it does", async () => {
  const sent: string[] = [];
  let reachable = false;
  const { keeper } = keep({
    send: async (_, { text, typedAt }) => {
      if (!reachable) throw new Error("unreachable");
      sent.push(text);
      return typedAt;
    },
  });
  keeper.typed("python", "kept");
  await vi.advanceTimersByTimeAsync(2000);
  expect(keeper.saving()).toBe("unsent");
  reachable = true;
  await vi.advanceTimersByTimeAsync(5000);
  expect([sent, keeper.saving()]).toEqual([["kept"], "saved"]);
});

test("a newer text of this browser wins over the server’s, and is sent to it", async () => {
  const { keeper, sent, local } = keep({ drafts: { python: { text: "server", typedAt: 500 } } });
  local.set("python", { text: "browser", typedAt: 600 });
  expect(keeper.readLocal()).toEqual(["python"]);
  expect(keeper.text("python")).toBe("browser");
  await vi.advanceTimersByTimeAsync(100);
  expect(sent).toEqual([["python", "browser"]]);
});

test("an older text, an equal one or nonsense changes nothing", () => {
  const { keeper, local } = keep({ drafts: { python: { text: "server", typedAt: 500 } } });
  for (const kept of [{ text: "old", typedAt: 400 }, { text: "equal", typedAt: 500 }, { text: 7 }, "text", null]) {
    local.set("python", kept);
    expect(keeper.readLocal()).toEqual([]);
  }
  expect(keeper.readServer({ python: { text: "older", typedAt: 499 } })).toEqual([]);
  expect(keeper.text("python")).toBe("server");
});

test("what another browser wrote later is taken over", () => {
  const { keeper } = keep();
  keeper.typed("python", "mine");
  expect(keeper.readServer({ python: { text: "theirs", typedAt: 5000 } })).toEqual(["python"]);
  expect(keeper.text("python")).toBe("theirs");
  keeper.typed("python", "mine again");
  expect(keeper.readServer({ python: { text: "theirs", typedAt: 5000 } })).toEqual([]);
});

test("a browser whose clock runs an hour ahead takes over what is written elsewhere after it", async () => {
  const { keeper, local } = keep({ now: () => Date.now() + 3_600_000, send: async () => Date.now() });
  keeper.typed("python", "mine");
  await vi.advanceTimersByTimeAsync(1000);
  expect(local.get("python")).toEqual({ text: "mine", typedAt: 1700 });
  expect(keeper.readServer({ python: { text: "theirs", typedAt: 5000 } })).toEqual(["python"]);
});

test("a text that the server does not keep is not called saved", async () => {
  const { keeper } = keep({ send: async () => null });
  keeper.typed("python", "x".repeat(60_000));
  await vi.advanceTimersByTimeAsync(1000);
  expect(keeper.saving()).toBe("refused");
});
