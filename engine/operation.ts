import type { Backend } from "./backend/backend.ts";
import { scalar } from "./create.ts";
import { BackendError } from "./errors.ts";
import { type Fault, faultOf } from "./faults.ts";
import { inScope } from "./lifetime.ts";
import type { Call, ForwardRule, OperationAttributes, OperationName, Rules } from "./operation-table.ts";
import { currentObservers, isRecording, nextPosition, withRecording } from "./tape.ts";
import { Tensor, type TensorLike } from "./tensor.ts";

// How many rules are being carried out around the present call: faults and traces see depth 0 only.
let depth = 0;

/** Runs a rule's body: what it calls is neither traced nor made faulty. */
export function insideRule<T>(run: () => T): T {
  depth++;
  try {
    return run();
  } finally {
    depth--;
  }
}

/**
 * Makes an operation out of its two rules. The function it gives runs the forward rule and, where an input wants a
 * gradient and recording is on, puts an entry on the tape. Numbers become scalar tensors on the other inputs' backend.
 */
/* @__NO_SIDE_EFFECTS__ */
export function defineOperation<Name extends OperationName>(name: Name, rules: Rules<OperationAttributes[Name]>) {
  type Attributes = OperationAttributes[Name];
  return (operands: readonly TensorLike[], attributes: Attributes): Tensor => {
    const backend = commonBackend(name, operands);
    const inputs = operands.map((operand) => (typeof operand === "number" ? scalar(operand, backend) : operand));
    const fault = depth === 0 ? (faultOf(name) as Fault<Attributes> | undefined) : undefined;
    if (fault !== undefined && backend !== undefined && backend.name !== "reference") {
      throw new BackendError(`faults run on the reference backend only, ${name} was called on ${backend.name}`);
    }

    const output = compute(inputs, attributes, rules.forward, fault);
    const { backward } = rules;
    const wanted = inputs.map((input) => input.requiresGrad);
    const call: Call<Attributes> = { inputs, attributes, output, wanted };
    if (backward !== null && isRecording() && wanted.includes(true)) {
      const faulty = fault?.backward;
      output.requiresGrad = true;
      output.origin = {
        operation: name,
        position: nextPosition(),
        inputs,
        output,
        versions: inputs.map((input) => input.version),
        backward: (upstream) =>
          insideRule(() => (faulty === undefined ? backward(call, upstream) : faulty(call, upstream, backward))),
      };
    }
    if (depth === 0) for (const observer of currentObservers()) observer.called(name, call);
    return output;
  };
}

function compute<Attributes>(
  inputs: readonly Tensor[],
  attributes: Attributes,
  correct: ForwardRule<Attributes>,
  fault: Fault<Attributes> | undefined,
): Tensor {
  const carryOut = () =>
    insideRule(() =>
      withRecording(false, () =>
        fault?.forward === undefined ? correct(inputs, attributes) : fault.forward(inputs, attributes, correct),
      ),
    );
  // A rule may hand back a tensor that exists already; the output of a call is always a tensor of its own.
  return inScope(carryOut, (result) => new Tensor(result));
}

function commonBackend(name: OperationName, operands: readonly TensorLike[]): Backend | undefined {
  let backend: Backend | undefined;
  for (const operand of operands) {
    if (typeof operand === "number") continue;
    backend ??= operand.backend;
    if (operand.backend !== backend) {
      throw new BackendError(`${name} got tensors on two backends, ${backend.name} and ${operand.backend.name}`);
    }
  }
  return backend;
}
