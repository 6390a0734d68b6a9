// What the window saves to files: the name that is offered, and what is in them. The dialog itself is the shell's
// (tests/window_save.rs).
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { until } from '../sdk/support/until.mjs';
import { stage } from './support/stage.mjs';

const here = stage({ prepare: async (stage) => (stage.connection = await stage.engine.connectSandbox({ name: 'Acme Inc', overrides: {} })) });

const saved = (window) => window.page.evaluate(() => globalThis.patchbaySaved ?? []);
const lastSaved = async (window, count) => {
  await until(async () => (await saved(window)).length === count);
  return (await saved(window)).at(-1);
};

test('the body of an answer, an archive of the calls and the report are saved, with where they went', async () => {
  const window = await here.open({ route: `#/connection/${here.connection}/calls` });
  await window.id('call-path').fill('/me');
  await window.id('call-send').click();
  await window.id('save-body').click();
  const body = await lastSaved(window, 1);
  assert.equal(body.name, 'me.json');
  assert.equal(body.encoding, 'text');
  assert.equal(JSON.parse(body.body).environment, 'production');
  await window.id('toast').filter({ hasText: '/chosen/me.json' }).waitFor();

  await window.go('#/calls');
  await window.id('call-row').first().waitFor();
  await window.page.keyboard.press('Control+k');
  await window.id('palette-input').fill('http archive');
  await window.page.locator('[data-item="calls.har"]').waitFor();
  await window.page.keyboard.press('Enter');
  await window.id('har-save').click();
  const archive = await lastSaved(window, 2);
  assert.match(archive.name, /^calls \d{4}-\d\d-\d\d\.har$/);
  const { log } = JSON.parse(archive.body);
  assert.equal(log.version, '1.2');
  assert.ok(log.entries.some((entry) => entry.request.url.endsWith('/me')));
  assert.doesNotMatch(archive.body, /Bearer (?!•)/);
  await window.page.keyboard.press('Escape');

  await window.go('#/settings/diagnostics');
  await window.id('diagnostics-save').click();
  assert.match((await lastSaved(window, 3)).body, /Patchbay/);
});
