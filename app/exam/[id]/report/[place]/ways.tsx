import { useRouter } from "next/navigation";
import type { ReactNode } from "react";
import { Key } from "#app/_ui/key.tsx";
import { PageLink } from "#app/_ui/page-link.tsx";
import { useKeys } from "#app/drill/use-keys.ts";
import { useArrows } from "../../use-arrows.ts";

/** Where the places before and after one are; null at the ends. */
export interface Beside {
  back: string | null;
  next: string | null;
}

/** J, K, Enter and the arrows lead to the places beside this one. */
export function useWayKeys({ back, next, letters }: Beside & { letters: Record<string, (() => void) | null> }): void {
  const router = useRouter();
  const to = (path: string | null) => (path === null ? null : () => router.push(path));
  useKeys({
    enter: () => to(next)?.(),
    number: () => {},
    letters: { j: to(next), k: to(back), ...letters },
    fieldIsEmpty: false,
  });
  useArrows({ back: to(back), next: to(next) });
}

export function Ways({ back, next }: Beside) {
  return (
    <nav aria-label="Questions" className="mt-8 flex flex-wrap gap-3 print:hidden">
      <Way path={back} hint="K">
        ← Before
      </Way>
      <Way path={next} hint="J">
        Next →
      </Way>
    </nav>
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
