import type { ListenerStatus } from "./ListenerStatus";
import type { VaultStatus } from "./VaultStatus";

export type StatusAnswer = { version: string, development: boolean, dataDir: string, vault: VaultStatus, api: ListenerStatus, sandbox: Array<ListenerStatus>, scheme: string, deepLink: string | null, integrations: number, connections: number, };
