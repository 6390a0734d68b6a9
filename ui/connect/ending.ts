/** How an attempt ended that did not end well: a title, and why such a thing happens. The engine's own words stand between. */
import type { AttemptView } from "../shared/generated/AttemptView";
import type { ErrorView } from "../shared/generated/ErrorView";

/** What else can be done about it, besides trying again. */
export type Fix = "parameters" | "vault" | null;

export interface Ending {
  title: string;
  error: ErrorView;
  /** Why; null where the engine's words say it all. */
  why: string | null;
  fix: Fix;
}

const own = (message: string, next: string): ErrorView => ({ code: "attempt_ended", message, next, path: null, problems: [] });

/** What the token endpoint answered last; null where it gave no answer. The timeline is the only place that has it. */
const tokenStatus = ({ lines }: AttemptView): number | null => Number(/: (\d{3})$/.exec(lines.findLast((line) => line.step === "token")?.text ?? "")?.[1] ?? NaN) || null;

const SETTINGS: readonly ErrorView["code"][] = ["misconfigured", "invalid_parameters", "unresolved_template", "address_refused", "unsupported"];

export function endingOf(attempt: AttemptView): Ending {
  const name = attempt.integrationName;
  const { error } = attempt;
  if (attempt.state === "cancelled") return { title: "The sign-in was cancelled", error: error ?? own("It was given up before it ended.", "Try again whenever you like."), why: null, fix: null };
  if (attempt.state === "expired") return { title: "The sign-in took too long", error: error ?? own("The sign-in took longer than ten minutes, so it was ended.", "Try again, and approve within ten minutes."), why: `${name} did not send an answer in that time: the page was left, or the way back from it did not work. In that case, paste the address of the page where it ended the next time.`, fix: null };
  if (!error) return { title: `${name} was not connected`, error: own("The provider did not complete the sign-in.", "Try again."), why: null, fix: null };
  switch (error.code) {
    case "access_denied":
      // A token came, so nobody said no: it was the request that tries it out that was refused.
      if (tokenStatus(attempt) === 200) return { title: `${name} refused the new token`, error: { ...error, next: "Check the base URL and the scopes under Parameters, then connect again." }, why: "The user allowed it and a token came, but the test request with it was refused. It may have gone to another environment than the one that gave the token, or the account may not use the API.", fix: "parameters" };
      return { title: `Access to ${name} was not given`, error, why: "Someone pressed “deny” or “cancel” there, or the account may not give access by itself: then someone who administers it has to.", fix: null };
    case "redirect_mismatch":
      return { title: "The answer did not belong to this sign-in", error, why: "An answer is taken only if it comes to the address and with the code word that this sign-in was sent with. That keeps others from slipping in an account of theirs.", fix: null };
    case "provider_unreachable": {
      const status = tokenStatus(attempt);
      if (status === 429) return { title: `${name} wants fewer requests`, error, why: "You approved, but the provider asked to slow down before it gave a token. Wait a little first.", fix: null };
      if (status !== null) return { title: `${name} is in trouble`, error, why: "You approved, but the provider failed at the last step. That mostly passes by itself: wait a little first.", fix: null };
      return { title: `${name} did not answer`, error, why: "You approved, but the provider could not be reached to finish it.", fix: null };
    }
    case "provider_error":
    case "needs_reconnect":
      return { title: `${name} refused to finish the sign-in`, error, why: "You approved, but the provider answered the last step with an error. Often the client secret or the registered redirect URI is not the right one.", fix: "parameters" };
    case "vault_unavailable":
      return { title: "The vault was locked meanwhile", error, why: "What the provider gave can only be kept encrypted, and the key for that is not there.", fix: "vault" };
    default:
      return { title: `${name} was not connected`, error, why: null, fix: SETTINGS.includes(error.code) ? "parameters" : null };
  }
}
