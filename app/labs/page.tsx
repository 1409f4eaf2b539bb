import type { Metadata } from "next";
import { database } from "#app/_data/client.ts";
import { currentLearner } from "#app/_data/learner.ts";
import { PageLink } from "#app/_ui/page-link.tsx";
import { SiteHeader } from "#app/_ui/site-header.tsx";
import { recipes } from "#lib/training/recipes.ts";
import { workOf } from "#lib/training/work.ts";
import { findServerRun } from "./server-runs.ts";
import { TrainingLab } from "./training-lab.tsx";

export const metadata: Metadata = { title: "Labs" };

export default async function LabsPage() {
  const { id } = await currentLearner(database());
  const choices = [...recipes.values()].map(({ what, recipe }) => ({
    name: recipe.name,
    what: `${what[0].toUpperCase()}${what.slice(1)}`,
    size: `${inWords(workOf(recipe))} operations a step, batches of ${recipe.batchSize}, ${recipe.epochs} ${recipe.epochs === 1 ? "epoch" : "epochs"}`,
  }));
  return (
    <>
      <SiteHeader current="/labs" />
      <main className="mx-auto max-w-[680px] px-4 pt-10 pb-24">
        <h1 className="font-serif text-4xl font-semibold tracking-tight">Labs</h1>
        <p className="mt-3 font-serif text-xl text-soft">Train a network for real, and watch its loss.</p>
        <TrainingLab recipes={choices} found={findServerRun(id)} />
        <p className="mt-10 text-sm text-soft">
          A large network takes a GPU where there is one.{" "}
          <PageLink href="/settings/computing" className="text-accent underline underline-offset-4">
            What computes
          </PageLink>{" "}
          tests what this browser and the server have.
        </p>
      </main>
    </>
  );
}

function inWords(operations: number): string {
  if (operations >= 1e9) return `${(operations / 1e9).toFixed(1)} billion`;
  if (operations >= 1e6) return `${Math.round(operations / 1e6)} million`;
  return Math.round(operations).toLocaleString("en");
}
