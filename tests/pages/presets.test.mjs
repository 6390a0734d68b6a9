// Presets: kept from a draft, laid on another, renamed, edited, deleted and brought back; and one with a secret, on a draft: the
// page never has the secret, the connection does.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { until } from '../sdk/support/until.mjs';
import { findings } from './support/axe.mjs';
import { palette, write, written } from './support/editor.mjs';
import { stage } from './support/stage.mjs';
import { themes } from './support/themes.mjs';

const SECRET = 'hush-from-the-preset';
const here = stage({
  prepare: ({ engine }) => engine.rpc('preset_save', { name: 'With a secret', integration: 'sandbox', text: JSON.stringify({ http: { headers: { 'X-Secret-Token': SECRET } } }) }),
});

async function connected(window) {
  const before = here.engine.opened.length;
  await window.page.locator('[data-testid="connect"]:enabled').click();
  await until(() => here.engine.opened.length > before);
  assert.ok(!(await window.page.content()).includes(SECRET), 'the page has the secret');
  await here.engine.approve(here.engine.opened.at(-1).url);
  await window.id('result-success').waitFor();
  const [connection] = (await here.engine.rpc('connections', { limit: 1 })).items;
  return here.engine.rpc('reveal', { subject: { kind: 'connection', connection: connection.id }, path: 'http.headers.X-Secret-Token' });
}

test('a new connection starts from it', async () => {
  const window = await here.open({ route: '#/new' });
  await window.id('draft-preset').selectOption({ label: 'With a secret' });
  await window.id('draft-continue').click();
  await window.id('preview-authorize').waitFor();
  assert.deepEqual(await connected(window), { value: SECRET });
});

test('it is laid on a draft that is there', async () => {
  const draft = await here.engine.rpc('draft_save', { id: null, integration: 'sandbox', tenant: 'test', name: 'Laid on', option: null, text: '{}', updatedAt: 0 });
  const window = await here.open({ route: `#/draft/${draft.id}` });
  await window.id('presets').click();
  await window.id('preset-apply').first().click();
  await window.page.locator('[data-testid="leaf-http.headers.X-Secret-Token"][data-layer="override"]').waitFor();
  assert.deepEqual(await connected(window), { value: SECRET });
});

const presets = () => here.engine.rpc('presets');
const draftOf = (text) => here.engine.rpc('draft_save', { id: null, integration: 'sandbox', tenant: 'test', name: 'Of presets', option: null, text: JSON.stringify(text), updatedAt: 0 });

for (const theme of themes) {
  test(`kept from a draft, laid on another with what it changes shown, and taken back, in ${theme}`, async () => {
    const name = `Two scopes, ${theme}`;
    const first = await draftOf({ scopes: ['contacts.read', 'deals.read'], apiVersion: '2030-01' });
    const window = await here.open({ theme, route: `#/draft/${first.id}` });
    await window.id('preview-authorize').waitFor();
    await window.id('presets').click();
    await window.id('preset-keep').click();
    await window.id('preset-name').fill(name);
    assert.deepEqual(await findings(window.page), []);
    await window.page.keyboard.press('Enter');
    await until(async () => (await presets()).some((one) => one.name === name));
    await window.id('preset-name').waitFor({ state: 'detached' });

    const second = await draftOf({ scopes: ['contacts.read'], variant: 'sandbox' });
    await window.go(`#/draft/${second.id}`);
    await window.page.locator('[data-testid="leaf-variant"][data-layer="override"]').waitFor();
    await palette(window, 'apply preset', 'presets.apply');
    await window.id('preset-list').getByRole('option').filter({ hasText: name }).click();
    await window.id('preset-differences').filter({ hasText: 'apiVersion2030-01' }).filter({ hasText: 'scopesdeals.read1 as before' }).waitFor();
    assert.doesNotMatch(await window.id('preset-differences').textContent(), /variant/);
    assert.deepEqual(await findings(window.page), []);
    await window.id('preset-apply').click();
    assert.deepEqual(await written(window), { scopes: ['contacts.read', 'deals.read'], variant: 'sandbox', apiVersion: '2030-01' });
    await window.id('toast-undo').last().click();
    assert.deepEqual(await written(window), { scopes: ['contacts.read'], variant: 'sandbox' });
  });

  test(`renamed, edited with its connector's word on it, deleted and brought back, in ${theme}`, async () => {
    const { id } = await here.engine.rpc('preset_save', { name: `To edit, ${theme}`, integration: 'sandbox', text: '{"apiVersion": "2030-01"}' });
    const mine = async () => (await presets()).find((one) => one.id === id);
    const window = await here.open({ theme, route: '#/settings/presets' });
    await window.id(`preset-${id}`).click();
    await window.id('preset-name').fill(`Renamed, ${theme}`);
    const text = (value) => window.id('preset-json').evaluate((editor, json) => (editor.value = json), value);
    await text('{"scope": []}');
    await window.id('preset-save').and(window.page.locator(':disabled')).waitFor();
    await window.page.getByRole('status').filter({ hasText: 'scopes' }).first().waitFor();
    assert.deepEqual(await findings(window.page), []);
    await text('{"apiVersion": "2031-01", "http": {"query": {"page": "1"}}}');
    await window.page.locator('[data-testid="preset-save"]:enabled').click();
    await until(async () => (await mine()).name === `Renamed, ${theme}`);
    assert.deepEqual((await mine()).overrides, { apiVersion: '2031-01', http: { query: { page: '1' } } });
    await window.id(`preset-${id}`).filter({ hasText: `Renamed, ${theme}` }).waitFor();

    await window.id('preset-delete').click();
    await until(async () => (await mine()) === undefined);
    await window.id(`preset-${id}`).waitFor({ state: 'detached' });
    assert.deepEqual(await findings(window.page), []);
    await window.id('toast-undo').last().click();
    await window.id(`preset-${id}`).waitFor();
    assert.deepEqual((await mine()).overrides, { apiVersion: '2031-01', http: { query: { page: '1' } } });
  });
}

test('one of the same name is replaced only when that is said', async () => {
  await here.engine.rpc('preset_save', { name: 'Taken', integration: 'sandbox', text: '{"apiVersion": "2030-01"}' });
  const { id } = await draftOf({});
  const window = await here.open({ route: `#/draft/${id}` });
  await window.id('preview-authorize').waitFor();
  await write(window, { apiVersion: '2040-01' });
  await palette(window, 'save override as preset', 'presets.save');
  await window.id('preset-name').fill('taken');
  await window.id('preset-save').filter({ hasText: 'Replace preset' }).waitFor();
  assert.deepEqual(await findings(window.page), []);
  await window.id('preset-save').click();
  await until(async () => (await presets()).some((one) => one.overrides.apiVersion === '2040-01'));
  assert.equal((await presets()).filter((one) => /^taken$/i.test(one.name)).length, 1);
  await window.id('toast-undo').last().click();
  await until(async () => (await presets()).some((one) => one.name === 'Taken' && one.overrides.apiVersion === '2030-01'));
});
