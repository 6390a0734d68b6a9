import type { Code } from "./Code";
import type { ParamProblem } from "./ParamProblem";

export type ErrorView = { code: Code, message: string, next: string | null, path: string | null, problems: Array<ParamProblem>, };
