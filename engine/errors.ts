/** Every error the engine throws on purpose; the message carries the values that broke the contract. */
export class EngineError extends Error {
  override readonly name: string = "EngineError";
}

/** Shapes that do not fit the operation, or nested arrays that are not rectangular. */
export class ShapeError extends EngineError {
  override readonly name = "ShapeError";
}

/** An axis or an index outside its range. */
export class IndexError extends EngineError {
  override readonly name = "IndexError";
}

/** A gradient asked for where there is none: no graph, a used-up graph, a non-scalar loss. */
export class AutogradError extends EngineError {
  override readonly name = "AutogradError";
}

/** Something the tensor's backend cannot do, or tensors of two backends in one operation. */
export class BackendError extends EngineError {
  override readonly name = "BackendError";
}

/** A number or option outside what the function is defined for. */
export class ArgumentError extends EngineError {
  override readonly name = "ArgumentError";
}

/** Bytes or text that do not follow their format. */
export class FormatError extends EngineError {
  override readonly name = "FormatError";
}

/** A saved state whose names or shapes are not those of the module. */
export class StateError extends EngineError {
  override readonly name = "StateError";
}

/** A backend's memory is full; the message says how much was asked for, is in use, and is allowed. */
export class OutOfMemoryError extends EngineError {
  override readonly name = "OutOfMemoryError";
}

/** A step that cannot be recorded and repeated; the message says what in it is another each time. */
export class ReplayError extends EngineError {
  override readonly name = "ReplayError";
}

/** A tensor used after its memory was given back, because the scope it was made in has ended. */
export class ReleasedError extends EngineError {
  override readonly name = "ReleasedError";
}
