/** Which requests to the API are shown. */
import { parseFilter, passes } from "../../shared/filter";
import type { ApiRequestView } from "../../shared/generated/ApiRequestView";
import type { ApiView } from "../../shared/generated/ApiView";

/** Whether the API turned a request away. */
export const isRefused = (one: ApiRequestView): boolean => one.status >= 400;

export function matching(requests: readonly ApiRequestView[], filter: string, refusedOnly: boolean): ApiRequestView[] {
  const terms = parseFilter(filter);
  return requests.filter((one) => (!refusedOnly || isRefused(one)) && passes(terms, { path: one.path, method: one.method, status: String(one.status), who: one.who ?? "", origin: one.origin ?? "", reason: one.reason ?? "" }));
}

/** Whether what would have let a request through has been done meanwhile. */
export function isRemedied(one: ApiRequestView, api: ApiView): boolean {
  if (one.remedy === null) return false;
  return (one.remedy.kind === "origin" ? api.origins : api.redirectUris).includes(one.remedy.value);
}
