import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/{unit,backend,data,sim}/**/*.test.ts"],
    environment: "node",
  },
  ssr: { resolve: { conditions: ["react-server"] } },
});
