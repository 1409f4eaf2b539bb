import Link from "next/link";
import type { ComponentProps } from "react";

/** A link inside the app. Nothing is fetched ahead: every page is made for its request, and the drill's asks a question. */
export function PageLink(props: Omit<ComponentProps<typeof Link>, "prefetch">) {
  return <Link {...props} prefetch={false} />;
}
