import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const root = fileURLToPath(new URL("../../..", import.meta.url));

/** For each place in the tree: the imports its door lets out, and those it stops. */
const doors: Record<string, { open: string[]; shut: string[] }> = {
  "engine/ops/matmul.ts": {
    open: ["./add.ts", "../tensor.ts"],
    shut: ["#lib/item/item.ts", "../../lib/item/item.ts", "#engine/index.ts", "zod", "react", "node:fs", "fs"],
  },
  "lib/item/item.ts": {
    open: ["./seed.ts", "../grade/numeric.ts", "#lib/grade/numeric.ts", "#engine/index.ts", "zod", "node:crypto"],
    shut: [
      "#engine/tensor.ts",
      "#engine/ops/matmul.ts",
      "../../engine/index.ts",
      "#app/_data/client.ts",
      "../../app/_data/client.ts",
      "#content/areas.ts",
      "#test/e2e/app.ts",
      "react",
      "react-dom/server",
      "next/link",
      "server-only",
      "@prisma/client",
      "@libsql/client",
      "#prisma/client/client.ts",
      "../../prisma/client/client.ts",
      "ts-fsrs",
      "node:fs",
      "node:worker_threads",
      "node:fs/promises",
      "fs",
      "fs/promises",
      "quickjs-wasi",
      "sucrase",
      "@bjorn3/browser_wasi_shim",
      "@nimbus-sh/runtime-cpython",
    ],
  },
  "lib/schedule/rate.ts": { open: ["ts-fsrs", "#lib/item/item.ts"], shut: ["node:fs", "react", "#engine/tensor.ts"] },
  "lib/sandbox/python.ts": {
    open: [
      "node:worker_threads",
      "node:fs",
      "quickjs-wasi",
      "sucrase",
      "@bjorn3/browser_wasi_shim",
      "@nimbus-sh/runtime-cpython",
    ],
    shut: [
      "ts-fsrs",
      "next/server",
      "#app/_data/client.ts",
      "@prisma/client",
      "node:child_process",
      "node:vm",
      "node:wasi",
      "node:net",
      "net",
    ],
  },
  "lib/training/training.ts": {
    open: ["node:child_process", "node:fs/promises", "sucrase", "#lib/datasets/mnist.ts", "#engine/index.ts"],
    shut: [
      "#engine/tensor.ts",
      "#app/_data/client.ts",
      "@prisma/client",
      "quickjs-wasi",
      "ts-fsrs",
      "node:net",
      "react",
    ],
  },
  "content/optimizers/adam.items.ts": {
    open: [
      "./shapes.ts",
      "../areas.ts",
      "#content/areas.ts",
      "#lib/item/item.ts",
      "#lib/challenge/case.ts",
      "#engine/index.ts",
    ],
    shut: [
      "#lib/schedule/rate.ts",
      "../../lib/item/item.ts",
      "#engine/tensor.ts",
      "../../engine/tensor.ts",
      "#app/_ui/button.tsx",
      "node:fs",
      "zod",
      "quickjs-wasi",
    ],
  },
  "app/_ui/button.tsx": {
    open: ["react", "next/link", "./key.tsx", "#app/_ui/key.tsx", "katex"],
    shut: [
      "#lib/item/item.ts",
      "../../lib/item/item.ts",
      "#content/areas.ts",
      "#engine/index.ts",
      "#app/_data/client.ts",
      "../_data/client.ts",
      "../_actions/answer.ts",
      "@prisma/client",
      "node:fs",
    ],
  },
  "app/_data/cards.ts": {
    open: [
      "server-only",
      "./client.ts",
      "#lib/item/item.ts",
      "#content/areas.ts",
      "@prisma/adapter-libsql",
      "#prisma/client/client.ts",
    ],
    shut: [
      "react",
      "next/cache",
      "#app/_ui/button.tsx",
      "../_ui/button.tsx",
      "#app/drill/drill.tsx",
      "#engine/tensor.ts",
      "../../lib/item/item.ts",
      "ts-fsrs",
    ],
  },
  "app/_actions/answer.ts": {
    open: [
      "#app/_data/cards.ts",
      "../_data/cards.ts",
      "#lib/item/item.ts",
      "#content/areas.ts",
      "#engine/index.ts",
      "next/cache",
      "zod",
    ],
    shut: [
      "@prisma/client",
      "@libsql/client",
      "#prisma/client/client.ts",
      "../../prisma/client/client.ts",
      "ts-fsrs",
      "#engine/tensor.ts",
      "@nimbus-sh/runtime-cpython",
    ],
  },
  "app/drill/page.tsx": {
    open: ["react", "#app/_data/cards.ts", "./drill.tsx"],
    shut: ["@prisma/client", "../../prisma/client/client.ts", "../../lib/item/item.ts", "ts-fsrs", "#test/e2e/app.ts"],
  },
  "prisma/seed.ts": {
    open: ["@libsql/client", "./client/client.ts", "#content/areas.ts", "#app/_data/client.ts"],
    shut: ["ts-fsrs", "#engine/tensor.ts", "../lib/item/item.ts"],
  },
  "proxy.ts": { open: ["next/server", "#lib/access/csp.ts"], shut: ["@prisma/client", "#engine/tensor.ts", "ts-fsrs"] },
};

const stopped = new Map<string, Set<string>>();
let place: string;

beforeAll(() => {
  place = mkdtempSync(join(tmpdir(), "epoch-doors-"));
  cpSync(join(root, ".oxlintrc.json"), join(place, ".oxlintrc.json"));
  for (const [file, { open, shut }] of Object.entries(doors)) {
    plant(
      file,
      [...open, ...shut].map((from, index) => `import * as part${index} from "${from}";\nvoid part${index};`),
    );
    plant(
      `${dirname(file)}/later.ts`,
      shut.map((from) => `void import("${from}");`),
    );
  }
  for (const { filename, code, line } of lint()) {
    if (!code.includes("no-restricted-imports")) continue;
    stopped.set(filename, (stopped.get(filename) ?? new Set()).add(line));
  }
});

afterAll(() => rmSync(place, { recursive: true }));

function plant(file: string, lines: string[]): void {
  mkdirSync(join(place, dirname(file)), { recursive: true });
  writeFileSync(join(place, file), `${lines.join("\n")}\n`);
}

function lint(): { filename: string; code: string; line: string }[] {
  const command = [join(root, "node_modules/oxlint/bin/oxlint"), "-c", ".oxlintrc.json", "--format=json", "."];
  let report: string;
  try {
    report = execFileSync(process.execPath, command, { cwd: place, encoding: "utf8" });
  } catch (error) {
    report = (error as { stdout: string }).stdout;
  }
  const { diagnostics } = JSON.parse(report) as {
    diagnostics: { filename: string; code: string; message: string }[];
  };
  return diagnostics.map(({ filename, code, message }) => ({
    filename: filename.replaceAll("\\", "/"),
    code,
    line: message.split("'")[1] ?? message,
  }));
}

function stoppedIn(file: string): string[] {
  return [...(stopped.get(file) ?? [])].toSorted();
}

describe.each(Object.entries(doors))("%s", (file, { shut }) => {
  test("may import what its door lets out, and nothing else", () => {
    expect(stoppedIn(file)).toEqual(shut.toSorted());
  });

  test("may not import the rest later either", () => {
    expect(stoppedIn(join(dirname(file), "later.ts").replaceAll("\\", "/"))).toEqual(shut.toSorted());
  });
});
