import type { Metadata } from "next";
import { database } from "#app/_data/client.ts";
import { listMaterial, type StoredMaterial } from "#app/_data/material.ts";
import { PageLink } from "#app/_ui/page-link.tsx";
import { SiteHeader } from "#app/_ui/site-header.tsx";
import { UploadForm } from "./upload-form.tsx";

export const metadata: Metadata = { title: "Import" };

export default async function ImportPage() {
  const material = await listMaterial(database());
  return (
    <>
      <SiteHeader current="/import" />
      <main className="mx-auto max-w-[680px] px-4 pt-10 pb-24">
        <h1 className="font-serif text-4xl font-semibold tracking-tight">Import</h1>
        <p className="mt-3 font-serif text-xl leading-relaxed text-soft">
          Questions are drafted from your own notes: markdown, text or HTML. Programs in Python are run in a sandbox and
          asked about too. None is asked before you accept it.
        </p>
        <UploadForm />
        {material.length > 0 && (
          <section aria-labelledby="material" className="mt-14">
            <h2 id="material" className="border-b border-line pb-1.5 font-semibold">
              Your material
            </h2>
            <ul>
              {material.map((document) => (
                <Document key={document.id} document={document} />
              ))}
            </ul>
          </section>
        )}
      </main>
    </>
  );
}

function Document({ document }: { document: StoredMaterial }) {
  const { id, title, name, repaired, drafts, accepted, rejected } = document;
  return (
    <li className="border-b border-line">
      <PageLink href={`/import/${id}`} className="block py-3 hover:text-accent">
        <span className="font-serif text-lg">{title}</span>
        <span className="block text-sm text-soft">
          {name} · {drafts} to review · {accepted} accepted · {rejected} rejected
          {repaired && ` · its letters were damaged (UTF-8 ${repaired}) and have been repaired`}
        </span>
      </PageLink>
    </li>
  );
}
