/** HTTP statuses as lamps and words. */
import type { Light } from "../../shared/components/Lamp";

const MEANINGS: Record<number, string> = { 200: "OK", 201: "Created", 202: "Accepted", 204: "No Content", 301: "Moved", 302: "Found", 303: "See Other", 304: "Not Modified", 400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed", 409: "Conflict", 415: "Unsupported Media Type", 422: "Unprocessable", 429: "Too Many Requests", 500: "Server Error", 502: "Bad Gateway", 503: "Unavailable", 504: "Gateway Timeout" };

export const meaningOf = (status: number): string => MEANINGS[status] ?? "";

export function lightOfStatus(status: number | null): Light {
  if (status === null || status >= 500) return "red";
  return status >= 400 ? "amber" : "green";
}
