import type { Metadata } from "next";
import { database } from "#app/_data/client.ts";
import { currentLearner } from "#app/_data/learner.ts";
import { PageLink } from "#app/_ui/page-link.tsx";
import { SiteHeader } from "#app/_ui/site-header.tsx";
import { SettingsForm } from "./settings-form.tsx";

export const metadata: Metadata = { title: "Settings" };

export default async function SettingsPage() {
  const { minutesPerDay, newPerDay, rolloverHour, desiredRetention, maximumInterval, timeZone } = await currentLearner(
    database(),
  );
  return (
    <>
      <SiteHeader current="/settings" />
      <main className="mx-auto max-w-[680px] px-4 pt-10 pb-24">
        <h1 className="font-serif text-4xl font-semibold tracking-tight">Settings</h1>
        <SettingsForm
          values={{
            minutesPerDay,
            newPerDay,
            rolloverHour,
            desiredRetention: Math.round(desiredRetention * 100),
            maximumInterval,
          }}
        />
        <Elsewhere />
        <p className="mt-10 text-sm text-soft">
          Days are counted in the time zone {timeZone ?? "of the server"}, as your browser reports it.
        </p>
        <p className="mt-3 text-sm text-soft">
          <PageLink href="/settings/computing" className="text-accent underline underline-offset-4">
            What computes
          </PageLink>{" "}
          says what this browser and the server train networks on, and tests it.
        </p>
      </main>
    </>
  );
}

const LINK = "text-accent underline underline-offset-2";

/** What is set on pages of its own. */
function Elsewhere() {
  return (
    <section aria-labelledby="elsewhere" className="mt-12">
      <h2 id="elsewhere" className="font-semibold">
        On pages of their own
      </h2>
      <p className="mt-2">
        <PageLink href="/exam/date" className={LINK}>
          Exam date
        </PageLink>
        : until it, other minutes can hold, and each day is planned for it.
      </p>
      <p className="mt-2">
        <PageLink href="/placement" className={LINK}>
          Placement
        </PageLink>
        : about 15 questions find out what you know already. It can be repeated.
      </p>
    </section>
  );
}
