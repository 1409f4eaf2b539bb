/** Where a session is summed up: the one of some concepts that is given, or the latest. */
export function donePath(scoped: { sessionId: string } | null): string {
  return scoped ? `/drill/done?session=${scoped.sessionId}` : "/drill/done";
}
