/** Whatever was thrown, as an error that a person can read. */
import type { ErrorView } from "./generated/ErrorView";

export function asError(thrown: unknown): ErrorView {
  if (typeof thrown === "object" && thrown !== null && "message" in thrown && "code" in thrown) {
    const view = thrown as Partial<ErrorView>;
    return { code: "internal", message: "", next: null, path: null, problems: [], ...view } as ErrorView;
  }
  return {
    code: "internal",
    message: "Patchbay could not carry this out.",
    next: "Try again. If it keeps happening, restart Patchbay.",
    path: null,
    problems: [],
  };
}
