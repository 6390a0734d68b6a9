import type { FileProblem } from "./FileProblem";

export type ConnectorCheckAnswer = { problems: Array<FileProblem>, };
