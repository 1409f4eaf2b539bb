import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { type Backend, referenceBackend } from "#engine/index.ts";

const root = resolve(import.meta.dirname, "../../../engine");
const sources = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".ts"));

describe("the engine's seams", () => {
  test("it imports nothing outside its folder", () => {
    expect(sources.length).toBeGreaterThan(30);
    const outside = sources.flatMap((path) =>
      [
        ...readFileSync(join(root, path), "utf8").matchAll(
          /^\s*(?:import|export)[^;]*?from "([^"]+)"|^import "([^"]+)"/gm,
        ),
      ]
        .map(([, from, bare]) => from ?? bare)
        .filter(
          (target) => !target.startsWith(".") || relative(root, resolve(root, dirname(path), target)).startsWith(".."),
        )
        .map((target) => `${path} imports ${target}`),
    );
    expect(outside).toEqual([]);
  });

  test("no file is longer than 350 lines", () => {
    const lines = sources.map((path) => [path, readFileSync(join(root, path), "utf8").split("\n").length] as const);
    expect(lines.filter(([, count]) => count > 350)).toEqual([]);
  });

  test("a backend that lacks a kernel does not compile", () => {
    const { matmul: _left, ...others } = referenceBackend.kernels;
    // @ts-expect-error matmul is missing
    const incomplete: Backend<Float64Array> = { ...referenceBackend, kernels: others };
    expect("matmul" in incomplete.kernels).toBe(false);
    expect("matmul" in referenceBackend.kernels).toBe(true);
  });
});
