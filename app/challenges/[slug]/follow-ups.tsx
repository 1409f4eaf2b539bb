import { RichSpan, RichText } from "#app/_ui/rich-text.tsx";
import type { FollowUpView } from "../view.ts";

/** What an interviewer asks next; each answer is opened by itself. */
export function FollowUps({ followUps }: { followUps: FollowUpView[] }) {
  return (
    <ol className="mt-2">
      {followUps.map(({ question, answer }) => (
        <li key={question} className="border-t border-line first:border-0">
          <details>
            <summary className="min-h-11 cursor-pointer py-2.5 font-serif text-lg">
              <RichSpan html={question} />
            </summary>
            <RichText html={answer} className="prose prose-small pb-3 pl-5" />
          </details>
        </li>
      ))}
    </ol>
  );
}
