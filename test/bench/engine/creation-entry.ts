// What a program loads that does nothing but create an engine.
export { createEngine } from "#engine/index.ts";
