import { describe, expect, test } from "vitest";
import { formulaErrors, texError } from "#lib/text/formulas.ts";
import { FormulaRenderError, renderInline, renderMarkdown, renderNote } from "#lib/text/markdown.ts";

describe("rendering markdown", () => {
  test("raw HTML does not pass, whatever it hides in", () => {
    expect(renderMarkdown("a <script>alert(1)</script><img src=x onerror=y> b")).toBe("<p>a alert(1) b</p>");
    expect(renderMarkdown("<div onclick=x>\n\nhello\n\n</div>")).toBe("<p>hello</p>");
    expect(renderInline("$\\href{javascript:alert(1)}{x}$")).not.toContain('href="javascript');
    expect(renderInline("$\\text{<b>}$")).not.toContain("<b>");
    expect(renderInline("`<b>`")).toBe("<code>&#x3C;b></code>");
  });

  test("links lead inside the app or to http(s), the latter guarded", () => {
    expect(renderInline("[a](https://x.org)")).toBe(
      '<a href="https://x.org" rel="noopener noreferrer" target="_blank">a</a>',
    );
    expect(renderInline("[a](../losses/hinge.md#margin)")).toBe('<a href="/notes/hinge#margin">a</a>');
    expect(renderInline("[a](/labs)")).toBe('<a href="/labs">a</a>');
    expect(renderInline("[a](#top)")).toBe('<a href="#top">a</a>');
    for (const url of ["javascript:alert(1)", "data:text/html,x", "//evil.org", "mailto:a@b.c"]) {
      expect(renderInline(`[a](${url})`), url).toBe("<span>a</span>");
    }
  });

  test("pictures become their description", () => {
    expect(renderInline("![a curve](http://x.org/a.png)")).toBe("a curve");
  });

  test("formulas are set for eyes and for screen readers", () => {
    const html = renderInline("$x^2$");
    expect(html).toContain('<annotation encoding="application/x-tex">x^2</annotation>');
    expect(html).toContain('class="katex-html" aria-hidden="true"');
  });

  test("a broken formula is shown in its place, and thrown when strict", () => {
    expect(renderInline("so $\\frac{1$ it is")).toContain('class="katex-error"');
    expect(() => renderInline("so $\\frac{1$ it is", { strict: true })).toThrow(FormulaRenderError);
    expect(() => renderMarkdown("costs $5", { strict: true })).toThrow("a $ that opens no formula");
  });

  test("gaps are spans with their number, in code they stay as written", () => {
    expect(renderMarkdown("a [[1]] b [[2]].")).toBe(
      '<p>a <span class="blank" data-blank="1" role="img" aria-label="gap 1"></span> b <span class="blank" data-blank="2" role="img" aria-label="gap 2"></span>.</p>',
    );
    expect(renderInline("`[[1]]`")).toBe("<code>[[1]]</code>");
  });

  test("a single paragraph is rendered inline without its element, several keep theirs", () => {
    expect(renderInline("a *b*")).toBe("a <em>b</em>");
    expect(renderInline("a\n\nb")).toBe("<p>a</p>\n<p>b</p>");
  });

  test("colons open no directive, and tildes strike nothing out", () => {
    expect(renderInline("a:b, 3:1, x :not and ~5 to ~6")).toBe("a:b, 3:1, x :not and ~5 to ~6");
  });

  test("a text that was rendered before takes next to nothing", () => {
    const stem = (i: number) => `At $t=${i}$ with $\\beta_1=0.9,\\ \\beta_2=0.999$, how large is **the step**?`;
    const time = () => {
      const start = performance.now();
      for (let i = 0; i < 200; i++) renderMarkdown(stem(i));
      return performance.now() - start;
    };
    const fresh = time();
    expect(time()).toBeLessThan(fresh / 10);
  });
});

describe("rendering a note", () => {
  test("front matter and question blocks are left out, marked words are marked", () => {
    const html = renderNote(
      "---\nid: a\n---\nIt is ==two words== long, a == b.\n\n:::choice{#x}\nSecret?\n1. [x] key\n:::\n\n## The end\n\n## The end\n",
    );
    expect(html).toBe(
      '<p>It is <mark>two words</mark> long, a == b.</p>\n<h2 id="the-end">The end</h2>\n<h2 id="the-end-2">The end</h2>',
    );
  });

  test("a mark may hold a formula, an open one stays as written", () => {
    const html = renderNote("so ==the *rate* $x$==, and ==open");
    expect(html).toMatch(/^<p>so <mark>the <em>rate<\/em> <span class="katex">.*<\/span><\/mark>, and ==open<\/p>$/s);
  });
});

describe("formula checks", () => {
  test("each formula KaTeX refuses is named with its complaint", () => {
    expect(formulaErrors("fine $x$ and $\\foo$ and\n\n$$\n\\frac{1\n$$\n").map(({ text }) => text)).toEqual([
      "\\foo",
      "\\frac{1",
    ]);
    expect(texError("x^2")).toBeNull();
    expect(texError("x^{")).toContain("KaTeX parse error");
  });

  test("a dollar sign must be escaped", () => {
    expect(formulaErrors("it costs $5").map(({ message }) => message)).toEqual([
      "a $ that opens no formula; write \\$ for the sign",
    ]);
    expect(formulaErrors("it costs \\$5")).toEqual([]);
  });
});

test("a table's heading without words is none, and a single cell without words is no heading", () => {
  expect(renderMarkdown("| | |\n|-|-|\n| a | b |")).not.toContain("<thead>");
  const html = renderMarkdown("| | shape | $x$ |\n|-|-|-|\n| a | b | c |");
  expect(html).toMatch(/<thead>\s*<tr>\s*<td><\/td>\s*<th>shape<\/th>\s*<th><span/);
});
