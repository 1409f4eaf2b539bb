const LONGEST_BLOCK = 100_000;
const MOST_MARKS = 1500;
const MOST_ROWS = 500;
const NESTED = /^[ \t]*(?:(?:>[ \t]?|[-*+][ \t]+|\d{1,9}[.)][ \t]+)){30}/;
const INDENTED = /^[ \t]{200}/;

/**
 * Whether a text would take a markdown parser more than a few seconds, or more stack than there is: a block of 100 kB
 * without a blank line, thousands of marks or table rows in one block, nesting of thirty levels. No document written
 * by a person comes near; such a text is read without its markup.
 */
export function isTangled(text: string): boolean {
  let length = 0;
  let marks = 0;
  let rows = 0;
  for (const line of text.split("\n")) {
    if (line.trim() === "") {
      length = marks = rows = 0;
      continue;
    }
    length += line.length;
    if (length > LONGEST_BLOCK || NESTED.test(line) || INDENTED.test(line)) return true;
    if (line.includes("|")) rows++;
    for (let i = 0; i < line.length; i++) if ("*_`$[]~@".includes(line.charAt(i))) marks++;
    if (rows > MOST_ROWS || marks > MOST_MARKS) return true;
  }
  return false;
}
