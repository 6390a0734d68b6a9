/** The lamp: the only status mark. The words beside it say what it means. */
import type { Health } from "../generated/Health";
import css from "./Lamp.module.css";

export type Light = "green" | "amber" | "red" | "off";

const LIGHTS: Record<Health["state"], Light> = {
  working: "green",
  pending_change: "green",
  binding_changed: "amber",
  needs_reconnect: "red",
  misconfigured: "amber",
  refresh_delayed: "amber",
  vault_unavailable: "amber",
};

export const lightOf = (health: Health): Light => LIGHTS[health.state];

export function Lamp({ light }: { light: Light }) {
  return <span className={`${css.lamp} ${css[light]}`} data-light={light} aria-hidden="true" />;
}
