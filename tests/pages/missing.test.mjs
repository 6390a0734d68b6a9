// Names without a value: said where they lack, and given one from there, in the integration or in this override alone.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { findings } from './support/axe.mjs';
import { stage } from './support/stage.mjs';
import { themes } from './support/themes.mjs';

const here = stage({
  prepare: async ({ engine }) => {
    for (const key of ['hubspot', 'auth0']) await engine.rpc('integration_add', { key, connector: key, parameters: {} });
  },
});

async function draft(integration, options = {}) {
  const { id } = await here.engine.rpc('draft_save', { id: null, integration, tenant: 'test', name: 'Lacks', option: null, text: '{}', updatedAt: 0 });
  const window = await here.open({ ...options, route: `#/draft/${id}` });
  await window.id('dry-run').waitFor();
  return window;
}

for (const theme of themes) {
  test(`a client id that nobody set is told in the table, in the URL, beneath it and at Connect, in ${theme}`, async () => {
    const window = await draft('hubspot', { theme });
    await window.id('missing-clientId').filter({ hasText: 'no value yet' }).waitFor();
    assert.match(await window.id('preview-authorize').textContent(), /client_id=not set/);
    assert.match(await window.id('dry-run-notes').textContent(), /clientId.* has no value/);
    assert.match(await window.id('save-effect').textContent(), /^Still needed: clientId\./);
    assert.ok(await window.id('connect').isDisabled());
    assert.deepEqual(await findings(window.page), []);
    await window.id('preview-authorize').locator('[data-piece="clientId"]').click();
    await window.page.locator('[data-testid="missing-clientId"]:focus').waitFor();
  });
}

test('a parameter of the connector that a URL needs: which request lacks it, and why there is none to show', async () => {
  const window = await draft('auth0');
  const notes = window.id('dry-run-notes');
  await notes.filter({ hasText: 'Domain (domain) has no value, and auth.authorize.url needs it.' }).waitFor();
  assert.match(await notes.textContent(), /http\.baseUrl needs it/);
  assert.equal(await window.id('preview-authorize').count(), 0);
  await window.id('note-here-domain').click();
  await window.id('value-domain').fill('acme.eu.auth0.com');
  await window.page.keyboard.press('Enter');
  await window.id('preview-authorize').filter({ hasText: 'https://acme.eu.auth0.com/authorize' }).waitFor();
  await window.page.locator('[data-testid="leaf-domain"][data-layer="override"]').waitFor();
  assert.match(await window.id('save-effect').textContent(), /^Still needed: clientId\./);
});

test('only here by keyboard: Enter on its row, and it can be connected', async () => {
  const window = await draft('hubspot');
  await window.id('missing-clientId').focus();
  await window.page.keyboard.press('Enter');
  await window.id('value-clientId').waitFor();
  assert.equal(await window.page.evaluate(() => document.activeElement.dataset.testid), 'value-clientId');
  await window.page.keyboard.type('mine');
  await window.page.keyboard.press('Enter');
  await window.page.locator('[data-testid="leaf-clientId"][data-layer="override"]').waitFor();
  await window.page.locator('[data-testid="connect"]:enabled').waitFor();
  assert.deepEqual((await here.engine.rpc('integration_show', { key: 'hubspot' })).parameters, {});
});

test('in the integration, for all: the dialog says whom it reaches, and the draft goes on with it', async () => {
  for (const theme of themes) {
    const window = await draft('hubspot', { theme });
    await window.id('mend-integration-clientId').click();
    await window.id('integration-value').filter({ hasText: 'No connection goes through this integration yet.' }).waitFor();
    assert.deepEqual(await findings(window.page), []);
    await window.id('value-clientId').fill('ours');
    await window.page.keyboard.press('Enter');
    await window.page.locator('[data-testid="leaf-clientId"][data-layer="integration"]').filter({ hasText: 'ours' }).waitFor();
    await window.page.locator('[data-testid="connect"]:enabled').waitFor();
    assert.equal((await here.engine.rpc('integration_show', { key: 'hubspot' })).parameters.clientId, 'ours');
    await window.id('toast-undo').last().click();
    await window.id('missing-clientId').waitFor();
    assert.deepEqual((await here.engine.rpc('integration_show', { key: 'hubspot' })).parameters, {});
  }
});
