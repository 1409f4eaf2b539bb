const PAGE = 65_536;
const MEMORY_SECTION = 5;
const WITH_MAXIMUM = 1;

/**
 * A WebAssembly module's bytes with the one memory it defines limited to `limit` bytes, rounded up to pages: growing
 * further fails inside, as on a full machine.
 * @throws RangeError when the module defines no memory, or starts with more
 */
export function capMemory(bytes, limit) {
  const pages = Math.ceil(limit / PAGE);
  let at = 8;
  while (at < bytes.length) {
    const [size, body] = readNumber(bytes, at + 1);
    if (bytes[at] === MEMORY_SECTION) {
      const [, flagsAt] = readNumber(bytes, body);
      const [minimum] = readNumber(bytes, flagsAt + 1);
      if (minimum > pages) throw new RangeError(`the module starts with ${minimum} pages, limit ${pages}`);
      const memory = [1, WITH_MAXIMUM, ...writeNumber(minimum), ...writeNumber(pages)];
      const section = [MEMORY_SECTION, ...writeNumber(memory.length), ...memory];
      const capped = new Uint8Array(at + section.length + bytes.length - (body + size));
      capped.set(bytes.subarray(0, at));
      capped.set(section, at);
      capped.set(bytes.subarray(body + size), at + section.length);
      return capped;
    }
    at = body + size;
  }
  throw new RangeError("the module defines no memory");
}

// Numbers of the binary format: LEB128, unsigned.
function readNumber(bytes, start) {
  let number = 0;
  let at = start;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at];
    at += 1;
    number |= (byte & 0x7f) << shift;
    if (byte < 0x80) return [number >>> 0, at];
  }
}

function writeNumber(number) {
  const bytes = [];
  for (let rest = number; ; rest >>>= 7) {
    if (rest < 0x80) return [...bytes, rest];
    bytes.push((rest & 0x7f) | 0x80);
  }
}
