import { useEffect, useRef } from "react";
import { PageLink } from "#app/_ui/page-link.tsx";
import { RichSpan, RichText } from "#app/_ui/rich-text.tsx";
import type { MarkedView } from "./view.ts";

const LOOK = {
  right: { sign: "✓", box: "bg-correct-bg", text: "text-correct" },
  partly: { sign: "◐", box: "bg-invalid-bg", text: "text-invalid" },
  wrong: { sign: "✕", box: "bg-wrong-bg", text: "text-wrong" },
};

/** Right or not, the learner's answer beside the right one, why, and what the schedule does. News is brought into view. */
export function Verdict({ marked, isNews = true }: { marked: MarkedView; isNews?: boolean }) {
  const { sign, box, text } = LOOK[marked.outcome];
  const section = useRef<HTMLElement>(null);
  useEffect(() => {
    // Braces: newer browsers return a promise here, which an effect would take for its end.
    if (isNews) section.current?.scrollIntoView({ block: "nearest" });
  }, [isNews]);
  return (
    <section ref={section} aria-label="Verdict" className={`fade-in mt-6 scroll-mb-28 rounded-card p-5 ${box}`}>
      <h2 className={`text-lg font-semibold ${text}`}>
        <span aria-hidden>{sign} </span>
        {marked.heading}
      </h2>
      {(marked.yours ?? marked.right) !== null && (
        <dl className="mt-2 grid grid-cols-[auto_1fr] items-baseline gap-x-4 gap-y-1">
          {marked.yours !== null && <Line term="yours" html={marked.yours} />}
          {marked.right !== null && <Line term={marked.computed ? "engine" : "answer"} html={marked.right} />}
        </dl>
      )}
      {marked.diagnosis && (
        <div className="mt-3">
          <RichText html={marked.diagnosis.says} className="prose prose-small" />
          <p className="mt-2">
            <span className="text-sm text-soft">
              This is “<Misconception {...marked.diagnosis} />
              ”. Read{" "}
            </span>
            <PageLink
              href={`/notes/${marked.diagnosis.concept.id}`}
              className="text-sm text-accent underline underline-offset-2"
            >
              {marked.diagnosis.concept.title}
            </PageLink>
          </p>
        </div>
      )}
      {marked.remarks.map((html) => (
        <RichText key={html} html={html} className="prose prose-small mt-3" />
      ))}
      {marked.because && (
        <p className="mt-3 text-sm text-soft">
          Asked because of: <Misconception {...marked.because} />
        </p>
      )}
      <p className="mt-3 text-sm text-soft">{marked.schedule}</p>
    </section>
  );
}

/** Its name, leading to its page where it has one. */
function Misconception({ name, page }: { name: string; page: string | null }) {
  if (page === null) return name;
  return (
    <PageLink href={page} className="underline underline-offset-2 hover:text-ink">
      {name}
    </PageLink>
  );
}

function Line({ term, html }: { term: string; html: string }) {
  return (
    <>
      <dt className="text-sm text-soft">{term}</dt>
      <dd className="min-w-0 scrolls-wide font-mono font-semibold">
        <RichSpan html={html} />
      </dd>
    </>
  );
}
