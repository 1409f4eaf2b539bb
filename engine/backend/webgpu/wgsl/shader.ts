import { LIBRARY } from "./library.ts";

/** Threads of a workgroup, unless a kernel says otherwise. */
export const GROUP_SIZE = 256;
/** Workgroups in one row of a dispatch; more of them make further rows. */
export const ROW_OF_GROUPS = 65_535;

/** A kernel's code in WGSL. */
export interface KernelCode {
  /** Threads of a workgroup; 256 by default. */
  readonly groupSize?: number;
  /** Whether the last buffer to write holds atomic u32. */
  readonly lastIsAtomic?: boolean;
  /** Which of the buffers to read are arrays of vec4<u32>, the others being of u32. */
  readonly fourfold?: readonly number[];
  /** Functions and variables besides those of the library, which come by being named. */
  readonly declarations?: string;
  /**
   * What each thread does. It knows `group`, the number of its workgroup; `local`, its own number in that; `thread`, its number
   * among all; the numbers of the dispatch as `u.name`; and the buffers `x0`, `x1`, … to read and `y0`, `y1`, … to write,
   * arrays of u32 that hold the bits of float32.
   */
  readonly body: string;
}

export interface KernelInterface {
  readonly reads: number;
  readonly writes: number;
  /** Names of the numbers given at each dispatch, in order. */
  readonly numbers: readonly string[];
}

/** The whole shader of a kernel. `u.zero` is 0, which no compiler can know. */
export function shaderOf(
  { groupSize = GROUP_SIZE, declarations = "", lastIsAtomic = false, fourfold = [], body }: KernelCode,
  { reads, writes, numbers }: KernelInterface,
): string {
  const elementOf = (i: number) => (lastIsAtomic && i === writes - 1 ? "atomic<u32>" : "u32");
  const buffers = [
    ...Array.from(
      { length: reads },
      (_, i) => `var<storage, read> x${i}: array<${fourfold.includes(i) ? "vec4<u32>" : "u32"}>;`,
    ),
    ...Array.from({ length: writes }, (_, i) => `var<storage, read_write> y${i}: array<${elementOf(i)}>;`),
  ];
  return `
struct Numbers { ${["zero", ...numbers].map((name) => `${name}: u32`).join(", ")} }
${buffers.map((buffer, i) => `@group(0) @binding(${i}) ${buffer}`).join("\n")}
@group(1) @binding(0) var<uniform> u: Numbers;
${usedFunctions(declarations + body)}
${declarations}
@compute @workgroup_size(${groupSize})
fn main(@builtin(workgroup_id) groups: vec3<u32>, @builtin(local_invocation_index) local: u32) {
  let group = groups.x + groups.y * ${ROW_OF_GROUPS}u;
  let thread = group * ${groupSize}u + local;
${body}
}`;
}

// The library's functions that a text calls, with those that these call.
function usedFunctions(text: string): string {
  const used = new Set<string>();
  const visit = (code: string) => {
    for (const [name, source] of Object.entries(LIBRARY)) {
      if (used.has(name) || !new RegExp(`\\b${name}\\b`).test(code)) continue;
      used.add(name);
      visit(source);
    }
  };
  visit(text);
  return Object.entries(LIBRARY)
    .filter(([name]) => used.has(name))
    .map(([, source]) => source)
    .join("\n");
}
