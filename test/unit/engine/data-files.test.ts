import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ArgumentError, data, FormatError } from "#engine/index.ts";

/** An IDX file: type, sizes, and the numbers' bytes. */
function idx(type: number, shape: number[], numbers: number[] | Uint8Array): Uint8Array {
  const sizes = shape.flatMap((size) => [size >>> 24, (size >>> 16) & 255, (size >>> 8) & 255, size & 255]);
  return Uint8Array.from([0, 0, type, shape.length, ...sizes, ...numbers]);
}

describe("IDX files", () => {
  test("images and labels become a data set of bytes (N,1,H,W) and (N)", () => {
    const images = idx(0x08, [2, 2, 3], [0, 1, 2, 3, 4, 5, 255, 254, 253, 252, 251, 250]);
    const dataset = data.readIdxImages(images, idx(0x08, [2], [7, 9]));
    expect(dataset.length).toBe(2);
    expect(dataset.field("inputs").shape).toEqual([2, 1, 2, 3]);
    const { inputs, targets } = dataset.rows([1]);
    expect([[...(inputs.values as Float64Array)], inputs.shape]).toEqual([
      [255, 254, 253, 252, 251, 250],
      [1, 1, 2, 3],
    ]);
    expect([...(targets.values as Float64Array)]).toEqual([9]);
  });

  test("unsigned bytes are not copied, wherever they lie in their buffer", () => {
    const file = idx(0x08, [3], [1, 2, 3]);
    const within = new Uint8Array([9, ...file]).subarray(1);
    const { values } = data.readIdx(within);
    expect(values).toEqual(Uint8Array.from([1, 2, 3]));
    expect((values as Uint8Array).buffer).toBe(within.buffer);
  });

  test.each<[string, number, number[], number[]]>([
    ["signed bytes", 0x09, [0xff, 0x7f], [-1, 127]],
    ["16 bits", 0x0b, [0xff, 0xfe, 0x01, 0x00], [-2, 256]],
    ["32 bits", 0x0c, [0xff, 0xff, 0xff, 0xfd, 0, 1, 0, 0], [-3, 65536]],
    ["float32", 0x0d, [0x3f, 0xc0, 0, 0, 0xff, 0x80, 0, 0], [1.5, -Infinity]],
    ["float64", 0x0e, [0xbf, 0xb9, 0x99, 0x99, 0x99, 0x99, 0x99, 0x9a, 0, 0, 0, 0, 0, 0, 0, 0], [-0.1, 0]],
  ])("numbers of %s are big-endian", (_, type, bytes, wanted) => {
    expect(Array.from(data.readIdx(idx(type, [2], bytes)).values)).toEqual(wanted);
  });

  test("a scalar and nothing are files too", () => {
    expect(data.readIdx(idx(0x08, [], [5]))).toEqual({ values: Uint8Array.of(5), shape: [] });
    expect(data.readIdx(idx(0x08, [0, 28, 28], [])).shape).toEqual([0, 28, 28]);
  });

  test.each<[string, Uint8Array, string]>([
    ["nothing", new Uint8Array(), "got nothing"],
    ["another format", Uint8Array.of(0x89, 0x50, 0x4e, 0x47), "two zero bytes, a type and a rank, got 89 50 4e 47"],
    ["a compressed file", Uint8Array.of(0x1f, 0x8b, 8, 0), "still compressed by gzip"],
    ["an unknown type", idx(0x0a, [1], [0]), "has no numbers of type 0a"],
    ["sizes cut off", Uint8Array.of(0, 0, 8, 3, 0, 0), "of 3 axes has 16 bytes before its numbers, got 6"],
    ["numbers cut off", idx(0x08, [2, 2], [1, 2, 3]), "of shape (2,2) has 16 bytes, got 15"],
    ["more than its numbers", idx(0x0b, [1], [1, 2, 3]), "of shape (1) has 10 bytes, got 11"],
  ])("%s is a FormatError that says so", (_, bytes, message) => {
    expect(() => data.readIdx(bytes)).toThrow(FormatError);
    expect(() => data.readIdx(bytes)).toThrow(message);
  });

  test("images and labels that do not belong together are an error", () => {
    const images = idx(0x08, [1, 1, 1], [0]);
    expect(() => data.readIdxImages(images, idx(0x08, [2], [1, 2]))).toThrow("1 images cannot have 2 labels");
    expect(() => data.readIdxImages(images, images)).toThrow("of labels (N) is needed, got one of (1,1,1)");
    expect(() => data.readIdxImages(idx(0x08, [1], [0]), images)).toThrow(
      "of images (N,H,W) is needed, got one of (1)",
    );
  });
});

const flowers = `length,width,kind
5.1,3.5,setosa
7,-3.2e0,versicolor
.5,1.,setosa
`;

describe("CSV files", () => {
  test("give numbers, class numbers in alphabetical order, and names", () => {
    const { dataset, features, classes } = data.readCsv(flowers, { label: "kind" });
    expect([features, classes]).toEqual([
      ["length", "width"],
      ["setosa", "versicolor"],
    ]);
    const { inputs, targets } = dataset.tensors();
    expect(inputs.arraySync()).toEqual([
      [5.1, 3.5],
      [7, -3.2],
      [0.5, 1],
    ]);
    expect(targets.arraySync()).toEqual([0, 1, 0]);
  });

  test("may be bytes with a mark, other line ends, another delimiter and no header", () => {
    const bytes = new Uint8Array(Buffer.from("\ufeffä;1\r\nö;2\r\n\r\nä;3"));
    const { dataset, features, classes } = data.readCsv(bytes, { label: 0, header: false, delimiter: ";" });
    expect([features, classes]).toEqual([["1"], ["ä", "ö"]]);
    expect(dataset.tensors().inputs.arraySync()).toEqual([[1], [2], [3]]);
  });

  test("may quote cells, with delimiters, quotes and line ends inside", () => {
    const text = '"a ""b""",kind\n"1","x,y"\n2,"two\nlines"\nthree,z';
    expect(() => data.readCsv(text, { label: "kind" })).toThrow('line 5, column a "b": "three" is not a number');
    const { classes } = data.readCsv(text.replace("three", "3"), { label: "kind" });
    expect(classes).toEqual(["two\nlines", "x,y", "z"]);
  });

  test.each([
    ["", "the table is empty"],
    ["a,kind\n,x", 'line 2, column a: "" is not a number'],
    ["a,kind\n0x10,x", '"0x10" is not a number'],
    ["a,kind\n1,x,2", "line 2 has 3 cells, the first has 2"],
    ['a,kind\n1,"x', "line 2: a quote is not closed"],
    ['a,kind\n1,"x"y', 'line 2: "y" after a closing quote'],
    ['a,kind\n1,x"y"', 'line 2: a quote inside the cell x"y"'],
  ])("%j is a FormatError that says where", (text, message) => {
    expect(() => data.readCsv(text, { label: "kind" })).toThrow(FormatError);
    expect(() => data.readCsv(text, { label: "kind" })).toThrow(message);
  });

  test("a label column that is not there is an error", () => {
    expect(() => data.readCsv(flowers, { label: "color" })).toThrow(ArgumentError);
    expect(() => data.readCsv(flowers, { label: "color" })).toThrow("no column color among length, width, kind");
    expect(() => data.readCsv(flowers, { label: 3 })).toThrow("no column 3");
    expect(() => data.readCsv(flowers, { label: "kind", delimiter: "::" })).toThrow("one character other than a quote");
  });

  test("any cells come back from a table that quotes them all", () => {
    const cell = fc.string({ unit: fc.constantFrom("a", ",", '"', "\n", "\r", " ", "é") });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.double({ noNaN: true, noDefaultInfinity: true }), cell), { minLength: 1 }),
        (rows) => {
          const quote = (text: string) => `"${text.replaceAll('"', '""')}"`;
          const text = rows.map(([x, name]) => `${quote(String(x))},${quote(name)}\r\n`).join("");
          const { dataset, classes } = data.readCsv(text, { label: 1, header: false });
          const { inputs, targets } = dataset.tensors();
          expect(Array.from(inputs.valuesSync(), (x) => x + 0)).toEqual(rows.map(([x]) => x + 0));
          expect(Array.from(targets.valuesSync(), (k) => classes[k])).toEqual(rows.map(([, name]) => name));
        },
      ),
      { seed: 3, numRuns: 300 },
    );
  });
});
