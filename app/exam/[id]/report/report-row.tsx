import type { ReactNode } from "react";
import { PageLink } from "#app/_ui/page-link.tsx";

/** How an answer came out, as a sign, in words and in colour. */
export interface Look {
  sign: string;
  words: string;
  colour: string;
}

interface Props {
  exam: string;
  place: number;
  look: Look;
  /** What stands under the title. */
  below: ReactNode;
  children: ReactNode;
}

/** A question or challenge of the exam, which leads to what was said of it. */
export function ReportRow({ exam, place, look, below, children }: Props) {
  return (
    <li className="break-inside-avoid border-t border-line">
      <PageLink
        href={`/exam/${exam}/report/${place + 1}`}
        className="flex items-baseline gap-x-3 py-2.5 hover:text-accent"
      >
        <span className="w-7 shrink-0 text-right text-sm text-soft tabular-nums">{place + 1}</span>
        <span className="min-w-0 grow">
          {children}
          <span className="block text-sm text-soft">{below}</span>
        </span>
        <span className={`max-w-[50%] shrink-0 text-right text-sm ${look.colour}`}>
          <span aria-hidden>{look.sign} </span>
          {look.words}
        </span>
      </PageLink>
    </li>
  );
}
