/** Random bytes from a seed (mulberry32): what an interpreter takes for its machine's randomness. */
export class Dice {
  constructor(seed) {
    this.seed(seed);
  }

  seed(seed) {
    this.state = seed >>> 0;
  }

  byte() {
    this.state = (this.state + 0x6d_2b_79_f5) >>> 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), this.state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) & 0xff;
  }
}
