import type { Page, Request } from "@playwright/test";
import { expect } from "./app.ts";

/** What came back from a request to a server action that no page of the app would send. */
export interface Forged {
  status: number;
  body: string;
}

/** A server action as a page called it, to be called again with other arguments. */
export interface CalledAction {
  call(args: unknown[]): Promise<Forged>;
  send(body: string): Promise<Forged>;
}

/** Runs `act`, which makes the page call a server action, and hands back that action. */
export async function actionOf(page: Page, act: () => Promise<void>): Promise<CalledAction> {
  const isAction = (request: Request) => request.method() === "POST" && "next-action" in request.headers();
  const [request] = await Promise.all([page.waitForRequest(isAction), act()]);
  const { "next-action": action = "", accept = "" } = request.headers();
  const url = request.url();
  async function send(body: string): Promise<Forged> {
    // From the page itself, so that the browser sends origin and site as it does for the app.
    return page.evaluate(
      async (given) => {
        const response = await fetch(given.url, {
          method: "POST",
          headers: { "next-action": given.action, accept: given.accept, "content-type": "text/plain;charset=UTF-8" },
          body: given.body,
        });
        return { status: response.status, body: await response.text() };
      },
      { url, action, accept, body },
    );
  }
  expect(action).not.toBe("");
  return { send, call: (args) => send(JSON.stringify(args)) };
}
