"use client";

import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { type ReactNode, useState } from "react";
import { Key } from "#app/_ui/key.tsx";
import { PageLink } from "#app/_ui/page-link.tsx";
import { type Html, RichSpan, RichText } from "#app/_ui/rich-text.tsx";
import { widgetOf } from "#app/drill/kinds/widgets.ts";
import { Trace } from "#app/drill/trace.tsx";
import { useKeys } from "#app/drill/use-keys.ts";
import { Verdict } from "#app/drill/verdict.tsx";
import type { AnsweredView } from "#app/drill/view.ts";
import { useArrows } from "../../use-arrows.ts";

const Explore = dynamic(() => import("#app/drill/explore.tsx").then((module) => module.Explore), { ssr: false });

interface Props {
  view: AnsweredView;
  title: Html;
  /** Where the questions before and after it are; null at the ends. */
  back: string | null;
  next: string | null;
  children: ReactNode;
}

/** A marked question as the drill shows it, with the way to those beside it. */
export function Reviewed({ view: { question, marked }, title, back, next, children }: Props) {
  const router = useRouter();
  const [exploring, setExploring] = useState(false);
  const { Input, staysWhenMarked, empty } = widgetOf(question.asked.kind);
  const to = (path: string | null) => (path === null ? null : () => router.push(path));
  const explore = marked.canExplore && marked.answer !== null ? () => setExploring(true) : null;
  useKeys({
    enter: () => to(next)?.(),
    number: () => {},
    letters: { j: to(next), k: to(back), c: explore },
    fieldIsEmpty: false,
  });
  useArrows({ back: to(back), next: to(next) });
  return (
    <main className="mx-auto grid max-w-[1072px] gap-x-7 px-4 pt-4 pb-24 lg:grid-cols-[minmax(0,640px)_minmax(0,1fr)]">
      <div className="min-w-0">
        {children}
        <h1 className="mt-1 text-lg font-semibold">
          <RichSpan html={title} />
        </h1>
        <p className="mb-5 text-sm text-soft">
          <PageLink href={`/notes/${question.concept.id}`} className="underline underline-offset-2 hover:text-ink">
            {question.concept.title}
          </PageLink>
        </p>
        <RichText html={question.asked.prompt} />
        {staysWhenMarked && (
          <Input
            asked={question.asked}
            draft={marked.answer ?? empty(question.asked)}
            locked
            marks={marked.marks}
            onChange={() => {}}
          />
        )}
        <Verdict marked={marked} isNews={false} />
        <nav aria-label="Questions" className="mt-8 flex flex-wrap gap-3 print:hidden">
          <Way path={back} hint="K">
            ← Before
          </Way>
          <Way path={next} hint="J">
            Next →
          </Way>
        </nav>
      </div>
      <div className="min-w-0">
        {exploring && <Explore servingId={question.servingId} onClose={() => setExploring(false)} />}
        {!exploring && marked.trace.length > 0 && <Trace marked={marked} onExplore={explore} />}
      </div>
    </main>
  );
}

function Way({ path, hint, children }: { path: string | null; hint: string; children: ReactNode }) {
  if (path === null) return null;
  return (
    <PageLink
      href={path}
      className="inline-flex min-h-11 items-center rounded-control border border-line bg-card px-5 py-2.5 font-medium"
    >
      {children}
      <Key name={hint} />
    </PageLink>
  );
}
