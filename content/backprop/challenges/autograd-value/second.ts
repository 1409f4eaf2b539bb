let made = 0;

/** Values are numbered as they are made, so the largest number comes last in every order. */
export class Value {
  data: number;
  grad = 0;
  private readonly id = made++;
  private sources: Value[] = [];
  private send: (gradient: number) => number[] = () => [];

  constructor(data: number) {
    this.data = data;
  }

  private static from(data: number, sources: Value[], send: (gradient: number) => number[]): Value {
    const value = new Value(data);
    value.sources = sources;
    value.send = send;
    return value;
  }

  add(other: Value | number): Value {
    const b = typeof other === "number" ? new Value(other) : other;
    return Value.from(this.data + b.data, [this, b], (g) => [g, g]);
  }

  mul(other: Value | number): Value {
    const b = typeof other === "number" ? new Value(other) : other;
    const [x, y] = [this.data, b.data];
    return Value.from(x * y, [this, b], (g) => [g * y, g * x]);
  }

  tanh(): Value {
    const slope = 1 / Math.cosh(this.data) ** 2;
    return Value.from(Math.tanh(this.data), [this], (g) => [g * slope]);
  }

  relu(): Value {
    const active = this.data > 0;
    return Value.from(active ? this.data : 0, [this], (g) => [active ? g : 0]);
  }

  backward(): void {
    const found = new Map<number, Value>([[this.id, this]]);
    for (const value of found.values()) for (const source of value.sources) found.set(source.id, source);
    const gradients = new Map<number, number>([[this.id, 1]]);
    for (const value of [...found.values()].sort((a, b) => b.id - a.id)) {
      const gradient = gradients.get(value.id) ?? 0;
      value.grad += gradient;
      const parts = value.send(gradient);
      for (let i = 0; i < parts.length; i++) {
        const { id } = value.sources[i];
        gradients.set(id, (gradients.get(id) ?? 0) + parts[i]);
      }
    }
  }
}
