import type { AttemptLine } from "./AttemptLine";
import type { AttemptState } from "./AttemptState";
import type { ErrorView } from "./ErrorView";
import type { Surface } from "./Surface";

export type AttemptView = { id: string, state: AttemptState, integrationKey: string, integrationName: string, surface: Surface, authorizeUrl: string | null, redirectUri: string, createdAt: number, expiresAt: number, lines: Array<AttemptLine>, connectionId: string | null, warning: string | null, error: ErrorView | null, };
