import type { Metadata } from "next";
import { beginExamAction } from "#app/_actions/exam.ts";
import { database } from "#app/_data/client.ts";
import { type ExamPreview, previewExams } from "#app/_data/exam-preview.ts";
import { listAreas } from "#app/_data/exam-bank.ts";
import { currentLearner } from "#app/_data/learner.ts";
import { PrimaryButton } from "#app/_ui/button.tsx";
import { PageLink } from "#app/_ui/page-link.tsx";
import { SiteHeader } from "#app/_ui/site-header.tsx";
import { BLUEPRINT_BOUNDS, EXAM_KINDS } from "#lib/exam/blueprint.ts";
import type { ExamArea } from "#lib/exam/exam-bank.ts";
import { askedInWords, blueprintOf, KIND_NAMES, type Values } from "../blueprint-form.ts";
import { CertaintyField } from "../certainty-field.tsx";
import { endOverdue } from "../end.ts";

export const metadata: Metadata = { title: "An exam of your own" };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** Composing is done by address alone: what is asked for stands in it, and only beginning changes anything. */
export default async function OwnExamPage({ searchParams }: Props) {
  const db = database();
  const learner = await currentLearner(db);
  await endOverdue(learner);
  const entries = Object.entries(await searchParams);
  const values: Values = Object.fromEntries(entries.map(([name, value]) => [name, [value ?? ""].flat()[0] ?? ""]));
  const asked = values.minutes === undefined ? null : blueprintOf({ ...values, preset: "own" });
  const [preview] = asked?.kind === "chosen" ? await previewExams(db, learner.id, [asked.blueprint]) : [];
  return (
    <>
      <SiteHeader current="/exam" />
      <main className="mx-auto max-w-[680px] px-4 pt-10 pb-24">
        <p className="text-sm text-soft">
          <PageLink href="/exam" className="underline underline-offset-2 hover:text-ink">
            Mock exams
          </PageLink>
        </p>
        <h1 className="mt-1 font-serif text-4xl font-semibold tracking-tight">An exam of your own</h1>
        <BlueprintForm values={values} areas={await listAreas(db)} />
        {asked?.kind === "problem" && (
          <p role="alert" className="mt-6 rounded-control bg-invalid-bg px-4 py-3 text-invalid">
            {asked.message}
          </p>
        )}
        {preview && <Preview preview={preview} values={values} />}
      </main>
    </>
  );
}

const field =
  "min-h-11 w-20 rounded-control border-2 border-line bg-card px-3 font-mono outline-none focus:border-accent";

const COUNTS = [
  { name: "questions", title: "Questions", usual: "20" },
  { name: "challenges", title: "Coding challenges", usual: "0" },
  { name: "minutes", title: "Minutes", usual: "40" },
] as const;

function BlueprintForm({ values, areas }: { values: Values; areas: readonly ExamArea[] }) {
  const begun = values.minutes !== undefined;
  return (
    <form method="get" action="/exam/own" className="mt-8 flex flex-col gap-7">
      <div className="flex flex-wrap gap-x-8 gap-y-3">
        {COUNTS.map(({ name, title, usual }) => (
          <label key={name} className="flex items-center gap-3">
            {title}
            <input
              name={name}
              type="number"
              min={BLUEPRINT_BOUNDS[name].least}
              max={BLUEPRINT_BOUNDS[name].most}
              defaultValue={values[name] ?? usual}
              className={field}
            />
          </label>
        ))}
      </div>
      <fieldset>
        <legend className="font-medium">Shares of the areas</legend>
        <p className="text-sm text-soft">Relative to each other; 0 leaves an area out.</p>
        <div className="mt-2 grid gap-x-8 sm:grid-cols-2">
          {areas.map(({ id, title, weight }) => (
            <label key={id} className="flex items-center justify-between gap-3 py-1">
              <span className="min-w-0">{title}</span>
              <input
                name={`area ${id}`}
                type="number"
                min={0}
                max={100}
                step="any"
                defaultValue={values[`area ${id}`] ?? String(begun ? 0 : weight)}
                className={field}
              />
            </label>
          ))}
        </div>
      </fieldset>
      <fieldset>
        <legend className="font-medium">Kinds of questions</legend>
        <p className="text-sm text-soft">
          In equal shares of those chosen; with all of them, as they come in the bank. Open recall is marked by yourself
          and is not asked.
        </p>
        <div className="mt-2 grid gap-x-8 sm:grid-cols-3">
          {EXAM_KINDS.map((kind) => (
            <label key={kind} className="flex min-h-11 cursor-pointer items-center gap-3">
              <input
                type="checkbox"
                name={`kind ${kind}`}
                defaultChecked={!begun || values[`kind ${kind}`] === "on"}
                className="size-4 accent-accent"
              />
              {KIND_NAMES[kind]}
            </label>
          ))}
        </div>
      </fieldset>
      <div>
        <button
          type="submit"
          className="min-h-11 cursor-pointer rounded-control border border-line bg-card px-5 py-2.5 font-medium"
        >
          See what it would ask
        </button>
      </div>
    </form>
  );
}

function Preview({ preview, values }: { preview: ExamPreview; values: Values }) {
  const { minutes, expectedMinutes, areas, notes } = preview;
  const asked = askedInWords(preview);
  return (
    <section aria-labelledby="preview" className="mt-10 rounded-card border border-line bg-card p-5">
      <h2 id="preview" className="font-semibold">
        {asked === "" ? "Nothing" : `${asked} in ${minutes} minutes`}
      </h2>
      {asked === "" ? (
        <p className="mt-2">The bank has no question of what is asked for.</p>
      ) : (
        <>
          <p className="mt-1 text-soft">Expected to take about {Math.ceil(expectedMinutes)} minutes.</p>
          <ul className="mt-3">
            {areas.map(({ id, title, questions: of }) => (
              <li key={id} className="flex justify-between gap-4 border-t border-line py-1.5">
                {title}
                <span className="tabular-nums">{of}</span>
              </li>
            ))}
          </ul>
          {notes.map((note) => (
            <p key={note} className="mt-2 text-sm text-soft">
              {note}
            </p>
          ))}
          <form action={beginExamAction}>
            {Object.entries({ ...values, preset: "own" }).map(([name, value]) => (
              <input key={name} type="hidden" name={name} value={value} />
            ))}
            <CertaintyField />
            <PrimaryButton type="submit" className="mt-4">
              Begin; the time starts
            </PrimaryButton>
          </form>
        </>
      )}
    </section>
  );
}
