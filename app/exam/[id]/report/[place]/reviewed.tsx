"use client";

import dynamic from "next/dynamic";
import { type ReactNode, useState } from "react";
import { PageLink } from "#app/_ui/page-link.tsx";
import { type Html, RichSpan, RichText } from "#app/_ui/rich-text.tsx";
import { widgetOf } from "#app/drill/kinds/widgets.ts";
import { Trace } from "#app/drill/trace.tsx";
import { Verdict } from "#app/drill/verdict.tsx";
import type { AnsweredView } from "#app/drill/view.ts";
import { type Beside, useWayKeys, Ways } from "./ways.tsx";

const Explore = dynamic(() => import("#app/drill/explore.tsx").then((module) => module.Explore), { ssr: false });

interface Props extends Beside {
  view: AnsweredView;
  title: Html;
  children: ReactNode;
}

/** A marked question as the drill shows it, with the way to those beside it. */
export function Reviewed({ view: { question, marked }, title, back, next, children }: Props) {
  const [exploring, setExploring] = useState(false);
  const { Input, staysWhenMarked, empty } = widgetOf(question.asked.kind);
  const explore = marked.canExplore && marked.answer !== null ? () => setExploring(true) : null;
  useWayKeys({ back, next, letters: { c: explore } });
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
        <Ways back={back} next={next} />
      </div>
      <div className="min-w-0">
        {exploring && <Explore servingId={question.servingId} onClose={() => setExploring(false)} />}
        {!exploring && marked.trace.length > 0 && <Trace marked={marked} onExplore={explore} />}
      </div>
    </main>
  );
}
