import { stopAction } from "#app/_actions/session.ts";
import { PageLink } from "#app/_ui/page-link.tsx";
import type { ScopedProgress } from "./view.ts";

/** The way out at any time. A session of some concepts ends with it; the daily one only pauses. */
export function StopHere({ scoped }: { scoped: ScopedProgress | null }) {
  if (!scoped)
    return (
      <PageLink href="/drill/done" className="px-3 py-2.5 text-soft hover:text-ink">
        Stop here
      </PageLink>
    );
  return (
    <form action={stopAction}>
      <input type="hidden" name="session" value={scoped.sessionId} />
      <button type="submit" className="min-h-11 cursor-pointer px-3 py-2.5 text-soft hover:text-ink">
        Stop here
      </button>
    </form>
  );
}
