import type { AttemptView } from "./AttemptView";

export type RedirectedAnswer = { attempt: AttemptView | null, };
