/** Whatever was thrown, as an error that a person can read; and where a problem with parameters is. */
import type { ErrorView } from "./generated/ErrorView";
import type { ParamProblem } from "./generated/ParamProblem";

/** The path to say before a problem's words; empty where they name it themselves. */
export const pathBefore = ({ path, message }: ParamProblem): string => (message.includes(`"${path}"`) ? "" : path);

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
