// The first steps: each one, its tick, what they go on with, putting them away and bringing them back.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { until } from '../sdk/support/until.mjs';
import { findings } from './support/axe.mjs';
import { stage } from './support/stage.mjs';

const here = stage();

const step = (window, id, done) => window.page.locator(`[data-testid="step-${id}"][data-done="${done}"]`).waitFor();
const bar = (window, words) => window.id('start-bar').filter({ hasText: words }).waitFor();
const current = (window) => window.page.locator('[aria-current="step"]').first().getAttribute('data-testid');

test('each step is ticked when it is done, and the button goes on from there', async () => {
  const window = await here.open();
  await window.id('start-try').filter({ hasText: 'Try it' }).waitFor();
  for (const id of ['override', 'connect', 'call']) await step(window, id, false);
  assert.equal(await current(window), 'step-override');
  assert.deepEqual(await findings(window.page), []);

  await window.id('start-try').click();
  await window.id('preview-authorize').waitFor();
  await window.id('start-bar').waitFor();
  const [draft] = await here.engine.rpc('drafts');
  // Left and come back to: it goes on with the same draft.
  await window.go('#/start');
  await window.id('start-try').filter({ hasText: 'Go on with your draft' }).click();
  await window.id('preview-authorize').waitFor();
  assert.equal((await here.engine.rpc('drafts')).length, 1);

  await window.page.keyboard.press('Control+Shift+v');
  await window.id('paste-text').fill("connectorParameters: { scopes: ['contacts.read'] }");
  await window.id('paste-load').click();
  await window.page.locator('[data-testid="leaf-scopes"][data-layer="override"]').waitFor();
  await bar(window, /Override a parameter, done/);
  assert.deepEqual(await findings(window.page), []);
  await window.go('#/start');
  await step(window, 'override', true);
  assert.equal(await current(window), 'step-connect');

  await window.id('start-try').filter({ hasText: 'Go on to connect' }).click();
  await window.page.locator('[data-testid="connect"]:enabled').click();
  await until(() => here.engine.opened.length > 0);
  await here.engine.approve(here.engine.opened.at(-1).url);
  await window.id('result-success').waitFor();
  await bar(window, /Connect, done/);
  assert.equal((await here.engine.rpc('drafts')).some((one) => one.id === draft.id), false);
  await window.go('#/start');
  await step(window, 'connect', true);

  await window.id('start-try').filter({ hasText: 'Open the console' }).click();
  await window.id('call-send').click();
  await window.page.locator('[data-testid="call-status"][data-status="200"]').waitFor();
  await bar(window, /That was the whole way/);
  assert.deepEqual(await findings(window.page), []);
  await window.go('#/start');
  await window.id('start-finished').waitFor();
  assert.equal(await window.id('start-try').count(), 0);
  assert.deepEqual(await findings(window.page), []);
});

test('put away they are gone for good, also for another window; the palette brings them back', async () => {
  const window = await here.open({ route: '#/start' });
  await window.id('start-away').click();
  await window.id('connection-row').waitFor();
  await until(async () => (await here.engine.rpc('preferences')).seen.includes('start'));
  const other = await here.open();
  await other.id('connection-row').click();
  await other.id('tab-calls').waitFor();
  assert.equal(await other.id('start-bar').count(), 0);
  await other.page.keyboard.press('Control+k');
  await other.id('palette-input').fill('first steps');
  await other.page.locator('[data-item="go.start"][aria-selected="true"]').waitFor();
  await other.page.keyboard.press('Enter');
  await other.id('start-finished').waitFor();
  // They are put away already, so there is nothing to put away.
  assert.equal(await other.id('start-away').count(), 0);
  assert.deepEqual(await findings(other.page), []);
});
