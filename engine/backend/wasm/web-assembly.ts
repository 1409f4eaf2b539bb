/**
 * As much of the WebAssembly interface as the engine uses. Every runtime has it as a global, but its types come with
 * those of browsers, which the engine does without.
 */
export interface WebAssemblyInterface {
  readonly Memory: new (limits: { initial: number }) => Memory;
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => Module;
  readonly Instance: new (module: Module, imports: Imports) => { readonly exports: object };
  validate(bytes: Uint8Array<ArrayBuffer>): boolean;
}

/** Linear memory in pages of 64 KiB. Growing it replaces `buffer`. */
export interface Memory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}

export interface Module {
  readonly compiled?: never;
}

export type Imports = Readonly<Record<string, Readonly<Record<string, Memory>>>>;

/** The runtime's WebAssembly, or undefined where there is none (or a page's policy forbids it). */
export function findWebAssembly(): WebAssemblyInterface | undefined {
  return (globalThis as unknown as { WebAssembly?: WebAssemblyInterface }).WebAssembly;
}
