/** One connect, from the click to its result: in a popup, in place, or by leaving this page. No drawing here. */
import type { Told } from "../../shared/components/ErrorBox";
import { listen, newRequestId, type Outcome } from "./outcome";
import { openPopup, submitConnect } from "./popup";
import { asTold, type Connection, type Payload, type Wire } from "./wire";

export type Phase =
  /** The form. `error` is about what was typed; `note` is why the person is back here. */
  | { at: "form"; error: Told | null; note: string | null }
  | { at: "sending" }
  | { at: "waiting"; until: number }
  | { at: "blocked" }
  | { at: "leaving" }
  | { at: "failed"; error: Told }
  | { at: "done"; connection: Connection };

export const START: Phase = { at: "form", error: null, note: null };

/** Kinds that need nothing but input. For all others, and for kinds not known here, the provider wants to see the person. */
const DIRECT = new Set(["client-credentials", "proxy", "integration-app-token", "membrane-token", "client_credentials", "key", "basic", "none", "jwt", "exchange"]);

export const isDirect = (type: string): boolean => DIRECT.has(type);

/** An attempt lives ten minutes (design section 1). */
export const LIFE_MS = 10 * 60_000;
const POLL_MS = 500;
/** What a window told as it closed may arrive after it is seen to be closed. */
const GRACE_MS = 1500;

const OVER: Told = { message: "The sign-in took longer than ten minutes, so it was ended.", next: "Nothing was changed. Try again, and approve within ten minutes.", problems: [] };
export const CLOSED_NOTE = "The sign-in window was closed. If you finished signing in there, this page continues by itself in a moment. Otherwise try again whenever you like.";
export const CANCELLED_NOTE = "The sign-in was cancelled. Nothing was changed.";
export const MORE_NOTE = "One more step: sign in at the provider to finish.";

export class Connecting {
  private readonly wire: Wire;
  private readonly say: (phase: Phase) => void;
  private payload: Payload = {};
  private popup: Window | null = null;
  private stopListening: (() => void) | null = null;
  private timers: ReturnType<typeof setTimeout>[] = [];
  /** Counts the tries, so that the answer to an earlier one is known as such. */
  private run = 0;
  /** Set where a kind that should need only input turned out to need a sign-in. */
  private needsProvider = false;

  constructor(wire: Wire, say: (phase: Phase) => void) {
    this.wire = wire;
    this.say = say;
  }

  /** Connects the way that this kind needs. Must be called within a click: otherwise browsers block the popup. */
  start(payload: Payload, type: string, redirectUri: string | null): void {
    if (redirectUri !== null) this.bySamePage(payload, redirectUri);
    else if (isDirect(type) && !this.needsProvider) void this.inPlace(payload);
    else this.throughPopup(payload);
  }

  private throughPopup(payload: Payload): void {
    this.end();
    const run = ++this.run;
    this.payload = payload;
    const requestId = newRequestId();
    const name = `connection-request-${requestId}`;
    this.popup = openPopup(name);
    if (!this.popup) {
      this.say({ at: "blocked" });
      return;
    }
    this.stopListening = listen(requestId, this.wire.token, (outcome) => this.settle(run, outcome));
    submitConnect({ ...payload, token: this.wire.token ?? undefined, requestId }, name);
    const until = Date.now() + LIFE_MS;
    this.say({ at: "waiting", until });
    this.watch(run, this.popup, until);
  }

  /** Brings the sign-in window to the front, or opens a new one. Must be called within a click. */
  openAgain(): void {
    if (this.popup && !this.popup.closed) this.popup.focus();
    else this.throughPopup(this.payload);
  }

  /** What is wrong with the input is said in the form. */
  private async inPlace(payload: Payload): Promise<void> {
    this.end();
    const run = ++this.run;
    this.payload = payload;
    this.say({ at: "sending" });
    try {
      const connection = await this.wire.connect(payload);
      if (run !== this.run) return;
      this.needsProvider = connection.state === "CLIENT_ACTION_REQUIRED" && connection.connected !== true;
      this.say(this.needsProvider ? { at: "form", error: null, note: MORE_NOTE } : { at: "done", connection });
    } catch (thrown) {
      if (run === this.run) this.say({ at: "form", error: asTold(thrown), note: null });
    }
  }

  /** Leaves this page; the API sends the person on to `redirectUri`, which it checked. */
  private bySamePage(payload: Payload, redirectUri: string): void {
    this.end();
    this.say({ at: "leaving" });
    submitConnect({ ...payload, token: this.wire.token ?? undefined, redirectUri }, "_self");
  }

  /** Gives the running try up and goes back to the form. */
  cancel(): void {
    this.popup?.close();
    this.end();
    this.run += 1;
    this.say({ at: "form", error: null, note: CANCELLED_NOTE });
  }

  /** Stops listening and watching. */
  end(): void {
    for (const timer of this.timers) clearTimeout(timer);
    this.timers = [];
    this.stopListening?.();
    this.stopListening = null;
    this.popup = null;
  }

  private settle(run: number, outcome: Outcome): void {
    if (run !== this.run) return;
    // The result page closes itself; where it cannot, this does.
    this.popup?.close();
    this.end();
    this.say("connection" in outcome ? { at: "done", connection: outcome.connection } : { at: "failed", error: outcome.error });
  }

  private watch(run: number, popup: Window, until: number): void {
    this.timers.push(
      setTimeout(() => {
        if (run !== this.run) return;
        const seenClosed = popup.closed;
        popup.close();
        this.end();
        if (!seenClosed) this.say({ at: "failed", error: OVER });
      }, until - Date.now()),
    );
    const poll = () => {
      if (!popup.closed) this.timers.push(setTimeout(poll, POLL_MS));
      else
        this.timers.push(
          setTimeout(() => {
            // The listening goes on: a provider that severs its opener makes a window that is still open look closed.
            if (run === this.run) this.say({ at: "form", error: null, note: CLOSED_NOTE });
          }, GRACE_MS),
        );
    };
    this.timers.push(setTimeout(poll, POLL_MS));
  }
}
