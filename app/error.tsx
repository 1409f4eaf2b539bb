"use client";

import { PrimaryButton } from "./_ui/button.tsx";

/** What a person sees when a page could not be made. */
export default function ErrorPage({ reset }: { error: Error; reset: () => void }) {
  return (
    <main className="mx-auto max-w-[680px] px-4 pt-24">
      <h1 className="font-serif text-3xl font-semibold">This page could not be shown</h1>
      <p className="mt-3 text-soft">Nothing you answered is lost. The server’s log says what went wrong.</p>
      <PrimaryButton className="mt-6" onClick={reset}>
        Try again
      </PrimaryButton>
    </main>
  );
}
