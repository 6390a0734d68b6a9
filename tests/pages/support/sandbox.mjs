// What the tests of the sandbox's faults begin with: the switches, a connect from a draft, a call in the console.
import { until } from '../../sdk/support/until.mjs';

const HEALTHY = { deny: false, slowMs: 0, tokenStatus: null, retryAfterS: null, dropAfterRotation: false, omitExpiresIn: false, oddExpiresIn: null, accessTtlS: null, formEncoded: false, error200: false, grantFewer: false, revokedRefresh: false, apiStatus: null, apiDelayMs: 0 };

/** Exactly these faults are on; with none, none is. */
export const faults = (engine, on = {}) => engine.rpc('sandbox_faults_set', { ...HEALTHY, ...on });

/** A new draft in a window of its own, Connect pressed and the consent given: the window shows how it ended. */
export async function connectFromDraft(here, name) {
  const draft = await here.engine.rpc('draft_save', { id: null, integration: 'sandbox', tenant: 'acme', name, option: null, text: '{}', updatedAt: 0 });
  const window = await here.open({ route: `#/draft/${draft.id}` });
  await window.page.locator('[data-testid="connect"]:enabled').waitFor();
  const before = here.engine.opened.length;
  await window.id('connect').click();
  await until(() => here.engine.opened.length > before);
  // Not waited for: where the token endpoint is slow, the way back is too.
  void here.engine.approve(here.engine.opened.at(-1).url).catch(() => undefined);
  return window;
}

/** Sends what the console holds, and waits until it has ended one way or the other. */
export async function send(window, path) {
  if (path !== undefined) await window.id('call-path').fill(path);
  await window.id('call-send').click();
  await window.page.locator('main [data-testid="call-status"], main [aria-label="Request and response"] [data-testid="error-box"]').first().waitFor({ timeout: 20_000 });
}

/** A connection made in health, then the faults, then a window on its console. Its token is over where `expired`. */
export async function under(here, on, { expired = false } = {}) {
  await faults(here.engine);
  const connection = await here.engine.connectSandbox();
  await faults(here.engine, on);
  if (expired) await here.engine.rpc('connection_expire', { connection, inMs: 0 });
  const window = await here.open({ route: `#/connection/${connection}/calls` });
  await window.id('call-send').waitFor();
  return { connection, window };
}

export const health = async (here, connection) => (await here.engine.rpc('connection_show', { connection })).summary.health;
