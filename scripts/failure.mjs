/** A failure people can act on: its message is printed as it stands, without a stack. */
export class Failure extends Error {
  constructor(message, options) {
    super(message, options);
    this.name = "Failure";
  }
}

/**
 * Runs `main` and sets the exit code: what it resolves to, if anything, else 1 where it throws. A Failure is printed
 * as one line, anything else whole.
 */
export async function runMain(main) {
  try {
    const code = await main();
    if (code !== undefined) process.exitCode = code;
  } catch (error) {
    console.error(error instanceof Failure ? error.message : error);
    process.exitCode = error instanceof Failure && error.exitCode ? error.exitCode : 1;
  }
}
