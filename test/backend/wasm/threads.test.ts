import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createWasmBackend, type WasmBackend } from "#engine/index.ts";
import { type Case, conformanceCase, kernelNames } from "../conformance.ts";
