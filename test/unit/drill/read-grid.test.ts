import { expect, test } from "vitest";
import { readGrid } from "#app/drill/read-grid.ts";

const grid = [
  ["0.5", "-1.2"],
  ["3", "4e-3"],
];

test.for([
  ["a spreadsheet's tabs and lines", "0.5\t-1.2\n3\t4e-3\n"],
  ["a NumPy array as printed", "[[ 0.5 -1.2 ]\n [ 3    4e-3]]"],
  ["a NumPy array as code", "array([[0.5, -1.2],\n       [3, 4e-3]], dtype=float32)"],
  ["a nested list", "[[0.5,-1.2],[3,4e-3]]"],
  ["rows of a MATLAB matrix", "0.5 -1.2; 3 4e-3"],
] as const)("%s is read row by row", ([, text]) => {
  expect(readGrid(text)).toEqual(grid);
});

test("decimal commas between tabs stay as they are, for the number parser to read", () => {
  expect(readGrid("0,5\t-1,2\n3\t4")).toEqual([
    ["0,5", "-1,2"],
    ["3", "4"],
  ]);
});

test("a single number is a grid of one, and blank text none", () => {
  expect(readGrid("42")).toEqual([["42"]]);
  expect(readGrid(" \n ")).toEqual([]);
});
