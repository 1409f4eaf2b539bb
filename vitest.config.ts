import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/**
 * Begins with the proof of the challenges, which takes longest: begun last, it would go on alone. Files that share what
 * they import come one after another, as a worker forgets it for any other file; they are short, so they end together.
 */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const turn = ({ moduleId, project }: TestSpecification) => {
      if (moduleId.endsWith("test/sandbox/challenges.test.ts")) return 0;
      return project.name === "pure" ? 2 : 1;
    };
    return (await super.sort(files)).toSorted((one, other) => turn(one) - turn(other));
  }
}

const pure = ["bank", "content", "exam", "expression", "grade", "item", "schedule"].map(
  (folder) => `test/unit/${folder}/**/*.test.ts`,
);

export default defineConfig({
  test: {
    // By default two cores would get but one worker.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: [
      // Tests of pure functions share what they import: the bank, parsed anew for each file, takes longer than they do.
      { extends: true, test: { name: "pure", include: pure, isolate: false } },
      {
        extends: true,
        test: { name: "own", include: ["test/{unit,backend,data,sandbox,sim}/**/*.test.ts"], exclude: pure },
      },
    ],
    environment: "node",
    setupFiles: ["test/fixed-seed.ts"],
    sequence: { sequencer: LongestFirst },
  },
  ssr: { resolve: { conditions: ["react-server"] } },
});
