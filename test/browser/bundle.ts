import { fileURLToPath } from "node:url";
import { build, type Plugin, type Rolldown } from "vite";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Leaves `import()` as it is: Vite would wrap it in code that fetches styles first. */
const plainImports: Plugin = {
  name: "plain imports",
  enforce: "pre",
  load: (id) => (id === "\0vite/preload-helper.js" ? "export const __vitePreload = (load) => load();" : null),
};

/**
 * The text of every file that an app's bundler makes of these modules, by name: an entry keeps its own, and contains what it
 * shares with code that it loads later.
 */
export async function bundle(entries: Readonly<Record<string, string>>): Promise<ReadonlyMap<string, string>> {
  const built = (await build({
    root,
    configFile: false,
    logLevel: "warn",
    plugins: [plainImports],
    build: {
      write: false,
      target: "es2023",
      modulePreload: false,
      rolldownOptions: {
        input: Object.fromEntries(Object.entries(entries).map(([name, file]) => [name, `${root}/${file}`])),
        preserveEntrySignatures: "allow-extension",
        output: { entryFileNames: "[name].js", chunkFileNames: "[name]-[hash].js" },
      },
    },
  })) as Rolldown.RolldownOutput;
  return new Map(built.output.map((file) => [file.fileName, file.type === "chunk" ? file.code : String(file.source)]));
}
