
export type VariantSummary = { key: string, title: string, };
