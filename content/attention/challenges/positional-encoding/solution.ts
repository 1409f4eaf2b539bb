export function positionalEncoding(length: number, width: number): number[][] {
  return Array.from({ length }, (_, t) =>
    Array.from({ length: width }, (_, column) => {
      const even = column - (column % 2);
      const angle = t / 10000 ** (even / width);
      return column === even ? Math.sin(angle) : Math.cos(angle);
    }),
  );
}
