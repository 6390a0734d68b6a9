// The way back after a fault: a reconnect from the call that found out, and a provider that is well again.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { until } from '../sdk/support/until.mjs';
import { health, send, under } from './support/sandbox.mjs';
import { stage } from './support/stage.mjs';

const here = stage();

test('from the call that found out, straight to the reconnect, and back to a call that goes through', async () => {
  const { connection, window } = await under(here, { revokedRefresh: true }, { expired: true });
  await send(window);
  const before = here.engine.opened.length;
  await window.id('call-reconnect').click();
  await window.id('connect-waiting').waitFor();
  await until(() => here.engine.opened.length > before);
  await here.engine.approve(here.engine.opened.at(-1).url);
  await window.id('result-success').waitFor();
  await window.id('open-connection').click();
  await window.id('call-send').waitFor();
  await send(window);
  assert.equal(await window.id('call-status').getAttribute('data-status'), '200');
  assert.equal((await health(here, connection)).state, 'working');
});

test('a provider that was down is well again: one press and the call goes through', async () => {
  const { connection, window } = await under(here, { tokenStatus: 503 }, { expired: true });
  await send(window);
  await window.page.locator('[data-testid="health-words"][data-state="refresh_delayed"]').waitFor();
  await window.id('faults-note-clear').click();
  await until(async () => (await here.engine.rpc('sandbox')).faults.tokenStatus === null);
  // Never sooner than ten seconds after a refresh that failed.
  await until(async () => {
    await send(window);
    return (await window.id('call-status').count()) > 0;
  }, 20);
  assert.equal((await health(here, connection)).state, 'working');
});
