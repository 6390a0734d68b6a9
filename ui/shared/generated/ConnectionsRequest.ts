
export type ConnectionsRequest = { search?: string, integration?: string, tenant?: string, includeArchived?: boolean, limit?: number, after?: string, };
