import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Begins with the proof of the challenges, which takes longest: begun last, it would go on alone. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLongest = ({ moduleId }: TestSpecification) => moduleId.endsWith("test/sandbox/challenges.test.ts");
    const sorted = await super.sort(files);
    return [...sorted.filter(isLongest), ...sorted.filter((file) => !isLongest(file))];
  }
}

export default defineConfig({
  test: {
    // By default two cores would get but one worker.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    testTimeout: 60_000,
    hookTimeout: 60_000,
    include: ["test/{unit,backend,data,sandbox,sim}/**/*.test.ts"],
    environment: "node",
    setupFiles: ["test/fixed-seed.ts"],
    sequence: { sequencer: LongestFirst },
  },
  ssr: { resolve: { conditions: ["react-server"] } },
});
