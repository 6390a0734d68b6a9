/** What a running attempt is waiting for, in words. */
import type { AttemptView } from "../shared/generated/AttemptView";
import type { Surface } from "../shared/generated/Surface";

const WHERE: Record<Surface, string> = {
  window: "A sign-in window has opened. Sign in there and approve.",
  browser: "Your browser has opened. Sign in there and approve.",
  popup: "A popup has opened in the page that started this. Sign in there and approve.",
};
const BY_CODE = "Open the provider's page on any device, sign in, and enter this code. Check there that the page shows the same code before you approve.";

/** Whether the provider was seen to refuse a sign-in inside the app's window. */
export const refusesWebview = (attempt: AttemptView): boolean => attempt.webviewRefused;

export function headOf(attempt: AttemptView): string {
  if (attempt.choices) return "You approved. There are several to connect: choose the one that is meant.";
  if (attempt.state === "redeeming") return "You approved. Finishing the connection…";
  if (attempt.device) return BY_CODE;
  return refusesWebview(attempt) && attempt.surface === "window" ? "Sign in and approve in your browser." : WHERE[attempt.surface];
}

export function waitsFor(attempt: AttemptView): string {
  if (attempt.choices) return "Waiting for your choice";
  if (attempt.state === "redeeming") return attempt.device ? "Finishing" : `Finishing with ${attempt.integrationName}`;
  return "Waiting for your approval";
}
