import type { CodeTask } from "#app/_data/code-tasks.ts";
import { PageLink } from "#app/_ui/page-link.tsx";
import { RichSpan } from "#app/_ui/rich-text.tsx";
import type { Language } from "#lib/challenge/language.ts";
import { renderInline } from "#lib/text/markdown.ts";
import { asksInWords } from "./words.ts";

const STATES = { begun: "Begun", due: "Due again", new: "New" };

interface Props {
  tasks: CodeTask[];
  heading: string;
  /** The one that names are written in. */
  language: Language;
}

/** Challenges to be worked on; nothing where there are none. */
export function CodeTasks({ tasks, heading, language }: Props) {
  if (tasks.length === 0) return null;
  return (
    <section aria-labelledby="code-tasks" className="mt-10">
      <h2 id="code-tasks" className="border-b border-line pb-1.5 font-semibold">
        {heading}
      </h2>
      <ul className="mt-1">
        {tasks.map(({ challenge: { document }, form, minutes, state }) => {
          const asks = asksInWords(form, language);
          return (
            <li key={document.id} className="py-2">
              <PageLink
                href={`/challenges/${document.id}`}
                className="inline-block py-0.5 font-serif text-lg text-accent hover:underline"
              >
                {document.title}
              </PageLink>
              <span className="block text-sm text-soft">
                {STATES[state]} · about {minutes} min
                {asks && (
                  <>
                    {" · "}
                    <RichSpan html={renderInline(asks)} />
                  </>
                )}
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
