// The integration's layer from where it is seen: its value set out of a connection's table, and what that does to the others.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { until } from '../sdk/support/until.mjs';
import { findings } from './support/axe.mjs';
import { write, written } from './support/editor.mjs';
import { stage } from './support/stage.mjs';
import { themes } from './support/themes.mjs';

const SCOPES = ['contacts.read', 'offline_access'];
const here = stage({
  prepare: async (stage) => {
    stage.follows = await stage.engine.connectSandbox({ name: 'Follows' });
    stage.overrides = await stage.engine.connectSandbox({ name: 'Overrides', overrides: { scopes: SCOPES } });
  },
});

const row = (window, path, layer) => window.page.locator(`[data-testid="leaf-${path}"]${layer === undefined ? '' : `[data-layer="${layer}"]`}`);
const integration = async () => (await here.engine.rpc('integration_show', { key: 'sandbox' })).parameters;
const health = (connection) => here.engine.rpc('connection_show', { connection }).then((shown) => shown.summary.health.state);

async function opened(connection, options = {}) {
  const window = await here.open({ ...options, route: `#/connection/${connection}/parameters` });
  await row(window, 'scopes').waitFor();
  return window;
}

for (const theme of themes) {
  test(`the integration's scopes, set from a connection's table: whom it reaches is said, and is so, in ${theme}`, async () => {
    const window = await opened(here.follows, { theme });
    await row(window, 'scopes').focus();
    await window.page.keyboard.press('i');
    await window.id('siblings-sum').filter({ hasText: '1 connection follows; 1 overrides it and stays as it is.' }).waitFor();
    const said = await window.id('siblings').getByRole('listitem').allTextContents();
    assert.deepEqual(said, ['Follows this onefollows, at reconnect', 'Overridesoverrides it']);
    await window.id('value-scopes').fill('contacts.read deals.read ');
    assert.deepEqual(await findings(window.page), []);
    await window.page.keyboard.press('Enter');
    await row(window, 'scopes', 'integration').waitFor();
    assert.deepEqual((await integration()).scopes, ['contacts.read', 'deals.read']);
    assert.deepEqual([await health(here.follows), await health(here.overrides)], ['pending_change', 'working']);
    await window.page.locator('[data-testid="health-words"][data-state="pending_change"]').waitFor();

    await window.go(`#/connection/${here.overrides}/parameters`);
    await row(window, 'scopes', 'override').filter({ hasText: /integration:?contacts\.read, deals\.read.*connector/ }).waitFor();
    assert.deepEqual(await findings(window.page), []);
    // The layer beneath is edited from there as well; Reset takes it out.
    await row(window, 'scopes').getByTestId('layer-scopes').click();
    await window.id('integration-value-reset').click();
    await until(async () => !('scopes' in (await integration())));
    await row(window, 'scopes', 'override').filter({ hasNotText: 'integration' }).waitFor();
    await window.id('toast-undo').last().click();
    await until(async () => (await integration()).scopes?.length === 2);
    await here.engine.rpc('integration_set', { key: 'sandbox', name: null, set: {}, unset: ['scopes'], option: null, redirect: null, surface: null });
    assert.equal(await health(here.follows), 'working');
  });
}

test('what the connector does not take is refused in the integration too, and unsaved edits stay', async () => {
  const window = await opened(here.follows);
  await write(window, { apiVersion: '2030-01' });
  await window.id('dirty').waitFor();
  await window.id('seg-effective').click();
  await window.id('edit-http.timeoutMs').click();
  await row(window, 'http.timeoutMs').getByRole('button', { name: 'In the integration…' }).click();
  await window.id('value-http.timeoutMs').fill('soon');
  await window.id('integration-value').getByRole('alert').waitFor();
  assert.ok(await window.id('integration-value-save').isDisabled());
  assert.deepEqual(await findings(window.page), []);
  await window.id('value-http.timeoutMs').fill('4000');
  await window.id('integration-value-save').click();
  await row(window, 'http.timeoutMs', 'integration').filter({ hasText: '4000' }).waitFor();
  await window.id('dirty').waitFor();
  assert.deepEqual(await written(window), { apiVersion: '2030-01' });
  await window.id('discard').click();
  await here.engine.rpc('integration_set', { key: 'sandbox', name: null, set: {}, unset: ['http.timeoutMs'], option: null, redirect: null, surface: null });
});

test("an option's own value is edited as such, and the one for every way to sign in stays", async () => {
  await here.engine.rpc('integration_add', { key: 'aircall', connector: 'aircall', parameters: { http: { timeoutMs: 3000 } } });
  await here.engine.rpc('integration_set', { key: 'aircall', name: null, set: { 'http.timeoutMs': 5000 }, unset: [], option: 'key', redirect: null, surface: null });
  const { id } = await here.engine.rpc('draft_save', { id: null, integration: 'aircall', tenant: 'test', name: 'By key', option: 'key', text: '{}', updatedAt: 0 });
  const window = await here.open({ route: `#/draft/${id}` });
  const leaf = row(window, 'http.timeoutMs', 'integrationOption');
  await leaf.filter({ hasText: /integration:?3000/ }).waitFor();
  await leaf.getByTestId('layer-http.timeoutMs').first().click();
  await window.id('integration-value').filter({ hasText: 'The value for those who sign in by key.' }).filter({ hasText: 'No connection signs in this way yet.' }).waitFor();
  assert.deepEqual(await findings(window.page), []);
  await window.id('value-http.timeoutMs').fill('7000');
  await window.page.keyboard.press('Enter');
  await leaf.filter({ hasText: '7000' }).waitFor();
  const { parameters, optionParameters } = await here.engine.rpc('integration_show', { key: 'aircall' });
  assert.deepEqual([parameters, optionParameters], [{ http: { timeoutMs: 3000 } }, { key: { http: { timeoutMs: 7000 } } }]);
});
