import { PageLink } from "./_ui/page-link.tsx";
import { SiteHeader } from "./_ui/site-header.tsx";

export default function NotFoundPage() {
  return (
    <>
      <SiteHeader current="" />
      <main className="mx-auto max-w-[680px] px-4 pt-10">
        <h1 className="font-serif text-4xl font-semibold tracking-tight">There is no such page</h1>
        <p className="mt-3 text-soft">
          Perhaps a note was renamed: <PageLink href="/notes">all notes</PageLink>.
        </p>
      </main>
    </>
  );
}
