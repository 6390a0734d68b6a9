/** What the filter understands, and how it goes on from where the cursor is. */

export interface Known {
  variants: readonly string[];
  tenants: readonly string[];
  integrations: readonly string[];
  options: readonly string[];
}

export interface Completion {
  /** What is put in place of the word at the cursor. */
  insert: string;
  what: string;
}

export interface Completions {
  from: number;
  to: number;
  items: readonly Completion[];
}

/** Values that a field takes; none where they are only known from the workspace. */
const STATES: Record<string, Record<string, string>> = {
  needs: { reconnect: "the user has to sign in again", attention: "anything but working" },
  is: { connected: "has credentials that are not refused", failing: "calls through it fail", archived: "put away" },
  override: { any: "sets parameters of its own", none: "uses the integration's defaults alone" },
};

const FIELDS: Record<string, string> = {
  "needs:": "what it waits for",
  "env:": "the provider's environment",
  "tenant:": "whose account it is",
  "integration:": "what it goes through",
  "is:": "connected, failing, archived",
  "override:": "any or none",
  "name:": "its name only",
  "key:": "your own key for it",
  "option:": "the way it signs in",
};

const MOST = 8;

const quoted = (word: string): string => (/\s/.test(word) ? `"${word}"` : word);

function valuesOf(field: string, known: Known): [string, string][] {
  const states = STATES[field];
  if (states) return Object.entries(states);
  const named: Record<string, readonly string[]> = { env: known.variants, variant: known.variants, tenant: known.tenants, integration: known.integrations, option: known.options };
  return (named[field] ?? []).map((one) => [one, ""]);
}

/** How the word at the cursor may go on. Nothing typed yet: every field, if they are asked for. */
export function complete(text: string, cursor: number, known: Known, asked: boolean): Completions | null {
  const from = text.slice(0, cursor).search(/\S+$/);
  const start = from < 0 ? cursor : from;
  const typed = text.slice(start, cursor);
  if (typed === "" && !asked) return null;
  const to = cursor + text.slice(cursor).search(/\s|$/);
  const not = typed.startsWith("-") ? "-" : "";
  const word = typed.slice(not.length).toLowerCase();
  const colon = word.indexOf(":");
  const items: Completion[] = [];
  if (colon > 0) {
    const [field, begun] = [word.slice(0, colon), word.slice(colon + 1).replace(/^"/, "")];
    for (const [value, what] of valuesOf(field, known)) if (value.toLowerCase().includes(begun) && value.toLowerCase() !== begun) items.push({ insert: `${not}${field}:${quoted(value)} `, what });
  } else {
    for (const [field, what] of Object.entries(FIELDS)) if (field.startsWith(word)) items.push({ insert: not + field, what });
    if (word.length > 1) for (const [field, states] of Object.entries(STATES)) for (const [value, what] of Object.entries(states)) if (value.startsWith(word)) items.push({ insert: `${not}${field}:${value} `, what });
  }
  return items.length === 0 ? null : { from: start, to, items: items.slice(0, MOST + (colon > 0 ? 0 : 2)) };
}

/** Whether a filter has a term as it stands. */
export const hasTerm = (filter: string, term: string): boolean => filter.split(/\s+/).includes(term);

/** The filter with a term put in, or taken out where it is there. */
export function toggleTerm(filter: string, term: string): string {
  const words = filter.split(/\s+/).filter(Boolean);
  return (words.includes(term) ? words.filter((word) => word !== term) : [...words, term]).join(" ");
}
