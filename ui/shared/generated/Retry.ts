
export type Retry = { statuses: Array<number>, after: Array<string>, at: Array<string>, };
