import type { Root } from "mdast";
import { describe, expect, test } from "vitest";
import { inlineMarkdown } from "#lib/bank/inline.ts";
import { formatOf, parseDocument } from "#lib/bank/parse.ts";

/** The tree in short: line, kind and words of each block. */
function shape(root: Root): string[] {
  return root.children.flatMap((node) => {
    const line = node.position?.start.line ?? 0;
    if (node.type === "heading") return `${line} ${"#".repeat(node.depth)} ${inlineMarkdown(node.children)}`;
    if (node.type === "list") {
      return node.children.map(
        (item) => `${item.position?.start.line} ${node.ordered ? "1." : "-"} ${inlineMarkdown(item.children)}`,
      );
    }
    if (node.type === "table") {
      return node.children.map(
        (row) =>
          `${row.position?.start.line} | ${row.children.map((cell) => inlineMarkdown(cell.children)).join(" | ")}`,
      );
    }
    return node.type === "code" ? `${line} code` : `${line} ${inlineMarkdown([node])}`;
  });
}

const flat = (text: string) => shape(parseDocument(text, "notes.txt").root);

describe("format", () => {
  test("goes by the name's ending, otherwise by the look of the text", () => {
    expect(formatOf("plain", "a.md")).toBe("markdown");
    expect(formatOf("plain", "a.HTML")).toBe("html");
    expect(formatOf("<!doctype html><p>x</p>", "a.txt")).toBe("html");
    expect(formatOf("---\ntitle: x\n---\n\n## One\n\ntext\n\n## Two\n", "a.txt")).toBe("markdown");
    expect(formatOf("A title\n\n# a comment in code\nx = 1\n", "a.txt")).toBe("text");
  });
});

describe("markdown", () => {
  test("front matter gives the title and leaves the lines as they are", () => {
    const { root, title, data } = parseDocument("---\ntitle: Gates\nnav: 1\n---\n# Other\n\nText.\n", "a.md");
    expect(title).toBe("Gates");
    expect(data).toEqual({ title: "Gates", nav: 1 });
    expect(shape(root)).toEqual(["5 # Other", "7 Text."]);
  });

  test("broken front matter is no front matter", () => {
    expect(parseDocument("---\na: [\n---\ntext\n", "a.md").data).toBeUndefined();
  });
});

describe("HTML", () => {
  test("keeps prose, lists and tables with their lines; drops scripts, styles and navigation", () => {
    const { root, title } = parseDocument(
      `<html><head><title>Gates</title><style>p { color: red }</style></head>
<body><nav><a href="/">Home</a></nav>
<h2>Forget gate</h2>
<p>It keeps <b>a share</b> of the state.<script>alert(1)</script></p>
<ul><li>one</li><li>two</li></ul>
<table><tr><th>a</th><th>b</th></tr>
<tr><td>1</td><td>2</td></tr></table>
<p>So <span class="katex"><span class="katex-mathml"><math><semantics><annotation encoding="application/x-tex">x^2</annotation></semantics></math></span><span class="katex-html">x2</span></span>.</p>
<footer>me</footer></body></html>`,
      "a.html",
    );
    expect(title).toBe("Gates");
    expect(shape(root)).toEqual([
      "3 ## Forget gate",
      "4 It keeps **a share** of the state.",
      "5 - one",
      "5 - two",
      "6 | a | b",
      "7 | 1 | 2",
      "8 So $x^2$.",
    ]);
  });
});

describe("flattened text", () => {
  test("pilcrows mark headings, ornaments and numbers are taken off", () => {
    expect(
      flat("Networks¶\n★ Overview¶\nThe Neuron¶\nA neuron adds up what it is given and bends the sum.\n3. Layers¶\n"),
    ).toEqual([
      "1 # Networks",
      "2 ## Overview",
      "3 ### The Neuron",
      "4 A neuron adds up what it is given and bends the sum.",
      "5 ### Layers",
    ]);
  });

  test("short lines over text are headings, lines of a drawing are not", () => {
    expect(
      flat(
        "Recurrent Networks\nThey read a sequence step by step and keep a state between the steps.\nWhy Gates Help\n- they keep what matters\n- they drop the rest\nx₁ ──┐\nhidden = tanh(W x + U h)\n",
      ),
    ).toEqual([
      "1 # Recurrent Networks",
      "2 They read a sequence step by step and keep a state between the steps.",
      "3 ## Why Gates Help",
      "4 - they keep what matters",
      "5 - they drop the rest",
      "6 code",
      "7 code",
    ]);
  });

  test("table rows that lost a newline or gained one come out whole", () => {
    expect(
      flat(
        "| f | graph | use |\n|---|---|---|\n| relu | _/ |\nhidden layers |\n| tanh | s | states |\n\nThe end of it.",
      ),
    ).toEqual(["1 | f | graph | use", "3 | relu | \\_/ | hidden layers", "5 | tanh | s | states", "7 The end of it."]);
  });

  test("bullets of any make, also with the words on the next line", () => {
    expect(flat("  • one thing here\n◦ another thing here\n-\nA: the answer to it\n")).toEqual([
      "1 - one thing here",
      "2 - another thing here",
      "3 - A: the answer to it",
    ]);
  });

  test("code run together and comments in it are no prose and no headings", () => {
    expect(
      flat(
        "import numpy as np\nclass Neuron:\ndef forward(self, x):\nreturn np.maximum(0, x)\n# ReLU is the default for hidden layers\nloss.backward()\nAll of this is one step of training, no more.\n",
      ),
    ).toEqual([
      "1 code",
      "2 code",
      "3 code",
      "4 code",
      "5 code",
      "6 code",
      "7 All of this is one step of training, no more.",
    ]);
  });

  test("lines broken by hand are joined", () => {
    expect(
      flat("A sentence that somebody broke by hand after sixty letters\ngoes on in the next line. And ends.\n"),
    ).toEqual(["1 A sentence that somebody broke by hand after sixty letters goes on in the next line. And ends."]);
  });
});
