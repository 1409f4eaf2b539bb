/** Server actions by their ids, as the page calls them. */
interface Actions {
  next: string;
  giveUp: string;
}

/** Someone who answers as fast as the server allows, without a browser. */
export class Client {
  readonly #url: string;
  readonly #actions: Actions;

  constructor(url: string, actions: Actions) {
    this.#url = url;
    this.#actions = actions;
  }

  /** Asks for the question and gives it up, again and again, until the server is gone. */
  async answerUntilCut(acknowledge: (servingId: string) => void, send: () => void): Promise<void> {
    for (;;) {
      try {
        const servingId = /"servingId":"([0-9a-f-]{36})"/.exec(await this.#call(this.#actions.next, []))?.[1];
        if (servingId === undefined) throw new Error("the server asks nothing");
        send();
        const reply = await this.#call(this.#actions.giveUp, [{ servingId, seconds: 1 }]);
        if (reply.includes('"kind":"answered"')) acknowledge(servingId);
      } catch (error) {
        // A connection that is cut in the middle, or refused.
        if (error instanceof TypeError) return;
        throw error;
      }
    }
  }

  async #call(action: string, args: unknown[]): Promise<string> {
    const response = await fetch(`${this.#url}/drill`, {
      method: "POST",
      headers: {
        "next-action": action,
        accept: "text/x-component",
        "content-type": "text/plain;charset=UTF-8",
        origin: this.#url,
      },
      body: JSON.stringify(args),
    });
    const body = await response.text();
    if (!response.ok) throw new Error(`${response.status}: ${body.slice(0, 200)}`);
    return body;
  }
}
