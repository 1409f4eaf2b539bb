import type { Value } from "#lib/sandbox/value.ts";
import type { CallResult, ProgramError, SandboxResult } from "#lib/sandbox/result.ts";

/** A result in one line, for tables. */
export function told(result: SandboxResult): string {
  switch (result.kind) {
    case "finished":
      return result.calls.map(toldCall).join("; ");
    case "threw":
      return `loading threw ${toldError(result.error)}`;
    case "ended":
      return `ended by ${result.by}`;
    case "broken":
      return `broken: ${result.error.message}`;
    default:
      return result.kind;
  }
}

function toldCall(call: CallResult): string {
  switch (call.kind) {
    case "returned":
      return [
        `returned ${toldValue(call.value)}`,
        ...call.changed.map(({ argument, value }) => `argument ${argument} became ${toldValue(value)}`),
      ].join(", ");
    case "threw":
      return `threw ${toldError(call.error)}`;
    case "missing":
      return `missing ${call.name}`;
    case "unreadable":
      return `unreadable: ${call.reason}`;
  }
}

function toldError({ type, message, line }: ProgramError): string {
  return `${type}${message && `: ${message}`}${line === null ? "" : ` (line ${line})`}`;
}

export function toldValue(value: Value): string {
  if (Array.isArray(value)) return `[${value.map(toldValue).join(", ")}]`;
  if (value === null || typeof value !== "object")
    return typeof value === "string" ? JSON.stringify(value) : String(value);
  switch (value.kind) {
    case "tuple":
      return `(${value.items.map(toldValue).join(", ")})`;
    case "table":
      return `{${value.entries.map(([key, of]) => `${key}: ${toldValue(of)}`).join(", ")}}`;
    case "array":
      return `${value.dtype}(${value.shape.join(",")})[${[...value.data].join(" ")}]`;
    case "float":
      return `float ${value.value}`;
    case "opaque":
      return `<${value.type}>`;
    case "reference":
      return `@${value.name}`;
  }
}
