export function mse(prediction: number[][], target: number[][]): number {
  let total = 0;
  for (let n = 0; n < prediction.length; n++) {
    for (let d = 0; d < prediction[n].length; d++) {
      const error = prediction[n][d] - target[n][d];
      total += error * error;
    }
  }
  return total / prediction.length / prediction[0].length;
}

export function mseGradient(prediction: number[][], target: number[][]): number[][] {
  const gradient: number[][] = [];
  for (let n = 0; n < prediction.length; n++) {
    gradient.push([]);
    for (let d = 0; d < prediction[n].length; d++) {
      gradient[n].push(((prediction[n][d] - target[n][d]) * 2) / prediction.length / prediction[n].length);
    }
  }
  return gradient;
}

/** Minus the logarithm of a class's probability: log of Σ exp of how far each logit lies above its own. */
function surprise(row: number[], of: number): number {
  let top = -Infinity;
  for (const z of row) top = Math.max(top, z - row[of]);
  let sum = 0;
  for (const z of row) sum += Math.exp(z - row[of] - top);
  return top + Math.log(sum);
}

export function crossEntropy(logits: number[][], classes: number[]): number {
  let total = 0;
  for (let n = 0; n < logits.length; n++) total += surprise(logits[n], classes[n]);
  return total / logits.length;
}

export function crossEntropyGradient(logits: number[][], classes: number[]): number[][] {
  const gradient: number[][] = [];
  for (let n = 0; n < logits.length; n++) {
    const row: number[] = [];
    for (let k = 0; k < logits[n].length; k++) row.push(Math.exp(-surprise(logits[n], k)) / logits.length);
    row[classes[n]] -= 1 / logits.length;
    gradient.push(row);
  }
  return gradient;
}
