export function relu(x: number[][]): number[][] {
  throw new Error("not written yet");
}

export function reluBackward(upstream: number[][], x: number[][]): number[][] {
  throw new Error("not written yet");
}

export function leakyRelu(x: number[][], slope: number): number[][] {
  throw new Error("not written yet");
}

export function leakyReluBackward(upstream: number[][], x: number[][], slope: number): number[][] {
  throw new Error("not written yet");
}

export function sigmoid(x: number[][]): number[][] {
  throw new Error("not written yet");
}

export function sigmoidBackward(upstream: number[][], x: number[][]): number[][] {
  throw new Error("not written yet");
}

export function tanh(x: number[][]): number[][] {
  throw new Error("not written yet");
}

export function tanhBackward(upstream: number[][], x: number[][]): number[][] {
  throw new Error("not written yet");
}
