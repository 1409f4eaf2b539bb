/** A number that remembers how it was computed. */
export class Value {
  data: number;
  grad = 0;

  constructor(data: number) {
    this.data = data;
  }

  add(other: Value | number): Value {
    throw new Error("not written yet");
  }

  mul(other: Value | number): Value {
    throw new Error("not written yet");
  }

  tanh(): Value {
    throw new Error("not written yet");
  }

  relu(): Value {
    throw new Error("not written yet");
  }

  backward(): void {
    throw new Error("not written yet");
  }
}
