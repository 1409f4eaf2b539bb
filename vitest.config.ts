import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    testTimeout: 60_000,
    hookTimeout: 60_000,
    include: ["test/{unit,backend,data,sandbox,sim}/**/*.test.ts"],
    environment: "node",
    setupFiles: ["test/fixed-seed.ts"],
  },
  ssr: { resolve: { conditions: ["react-server"] } },
});
