import type { Metadata } from "next";
import { PageLink } from "#app/_ui/page-link.tsx";
import { SiteHeader } from "#app/_ui/site-header.tsx";
import { GPU_PAYS_FROM } from "#engine/index.ts";
import { Machine } from "./machine.tsx";

export const metadata: Metadata = { title: "What computes" };

export default function ComputingPage() {
  return (
    <>
      <SiteHeader current="/settings" />
      <main className="mx-auto max-w-[680px] px-4 pt-10 pb-24">
        <p className="text-sm">
          <PageLink href="/settings" className="text-soft hover:text-ink">
            Settings
          </PageLink>
        </p>
        <h1 className="mt-1 font-serif text-4xl font-semibold tracking-tight">What computes</h1>
        <p className="mt-3 text-soft">
          Answers are always computed by the reference, in double precision. Training takes what is fastest: a GPU where
          there is one and a step takes {GPU_PAYS_FROM / 1e6} million operations or more, else WebAssembly, else the
          reference. The test trains a small network of convolutions on each and compares.
        </p>
        <Machine which="browser" />
        <Machine which="server" />
      </main>
    </>
  );
}
