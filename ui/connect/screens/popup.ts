/** The window in which the person signs in at the provider, and the form that starts it. */
import type { Payload } from "./wire";

/** As large as the SDK's own popup: most of a small screen, never more than a provider's page needs. */
function features(): string {
  const width = Math.min(Math.round(screen.width * 0.7), 1000);
  const height = Math.min(Math.round(screen.height * 0.6), 800);
  const left = Math.round((screen.width - width) / 2);
  const top = Math.round((screen.height - height) / 2);
  return `popup,width=${width},height=${height},left=${left},top=${top}`;
}

/** Opens an empty window; null where the browser blocks it. Only within a click does it not. */
export function openPopup(name: string): Window | null {
  const popup = window.open("", name, features());
  return popup && !popup.closed ? popup : null;
}

/** Sends a connect as a form, into a named window or in place of this page. A form is the only request that a window can show the answer of. */
export function submitConnect(payload: Payload, target: string): void {
  const form = document.createElement("form");
  form.method = "POST";
  form.action = "/connect";
  form.target = target;
  form.hidden = true;
  const field = document.createElement("input");
  field.type = "hidden";
  field.name = "payload";
  field.value = JSON.stringify(payload);
  form.append(field);
  document.body.append(form);
  form.submit();
  form.remove();
}
