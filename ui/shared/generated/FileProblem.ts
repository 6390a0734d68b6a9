
export type FileProblem = { path: string, line: number | null, column: number | null, message: string, fix: string | null, warning: boolean, };
