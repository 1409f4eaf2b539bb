/** A number that remembers its inputs and the derivative with respect to each. */
export class Value {
  data: number;
  grad = 0;
  readonly inputs: readonly [Value, number][];

  constructor(data: number, inputs: readonly [Value, number][] = []) {
    this.data = data;
    this.inputs = inputs;
  }

  add(number: Value | number): Value {
    const other = asValue(number);
    return new Value(this.data + other.data, [
      [this, 1],
      [other, 1],
    ]);
  }

  mul(number: Value | number): Value {
    const other = asValue(number);
    return new Value(this.data * other.data, [
      [this, other.data],
      [other, this.data],
    ]);
  }

  tanh(): Value {
    const y = Math.tanh(this.data);
    return new Value(y, [[this, 1 - y * y]]);
  }

  relu(): Value {
    return new Value(Math.max(this.data, 0), [[this, this.data > 0 ? 1 : 0]]);
  }

  backward(): void {
    this.grad += 1;
    for (const value of inOrder(this).reverse()) {
      for (const [source, slope] of value.inputs) {
        source.grad += slope * value.grad;
      }
    }
  }
}

function asValue(number: Value | number): Value {
  return number instanceof Value ? number : new Value(number);
}

/** Every value once, after its inputs; a stack in place of recursion. */
function inOrder(end: Value): Value[] {
  const order: Value[] = [];
  const seen = new Set([end]);
  const stack: { value: Value; next: number }[] = [{ value: end, next: 0 }];
  while (stack.length > 0) {
    const top = stack[stack.length - 1];
    const input = top.value.inputs[top.next++];
    if (!input) {
      order.push(top.value);
      stack.pop();
    } else if (!seen.has(input[0])) {
      seen.add(input[0]);
      stack.push({ value: input[0], next: 0 });
    }
  }
  return order;
}
