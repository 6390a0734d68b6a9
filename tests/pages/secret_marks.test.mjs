// What the developer calls a secret, or none, on a real engine; and edits of an integration's defaults, which outlive the window.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { until } from '../sdk/support/until.mjs';
import { findings } from './support/axe.mjs';
import { morning } from './support/screens.mjs';
import { stage } from './support/stage.mjs';

const VALUE = 'emea-by-mark-only';
const PATH = 'http.headers.X-Region';
const here = stage({ prepare: async (stage) => Object.assign(stage, await morning(stage.engine)) });

test('a header is called a secret where it is shown: it is masked, sent as before, and the remark takes that back', async () => {
  await here.engine.rpc('parameters_save', { connection: here.acme, set: { [PATH]: VALUE } });
  const window = await here.open({ route: `#/connection/${here.acme}/parameters` });
  const row = window.id(`leaf-${PATH}`);
  await row.filter({ hasText: VALUE }).waitFor();
  await window.id(`mark-${PATH}`).click();
  await row.filter({ hasText: '••••' }).waitFor();
  await until(async () => !(await window.page.content()).includes(VALUE));
  assert.deepEqual(await findings(window.page), []);
  const { sent } = await here.engine.rpc('call', { connection: here.acme, method: 'GET', path: '/me', headers: [] });
  assert.ok(sent.some(([name, value]) => name.toLowerCase() === 'x-region' && value.startsWith('••')), JSON.stringify(sent));
  // A change beside it keeps the value behind the mask.
  await here.engine.rpc('parameters_save', { connection: here.acme, text: JSON.stringify({ ...(await here.engine.rpc('parameters', { connection: here.acme })).overrides, apiVersion: '2024-01' }) });
  assert.equal((await here.engine.rpc('reveal', { subject: { kind: 'connection', connection: here.acme }, path: PATH })).value, VALUE);
  await window.id('toast-undo').last().click();
  await row.filter({ hasText: VALUE }).waitFor();
});

test('the palette marks too, and a declared parameter has no such choice', async () => {
  const window = await here.open({ route: `#/connection/${here.acme}/parameters` });
  await window.id(`leaf-${PATH}`).filter({ hasText: VALUE }).waitFor();
  assert.equal(await window.id('mark-apiVersion').count(), 0);
  await window.page.keyboard.press('Control+k');
  await window.id('palette-input').fill('region secret');
  await window.page.locator(`[data-item="parameters.secret.${PATH}"]`).waitFor();
  await window.page.keyboard.press('Enter');
  await window.id(`leaf-${PATH}`).filter({ hasText: '••••' }).waitFor();
  await here.engine.rpc('secret_mark', { integration: 'sandbox', path: PATH, secret: null });
});

test('edits of the defaults outlive the window, are told of when it opens again, and end with a save', async () => {
  const edits = async () => (await here.engine.rpc('drafts')).filter((draft) => draft.defaults);
  const first = await here.open({ route: '#/integration/sandbox' });
  const field = (window) => window.id('default-apiVersion').locator('input');
  await field(first).fill('2027-02');
  await until(async () => (await edits()).some((draft) => draft.text.includes('2027-02')));
  await first.close();
  here.windows.splice(here.windows.indexOf(first), 1);

  const second = await here.open({ route: '#/connections' });
  await second.id('connection-row').first().waitFor();
  assert.equal(await second.page.getByText('Being prepared').count(), (await here.engine.rpc('drafts')).some((draft) => !draft.defaults && !draft.connection) ? 1 : 0);
  await second.go('#/integration/sandbox');
  await second.id('restored').waitFor();
  assert.equal(await field(second).inputValue(), '2027-02');
  assert.deepEqual(await findings(second.page), []);
  await second.id('restored-discard').click();
  await until(async () => (await edits()).length === 0);
  await second.id('toast-undo').last().click();
  await until(async () => (await edits()).length === 1);
  await second.id('integration-save').click();
  await until(async () => (await here.engine.rpc('integration_show', { key: 'sandbox' })).parameters.apiVersion === '2027-02');
  await until(async () => (await edits()).length === 0);
  assert.equal(await second.id('restored').count(), 0);
});
