// The developer's bench on a real engine and the built-in provider: console, log, faults, time, many calls at once.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { until } from '../sdk/support/until.mjs';
import { findings } from './support/axe.mjs';
import { stage } from './support/stage.mjs';

const here = stage({ prepare: async (stage) => (stage.connection = await stage.engine.connectSandbox({ name: 'Acme Inc', overrides: { scopes: ['contacts.read', 'offline_access'] } })) });

test('a call is sent, its tree and its time are shown, and it is kept for the next one', async () => {
  const window = await here.open({ route: `#/connection/${here.connection}/calls` });
  await window.id('call-path').fill('/me');
  await window.id('call-send').click();
  await window.page.locator('[data-testid="call-status"][data-status="200"]').waitFor();
  await window.id('timing').waitFor();
  await window.id('overridden').waitFor();
  await window.id('response-sent-tab').click();
  assert.doesNotMatch(await window.page.content(), /Bearer (?!•)/);
  assert.deepEqual(await findings(window.page), []);
  await window.id('save-request').click();
  await window.id('saved-name').fill('Who am I');
  await window.id('saved-save').click();
  await window.id('saved-request').filter({ hasText: 'Who am I' }).waitFor();
  assert.equal((await here.engine.rpc('saved_requests', { integration: 'sandbox' })).length, 1);
});

test('an expired token and a hundred calls at once: one token request', async () => {
  const window = await here.open({ route: `#/connection/${here.connection}/overview` });
  await window.id('expire-now').click();
  await window.id('expire-said').waitFor();
  await window.id('burst-run').click();
  await window.id('burst-result').filter({ hasText: 'One token request served 100 calls.' }).waitFor();
  assert.ok((await window.id('burst-timeline').getByRole('listitem').count()) >= 4);
  assert.deepEqual(await findings(window.page), []);
});

test('a fault of the sandbox is switched on, seen on every screen and in a call, and cleared', async () => {
  const window = await here.open({ route: '#/sandbox' });
  await window.id('preset-limited').click();
  await until(async () => (await here.engine.rpc('sandbox')).faults.apiStatus === 429);
  await window.go(`#/connection/${here.connection}/calls`);
  await window.id('faults-note').waitFor();
  await window.id('call-path').fill('/me');
  await window.id('call-send').click();
  await window.page.locator('[data-testid="call-status"][data-status="429"]').waitFor();
  assert.deepEqual(await findings(window.page), []);
  await window.id('faults-note-clear').click();
  await until(async () => (await here.engine.rpc('sandbox')).faults.apiStatus === null);
});

test('the log finds calls as one types, and says which override was in force', async () => {
  const window = await here.open({ route: '#/calls' });
  await window.id('call-row').first().waitFor();
  await window.id('calls-filter').fill('status:429');
  // What is found first may be none: the log goes on looking, and says so.
  await window.page.locator('[data-testid="calls-total"][data-for="status:429"]').filter({ hasText: /^1 found, / }).waitFor();
  await until(async () => (await window.id('call-row').count()) === 1);
  await window.id('call-row').first().click();
  await window.id('in-force').waitFor();
  assert.match(await window.id('call-details').textContent(), /contacts\.read/);
  assert.deepEqual(await findings(window.page), []);
});

test('a grant revoked at the provider: the next call says so, and a reconnect mends it', async () => {
  const window = await here.open({ route: '#/sandbox' });
  await window.id('sandbox-revoke').first().click();
  await until(async () => (await here.engine.rpc('sandbox')).environments.every((one) => one.grants.length === 0));
  await window.go(`#/connection/${here.connection}/calls`);
  await window.id('call-path').fill('/me');
  await window.id('call-send').click();
  await window.page.locator('[data-testid="health-words"][data-state="needs_reconnect"]').waitFor();
  const before = here.engine.opened.length;
  await window.id('reconnect').click();
  await until(() => here.engine.opened.length > before);
  await here.engine.approve(here.engine.opened.at(-1).url);
  await window.id('result-success').waitFor();
  await until(async () => (await here.engine.rpc('connection_show', { connection: here.connection })).summary.health.state === 'working');
});
