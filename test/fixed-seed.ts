import fc from "fast-check";

// The same inputs everywhere, so that a test fails for a change alone; EPOCH_SEED tries others.
fc.configureGlobal({ seed: Number(process.env["EPOCH_SEED"] ?? 20_261_121) });
