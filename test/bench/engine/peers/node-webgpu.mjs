// WebGPU in Node as browsers have it, for libraries that look for it there. It lives as long as the process.
export async function provideWebGpu() {
  const { create, globals } = await import("webgpu");
  Object.assign(globalThis, globals);
  const gpu = create([]);
  Object.defineProperty(globalThis, "navigator", { value: { gpu, userAgent: "Node" }, configurable: true });
  if ((await gpu.requestAdapter()) === null) throw new Error("WebGPU has no adapter here");
}
