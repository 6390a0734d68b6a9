import type { Health } from "./Health";

export type HealthView = { words: string, next: string | null, } & Health;
