"use client";

import { useActionState } from "react";
import { importAction } from "#app/_actions/import.ts";

/** Takes one document; its drafts open when it was read. */
export function UploadForm() {
  const [problem, submit, pending] = useActionState(importAction, null);
  return (
    <form action={submit} className="mt-8 flex flex-wrap items-center gap-3">
      <label className="sr-only" htmlFor="file">
        Document
      </label>
      <input
        id="file"
        name="file"
        type="file"
        required
        accept=".md,.markdown,.txt,.text,.html,.htm"
        className="min-h-11 max-w-full rounded-control border border-line bg-card px-3 py-2 text-sm file:mr-3 file:cursor-pointer file:border-0 file:bg-transparent file:font-medium file:text-accent"
      />
      <button
        type="submit"
        disabled={pending}
        className="min-h-11 cursor-pointer rounded-control bg-accent px-5 py-2.5 font-medium text-on-accent disabled:opacity-50"
      >
        {pending ? "Reading …" : "Draft questions"}
      </button>
      <p role="alert" className={problem ? "w-full rounded-control bg-invalid-bg px-4 py-3 text-invalid" : ""}>
        {problem}
      </p>
    </form>
  );
}
