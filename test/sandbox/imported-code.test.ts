import { afterAll, expect, test } from "vitest";
import { runCode } from "#app/_data/material-code.ts";
import { createSandbox } from "#lib/sandbox/sandbox.ts";

const box = createSandbox();
afterAll(() => box.close());

function runsOf(...programs: string[]) {
  const text = programs.map((program) => `\`\`\`python\n${program}\n\`\`\``).join("\n\n");
  return runCode(new TextEncoder().encode(`# Notes\n\n${text}\n`), "notes.md", (request) => box.run(request));
}

test("a program's output, what its faults print, and one that can be told from the code", async () => {
  const [run] = await runsOf("import numpy as np\n\nx = np.array([1.0, -2.0])\nprint(np.maximum(x, 0).sum())");
  expect(run).toMatchObject({
    line: 4,
    printed: "1.0\n",
    fault: { line: 4, text: "print(np.minimum(x, 0).sum())", printed: "-2.0\n", repairs: [] },
  });
  const changes = "changes" in run ? run.changes : [];
  expect(changes).toContainEqual({ line: 4, text: "print(np.maximum(x, 0).mean())", printed: "0.5\n", telling: true });
  expect(changes).toContainEqual({ line: 4, text: "print(np.maximum(x, 1).sum())", printed: "2.0\n", telling: false });
});

test("faults of a program that then never ends are left out", async () => {
  const [run] = await runsOf("i = 6\nwhile i > 0:\n    i -= 2\nprint(i)");
  expect(run).toMatchObject({ printed: "0\n" });
  expect("changes" in run && run.changes.some(({ text }) => text.includes("i += 2"))).toBe(false);
});

test("a fault that another line could undo names that line too", async () => {
  const [run] = await runsOf("n = 3\nm = 2\nprint(n ** m)");
  expect("fault" in run && run.fault).toEqual({
    line: 3,
    text: "print(n * m)",
    printed: "6\n",
    repairs: [{ line: 2, text: "m = 3" }],
  });
});

test.each([
  ["x = y + 1\nprint(x)", "it ends with NameError: name 'y' is not defined"],
  ["import torch\nprint(torch.ones(2))", "it ends with ModuleNotFoundError: No module named 'torch'"],
  ["x = 1\ny = x + 1", "it prints nothing"],
  ["import random\nprint(random.random())", "it prints something else each time"],
  ["while True:\n    pass", "it runs for more than 2 s"],
  ["x = 'x' * 100\nwhile True:\n    print(x)", "it prints too much"],
  ["print(1)", "a program of 1 lines"],
  [
    "import sys\nsys.modules['solution'].limited = lambda *_: [('operator', 99, 'x', 'print(2)')]\nprint(1)",
    "it meddles with what studies it",
  ],
  ["import sys\nsys.modules['solution'].limited = 1\nprint(1)", "it meddles with what studies it"],
  [
    "print(open('/etc/passwd').read())\nprint(1)",
    "it ends with FileNotFoundError: [Errno 44] No such file or directory: '/etc/passwd'",
  ],
])("%j is not asked about", async (program, problem) => {
  expect(await runsOf(program)).toEqual([{ line: 4, source: program, problem }]);
});
