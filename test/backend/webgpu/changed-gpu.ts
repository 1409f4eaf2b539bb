import type { GpuAdapter, GpuDevice, GpuInterface } from "#engine/backend/webgpu/web-gpu.ts";

/** A thing of WebGPU with some of its properties replaced. */
export function withChanges<T extends object>(thing: T, changes: Partial<T>): T {
  return new Proxy(thing, {
    get(target, name) {
      if (name in changes) return changes[name as keyof T];
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}

/** WebGPU whose devices are what `change` makes of them. */
export function withDevice(gpu: GpuInterface, change: (device: GpuDevice) => GpuDevice): GpuInterface {
  return {
    async requestAdapter() {
      const adapter = (await gpu.requestAdapter()) as GpuAdapter;
      return withChanges(adapter, { requestDevice: async (wanted) => change(await adapter.requestDevice(wanted)) });
    },
  };
}

/** A device whose error scopes of a kind find this whenever it is not null. */
export function withErrors(device: GpuDevice, kind: string, found: () => { message: string } | null): GpuDevice {
  const scopes: string[] = [];
  return withChanges(device, {
    pushErrorScope(filter) {
      scopes.push(filter);
      device.pushErrorScope(filter);
    },
    async popErrorScope() {
      const filter = scopes.pop();
      const genuine = await device.popErrorScope();
      return filter === kind ? (found() ?? genuine) : genuine;
    },
  });
}
