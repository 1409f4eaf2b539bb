import { PageLink } from "./page-link.tsx";

const PAGES = [
  { href: "/", title: "Today" },
  { href: "/notes", title: "Notes" },
  { href: "/challenges", title: "Challenges" },
  { href: "/labs", title: "Labs" },
  { href: "/exam", title: "Exams" },
  { href: "/progress", title: "Progress" },
  { href: "/import", title: "Import" },
  { href: "/settings", title: "Settings" },
];

/** The way between pages; the drill itself does without it. */
export function SiteHeader({ current, wide = false }: { current: string; wide?: boolean }) {
  const width = wide ? "max-w-[1440px]" : "max-w-[1072px]";
  return (
    <header className={`mx-auto flex ${width} flex-wrap items-baseline gap-x-4 gap-y-1 sm:gap-x-6 px-4 py-5`}>
      <PageLink href="/" className="font-semibold tracking-tight">
        Epoch
      </PageLink>
      <nav aria-label="Main" className="flex flex-wrap gap-x-5 max-sm:contents">
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
