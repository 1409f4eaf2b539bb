/**
 * As much of the WebAssembly interface as the engine uses. Every runtime has it as a global, but its types come with
 * those of browsers, which the engine does without.
 */
export interface WebAssemblyInterface {
  readonly Memory: new (limits: { initial: number; maximum?: number; shared?: boolean }) => Memory;
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => Module;
  readonly Instance: new (module: Module, imports: Imports) => { readonly exports: object };
  validate(bytes: Uint8Array<ArrayBuffer>): boolean;
}

/** Linear memory in pages of 64 KiB. Growing it replaces `buffer`, which is shared where the memory was made so. */
export interface Memory {
  readonly buffer: ArrayBuffer | SharedArrayBuffer;
  grow(pages: number): number;
}

export interface Module {
  readonly compiled?: never;
}

export type Imports = Readonly<Record<string, Readonly<Record<string, Memory | number>>>>;

/** The runtime's WebAssembly, or undefined where there is none (or a page's policy forbids it). */
export function findWebAssembly(): WebAssemblyInterface | undefined {
  return (globalThis as unknown as { WebAssembly?: WebAssemblyInterface }).WebAssembly;
}
