import "server-only";
import type { PlacementQuestion, PlacementTurn } from "#app/_data/placement.ts";
import { presentAsked } from "#app/drill/present.ts";
import { PLACEMENT_QUESTIONS } from "#lib/exam/placement.ts";
import type { PlacementReply, PlacementView } from "./view.ts";

/** A question without anything of its solution. */
export function presentPlacement({ id, position, concept, title, variant }: PlacementQuestion): PlacementView {
  const asked = presentAsked({ variant, open: true, committed: null });
  return { id, number: position + 1, most: PLACEMENT_QUESTIONS.most, concept: concept.title, title, asked };
}

export function presentTurn(turn: PlacementTurn): PlacementReply {
  switch (turn.kind) {
    case "asked":
      return { kind: "asked", question: presentPlacement(turn.question) };
    case "done":
      return { kind: "done", path: resultPath(turn.placementId) };
    case "gone":
      return { kind: "gone" };
  }
}

export function resultPath(placementId: string): string {
  return `/placement/${placementId}`;
}
