
export type DraftView = { id: string | null, integration: string, tenant: string, name: string, option: string | null, text: string, updatedAt: number, };
