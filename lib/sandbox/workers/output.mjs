/** Thrown through the interpreter when a program has written more than it may. */
export class OutputLimit extends Error {
  name = "OutputLimit";
}

const HEADER = 8;

/** Memory shared with the server for what a program writes: it survives the worker, however that ends. */
export class Output {
  constructor(shared, limit) {
    this.counts = new Int32Array(shared, 0, 2);
    this.stores = [new Uint8Array(shared, HEADER, limit), new Uint8Array(shared, HEADER + limit, limit)];
    this.limit = limit;
  }

  /** Bytes on stdout so far. */
  get printed() {
    return this.counts[0];
  }

  /** How much may still be written, in bytes. */
  get room() {
    return this.limit - this.counts[0] - this.counts[1];
  }

  /** Takes bytes of stdout (0) or stderr (1). @throws OutputLimit, having taken what there is room for */
  write(stream, bytes) {
    const taken = bytes.subarray(0, this.room);
    this.stores[stream].set(taken, this.counts[stream]);
    Atomics.add(this.counts, stream, taken.length);
    if (taken.length < bytes.length) throw new OutputLimit();
  }
}
