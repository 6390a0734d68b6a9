// The override itself: the form, nested and added leaves, and null, which removes, told apart from a reset, which inherits.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { until } from '../sdk/support/until.mjs';
import { findings } from './support/axe.mjs';
import { write, written } from './support/editor.mjs';
import { stage } from './support/stage.mjs';
import { themes } from './support/themes.mjs';

const SCOPES = ['contacts.read', 'offline_access'];
const here = stage({ prepare: async (stage) => (stage.overrides = await stage.engine.connectSandbox({ name: 'Overrides', overrides: { scopes: SCOPES } })) });

const row = (window, path, layer) => window.page.locator(`[data-testid="leaf-${path}"]${layer === undefined ? '' : `[data-layer="${layer}"]`}`);

async function opened(connection, options = {}) {
  const window = await here.open({ ...options, route: `#/connection/${connection}/parameters` });
  await row(window, 'scopes').waitFor();
  return window;
}

for (const theme of themes) {
  test(`the form writes into the same draft: a text, a list, an added header, each with its reset, in ${theme}`, async () => {
    const window = await opened(here.overrides, { theme });
    await window.id('seg-form').click();
    await window.id('field-apiVersion').locator('input').fill('2030-01');
    await window.id('field-scopes').getByRole('button', { name: 'Take offline_access out' }).click();
    await window.id('offer-deals.read').click();
    await window.id('add-parameter').fill('http.headers.X-Team');
    await window.page.keyboard.press('Enter');
    await window.page.locator('[data-testid="field-http.headers.X-Team"] input').fill('core');
    await window.id('preview-call').filter({ hasText: 'X-Team: core' }).waitFor();
    assert.deepEqual(await findings(window.page), []);
    assert.deepEqual(await written(window), { scopes: ['contacts.read', 'deals.read'], apiVersion: '2030-01', http: { headers: { 'X-Team': 'core' } } });
    await window.id('seg-effective').click();
    await row(window, 'http.headers.X-Team', 'override').filter({ hasText: 'extends the connector' }).waitFor();
    await window.id('seg-form').click();
    await window.page.locator('[data-testid="field-http.headers.X-Team"]').getByRole('button', { name: /^Reset/ }).click();
    assert.deepEqual(await written(window), { scopes: ['contacts.read', 'deals.read'], apiVersion: '2030-01' });
    await window.id('discard').click();
  });
}

for (const theme of themes) {
  test(`null removes and reset inherits: told apart in every view, and kept when saved, in ${theme}`, async () => {
    const window = await opened(here.overrides, { theme });
    await window.id('edit-apiVersion').click();
    await row(window, 'apiVersion').getByRole('button', { name: 'Remove' }).click();
    await row(window, 'apiVersion', 'override').filter({ hasText: 'removed (null)' }).waitFor();
    assert.equal((await window.id('preview-call').locator('[data-mark="same"]').filter({ hasText: '2024-01' }).count()), 0);
    // A header needs it: no call could be sent, which is said before it is saved.
    await window.id('save-effect').filter({ hasText: 'apiVersion takes effect on the next call. No call can be sent with it. API version (apiVersion) has no value, and http.headers.X-Api-Version needs it.' }).waitFor();
    await window.id('note-reset-apiVersion').waitFor();
    assert.deepEqual(await findings(window.page), []);
    await window.id('seg-form').click();
    await window.id('field-apiVersion').filter({ hasText: 'Removed (null)' }).waitFor();
    assert.deepEqual(await written(window), { scopes: SCOPES, apiVersion: null });
    await window.page.locator('[data-testid="save"]:enabled').click();
    await window.id('save-effect').filter({ hasText: /^Saved/ }).waitFor();
    assert.deepEqual((await here.engine.rpc('parameters', { connection: here.overrides })).overrides, { scopes: SCOPES, apiVersion: null });

    await window.id('seg-effective').click();
    await window.id('note-reset-apiVersion').click();
    await row(window, 'apiVersion', 'connector').waitFor();
    await window.id('undo').click();
    await window.id('reset-apiVersion').click();
    await row(window, 'apiVersion', 'connector').filter({ hasText: '2024-01' }).waitFor();
    assert.deepEqual(await written(window), { scopes: SCOPES });
    await window.id('toast-undo').last().click();
    assert.deepEqual(await written(window), { scopes: SCOPES, apiVersion: null });
    await write(window, { scopes: SCOPES });
    await window.page.locator('[data-testid="save"]:enabled').click();
    await window.id('save-effect').filter({ hasText: /^Saved/ }).waitFor();
  });
}

test('discarded edits are gone, though the window is closed at once', async () => {
  const window = await opened(here.overrides);
  await write(window, { scopes: SCOPES, apiVersion: '2030-01' });
  await until(async () => (await here.engine.rpc('drafts')).length === 1);
  await window.id('discard').click();
  await window.close();
  const next = await opened(here.overrides);
  assert.deepEqual(await written(next), { scopes: SCOPES });
  assert.equal(await next.id('restored').count(), 0);
});

test('null on what connecting needs is refused with its path; and who hides a variant is said', async () => {
  const window = await opened(here.overrides);
  await window.id('edit-clientId').click();
  await window.id('leaf-keep').waitFor();
  assert.equal(await row(window, 'clientId').getByRole('button', { name: 'Remove' }).count(), 0);
  await write(window, { clientId: null });
  await window.id('problem-0').filter({ hasText: 'clientId' }).waitFor();
  assert.ok(await window.id('save').isDisabled());
  assert.deepEqual(await findings(window.page), []);
  await write(window, { variant: 'sandbox', http: { baseUrl: 'https://elsewhere.example' } });
  await window.id('seg-effective').click();
  await window.page.locator('[data-testid="hidden-http.baseUrl"]').filter({ hasText: 'variant sandbox: http.baseUrl hidden by the override' }).waitFor();
  await window.id('dry-run-notes').filter({ hasText: 'The variant sandbox would set http.baseUrl, but the override sets it too and wins.' }).waitFor();
  assert.deepEqual(await findings(window.page), []);
  await window.id('discard').click();
});
