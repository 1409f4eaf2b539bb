import { PageLink } from "./page-link.tsx";

const PAGES = [
  { href: "/", title: "Today" },
  { href: "/notes", title: "Notes" },
  { href: "/progress", title: "Progress" },
  { href: "/import", title: "Import" },
  { href: "/settings", title: "Settings" },
];

/** The way between pages; the drill itself does without it. */
export function SiteHeader({ current }: { current: string }) {
  return (
    <header className="mx-auto flex max-w-[1072px] flex-wrap items-baseline gap-x-6 gap-y-1 px-4 py-5">
      <PageLink href="/" className="font-semibold tracking-tight">
        Epoch
      </PageLink>
      <nav aria-label="Main" className="flex flex-wrap gap-x-4 sm:gap-x-5">
        {PAGES.map(({ href, title }) => (
          <PageLink
            key={href}
            href={href}
            aria-current={href === current ? "page" : undefined}
            className={href === current ? "py-1 text-ink" : "py-1 text-soft hover:text-ink"}
          >
            {title}
          </PageLink>
        ))}
      </nav>
    </header>
  );
}
