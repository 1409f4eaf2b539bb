/** A row of runs of which only `width` are let in at a time, in order of arrival. */
export interface Queue {
  /**
   * Resolves to a function that gives the place back. `onPlace` hears how many are before, 0 when it is let in.
   * @throws the signal's reason when it ends the waiting
   */
  enter(signal?: AbortSignal, onPlace?: (place: number) => void): Promise<() => void>;
}

interface Waiting {
  letIn: () => void;
  onPlace?: (place: number) => void;
}

export function createQueue(width: number): Queue {
  const waiting: Waiting[] = [];
  let inside = 0;

  function advance(): void {
    while (inside < width) {
      const next = waiting.shift();
      if (!next) break;
      inside += 1;
      next.onPlace?.(0);
      next.letIn();
    }
    for (const [index, { onPlace }] of waiting.entries()) onPlace?.(index + 1);
  }

  return {
    enter: (signal, onPlace) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) {
          reject(signal.reason as Error);
          return;
        }
        const giveUp = () => {
          waiting.splice(waiting.indexOf(entry), 1);
          reject(signal?.reason as Error);
          advance();
        };
        const entry: Waiting = {
          onPlace,
          letIn() {
            signal?.removeEventListener("abort", giveUp);
            let left = false;
            resolve(() => {
              if (left) return;
              left = true;
              inside -= 1;
              advance();
            });
          },
        };
        signal?.addEventListener("abort", giveUp, { once: true });
        waiting.push(entry);
        if (inside < width) advance();
        else onPlace?.(waiting.length);
      }),
  };
}
