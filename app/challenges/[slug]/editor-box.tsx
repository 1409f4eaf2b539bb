import dynamic from "next/dynamic";
import type { ComponentProps } from "react";
import type { CodeEditor as Editor } from "./code-editor.tsx";

const CodeEditor = dynamic(() => import("./code-editor.tsx").then((module) => module.CodeEditor), { ssr: false });

interface Props extends Omit<ComponentProps<typeof Editor>, "describedBy"> {
  /** The text until the editor is there; null once it is. */
  before: string | null;
}

/** The editor, with its text to be read before it has been loaded. */
export function EditorBox({ before, ...props }: Props) {
  return (
    <>
      <div className="mt-2 h-[max(18rem,54dvh)] overflow-hidden rounded-card border border-line bg-card text-base focus-within:border-accent sm:text-sm">
        {before !== null && (
          <pre aria-hidden className="overflow-hidden py-2.5 pl-14 font-mono leading-[1.55]">
            {before}
          </pre>
        )}
        <CodeEditor {...props} describedBy="editor-keys" />
      </div>
      <p id="editor-keys" className="mt-1.5 text-sm text-soft">
        Tab indents; Escape, then Tab, leaves the editor.
      </p>
    </>
  );
}
