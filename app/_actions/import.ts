"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import { database } from "#app/_data/client.ts";
import { decideDraft, storeMaterial } from "#app/_data/material.ts";
import { runCode } from "#app/_data/material-code.ts";
import { runInSandbox } from "#lib/sandbox/sandbox.ts";

const MAX_BYTES = 5_000_000;
const READABLE = /\.(md|markdown|txt|text|html?)$/i;

/** Stores the uploaded document and opens its drafts; says why not when it can't be read. */
export async function importAction(_: string | null, form: FormData): Promise<string> {
  const file = form.get("file");
  if (!(file instanceof File) || file.size === 0) return "Choose a file that is not empty.";
  if (!READABLE.test(file.name)) return `${file.name} is not markdown, text or HTML (.md, .txt, .html).`;
  if (file.size > MAX_BYTES) return `${file.name} has ${file.size} bytes; ${MAX_BYTES} is the most.`;
  const bytes = new Uint8Array(await file.arrayBuffer());
  const runs = await runCode(bytes, file.name, runInSandbox);
  const { id } = await storeMaterial(database(), file.name, bytes, new Date(), runs);
  redirect(`/import/${id}`);
}

const Decision = z.object({ itemId: z.string().max(500), status: z.enum(["draft", "active", "rejected"]) });

/** Accepts or rejects a draft question, or puts it back. */
export async function decideAction(input: z.input<typeof Decision>): Promise<boolean> {
  const { itemId, status } = Decision.parse(input);
  const decided = await decideDraft(database(), itemId, status);
  revalidatePath("/import");
  return decided;
}
