import type { ParamProblemCode } from "./ParamProblemCode";

export type ParamProblem = { path: string, code: ParamProblemCode, message: string, allowed: Array<string>, nearest: string | null, line: number | null, column: number | null, };
