import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import type { CheckpointFiles } from "./session.ts";
import { TrainingError } from "./training-error.ts";

/** Checkpoints as files of this machine. */
export const checkpointFiles: CheckpointFiles = {
  async load(path) {
    try {
      return await readFile(path);
    } catch (cause) {
      throw new TrainingError("checkpoint", `The checkpoint can't be read: ${(cause as Error).message}.`, { cause });
    }
  },

  // Written beside its place first, so that a run cut short leaves the last checkpoint whole.
  async save(path, bytes) {
    try {
      await mkdir(dirname(path), { recursive: true });
      await writeFile(`${path}.part`, bytes);
      await rename(`${path}.part`, path);
    } catch (cause) {
      throw new TrainingError("checkpoint", `The checkpoint can't be written: ${(cause as Error).message}.`, { cause });
    }
  },
};
