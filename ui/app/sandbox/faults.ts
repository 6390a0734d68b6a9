/** What the sandbox can be told to do wrong, in words, and the sets of faults that stand for what providers really do. */
import type { SandboxFaults } from "../../shared/generated/SandboxFaults";

export const NO_FAULTS: SandboxFaults = { deny: false, slowMs: 0, tokenStatus: null, retryAfterS: null, dropAfterRotation: false, omitExpiresIn: false, oddExpiresIn: null, accessTtlS: null, formEncoded: false, error200: false, grantFewer: false, revokedRefresh: false, apiStatus: null, apiDelayMs: 0 };

type Key = keyof SandboxFaults;

interface Base {
  key: Key;
  title: string;
  words: string;
}

/** A switch that is on or off; or one that has a value while it is on. */
export type Fault = (Base & { kind: "switch" }) | (Base & { kind: "number"; unit: string; begin: number; least: number; most: number }) | (Base & { kind: "text"; begin: string });

const flag = (key: Key, title: string, words: string): Fault => ({ kind: "switch", key, title, words });
const number = (key: Key, title: string, words: string, unit: string, begin: number, least: number, most: number): Fault => ({ kind: "number", key, title, words, unit, begin, least, most });

export const GROUPS: { title: string; faults: readonly Fault[] }[] = [
  {
    title: "Consent",
    faults: [
      flag("deny", "Deny", "Whatever the user presses, the answer is access_denied."),
      flag("grantFewer", "Grant fewer scopes", "The last of several scopes is not granted."),
    ],
  },
  {
    title: "Token endpoint",
    faults: [
      number("tokenStatus", "Answer with a status", "It answers so, and does nothing.", "", 500, 200, 599),
      number("slowMs", "Slow", "It waits before it does anything.", "ms", 3000, 1, 120_000),
      flag("error200", "Refuse with status 200", "The error is in the body of a good answer, as some providers do."),
      flag("revokedRefresh", "Refuse refreshes", "A refresh is answered with invalid_grant: the user withdrew the grant."),
      flag("dropAfterRotation", "Drop after rotation", "A refresh is carried out, then the connection is closed with no answer. Using the old token again ends the grant."),
      flag("omitExpiresIn", "No expires_in", "Answers do not say how long the token lives."),
      { kind: "text", key: "oddExpiresIn", title: "Odd expires_in", words: "It is this text instead of a number.", begin: "3600 seconds" },
      number("accessTtlS", "Short-lived tokens", "New access tokens live this long, instead of an hour.", "s", 60, 1, 86_400),
      flag("formEncoded", "Form-encoded answers", "Answers are form-encoded instead of JSON."),
    ],
  },
  {
    title: "API",
    faults: [
      number("apiStatus", "Answer with a status", "Every call is answered so.", "", 503, 200, 599),
      number("apiDelayMs", "Slow", "Every call waits before it is answered.", "ms", 3000, 1, 120_000),
      number("retryAfterS", "Retry-After", "Answers whose status is forced, here or at the token endpoint, say to wait so long.", "s", 30, 0, 86_400),
    ],
  },
];

export const PRESETS: { id: string; title: string; words: string; faults: Partial<SandboxFaults> }[] = [
  { id: "limited", title: "Rate limited", words: "429 from the API, with Retry-After", faults: { apiStatus: 429, retryAfterS: 10 } },
  { id: "down", title: "Down", words: "503 from the API and the token endpoint", faults: { apiStatus: 503, tokenStatus: 503 } },
  { id: "slow", title: "Slow", words: "Everything takes three seconds", faults: { apiDelayMs: 3000, slowMs: 3000 } },
  { id: "dropping", title: "Rotating and dropping", words: "Refresh tokens rotate, the answer is lost", faults: { dropAfterRotation: true, accessTtlS: 30 } },
  { id: "revoked", title: "Grant withdrawn", words: "Refreshes are refused, tokens last 30 s", faults: { revokedRefresh: true, accessTtlS: 30 } },
  { id: "odd", title: "Odd answers", words: "Form-encoded, expires_in as text, fewer scopes", faults: { formEncoded: true, oddExpiresIn: "3600 seconds", grantFewer: true } },
];

export const isOn = (faults: SandboxFaults, key: Key): boolean => faults[key] !== NO_FAULTS[key];

/** The names of the faults that are on, with their values: `API: Answer with a status 503`. */
export function namesOf(faults: SandboxFaults): string[] {
  return GROUPS.flatMap((group) =>
    group.faults.filter((fault) => isOn(faults, fault.key)).map((fault) => {
      const value = fault.kind === "switch" ? "" : ` ${faults[fault.key]}${fault.kind === "number" && fault.unit !== "" ? ` ${fault.unit}` : ""}`;
      return `${group.title.toLowerCase().replace("api", "API")}: ${fault.title.toLowerCase()}${value}`;
    }),
  );
}

/** Whether exactly a preset's faults are on. */
export function isPreset(faults: SandboxFaults, preset: Partial<SandboxFaults>): boolean {
  const wanted = { ...NO_FAULTS, ...preset };
  return (Object.keys(NO_FAULTS) as Key[]).every((key) => faults[key] === wanted[key]);
}

/** A fault switched; off is always the healthy value. */
export const withFault = (faults: SandboxFaults, fault: Fault, on: boolean): SandboxFaults => ({ ...faults, [fault.key]: !on ? NO_FAULTS[fault.key] : fault.kind === "switch" ? true : fault.begin });
