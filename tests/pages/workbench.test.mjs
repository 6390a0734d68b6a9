// The parameters' workbench on a real engine: history, comparison, presets over many, the editor, edits that outlive the
// window, a connector file that changes beneath it.
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';

import { until } from '../sdk/support/until.mjs';
import { findings } from './support/axe.mjs';
import { morning } from './support/screens.mjs';
import { stage } from './support/stage.mjs';

const here = stage({ prepare: async (stage) => Object.assign(stage, await morning(stage.engine)) });

const overrideOf = async (connection) => (await here.engine.rpc('parameters', { connection })).overrides;
const write = (window, text) => window.id('json-editor').first().evaluate((editor, value) => (editor.value = value), text);

test('an earlier override is restored from the history, and the remark takes that back', async () => {
  const before = await overrideOf(here.narrow);
  const window = await here.open({ route: `#/connection/${here.narrow}/parameters` });
  await window.id('open-history').click();
  const entries = window.id('history-list').getByRole('option');
  await entries.nth(1).click();
  await window.id('history-would').waitFor();
  assert.deepEqual(await findings(window.page), []);
  await window.id('history-restore').click();
  await until(async () => !(await overrideOf(here.narrow)).scopes.includes('deals.read'));
  await window.id('toast-undo').last().click();
  await until(async () => JSON.stringify(await overrideOf(here.narrow)) === JSON.stringify(before));
});

test('two connections are compared leaf by leaf and as text, and sides swap', async () => {
  const side = (id) => encodeURIComponent(`connection:${id}`);
  const window = await here.open({ route: `#/compare/${side(here.acme)}/${side(here.narrow)}` });
  await window.id('compare-table').waitFor();
  assert.match(await window.id('compare-table').textContent(), /variant/);
  await window.id('compare-swap').click();
  await until(async () => decodeURIComponent(new URL(window.page.url()).hash).startsWith(`#/compare/connection:${here.narrow}`));
  await window.page.keyboard.press('Alt+t');
  await window.id('compare-text').waitFor();
  assert.deepEqual(await findings(window.page), []);
});

test('a preset is shown before it is laid on two connections, and all of it is taken back', async () => {
  const before = await Promise.all([overrideOf(here.acme), overrideOf(here.narrow)]);
  const window = await here.open({ route: '#/connections' });
  await window.id('connection-row').nth(1).waitFor();
  await window.id('mark').nth(0).click();
  await window.id('mark').nth(1).click();
  await window.id('many-preset').click();
  await window.id('apply-preset').selectOption({ label: 'Read only, sandbox' });
  await window.id('apply-sum').waitFor();
  assert.deepEqual(await findings(window.page), []);
  await window.id('apply-run').click();
  await until(async () => (await Promise.all([here.acme, here.narrow].map(overrideOf))).every((one) => one.variant === 'sandbox' && one.scopes.length === 1));
  await window.id('toast-undo').last().click();
  await until(async () => JSON.stringify(await Promise.all([overrideOf(here.acme), overrideOf(here.narrow)])) === JSON.stringify(before));
});

test('the editor completes, marks what is wrong at its place, and undo goes over all three views', async () => {
  const window = await here.open({ route: `#/draft/${here.draft}` });
  await window.id('seg-json').click();
  await window.id('json-editor').first().waitFor();
  await write(window, '{\n  "scope": []\n}');
  await window.id('problem-0').filter({ hasText: 'scopes' }).waitFor();
  await window.page.locator('.cm-lintRange-error, .cm-lint-marker-error').first().waitFor();
  await write(window, '{\n  \n}');
  await window.id('json-editor').first().click();
  await window.page.keyboard.press('Control+Home');
  await window.page.keyboard.press('ArrowDown');
  await window.page.keyboard.type('"api');
  await window.page.keyboard.press('Control+Space');
  await window.page.locator('.cm-tooltip-autocomplete li').filter({ hasText: 'apiVersion' }).first().waitFor();
  await window.page.keyboard.press('Escape');
  await write(window, '{"apiVersion": "2031-01"}');
  await window.id('seg-effective').click();
  await window.page.locator('[data-testid="leaf-apiVersion"][data-layer="override"]').waitFor();
  await window.id('undo').click();
  await window.page.locator('[data-testid="leaf-apiVersion"][data-layer="override"]').waitFor({ state: 'detached' });
  await window.id('redo').click();
  await window.page.locator('[data-testid="leaf-apiVersion"][data-layer="override"]').waitFor();
});

test('unsaved edits of a connection outlive the window, and are told of when it opens again', async () => {
  const route = `#/connection/${here.acme}/parameters`;
  const first = await here.open({ route });
  await first.id('seg-json').click();
  await first.id('json-editor').first().waitFor();
  await write(first, '{"apiVersion": "2027-01"}');
  await until(async () => (await here.engine.rpc('drafts')).some((draft) => draft.connection === here.acme && draft.text.includes('2027-01')));
  await first.close();
  const second = await here.open({ route });
  await second.id('restored').waitFor();
  await second.page.locator('[data-testid="leaf-apiVersion"][data-layer="override"]').waitFor();
  await second.id('restored-discard').click();
  await until(async () => !(await here.engine.rpc('drafts')).some((draft) => draft.connection === here.acme));
  here.windows.splice(here.windows.indexOf(first), 1);
});

test('a connector file that changes is taken up where its parameters are shown, and what it changed is marked', async () => {
  const { key, file } = await here.engine.rpc('connector_copy', { key: 'sandbox', newKey: 'my-sandbox' });
  await until(async () => (await here.engine.rpc('connectors')).some((one) => one.key === key));
  await here.engine.rpc('integration_add', { key: 'mine', connector: key, parameters: { clientId: 'mine' } });
  const draft = await here.engine.rpc('draft_save', { id: null, integration: 'mine', tenant: 'test', name: 'Watched', option: null, text: '{}', updatedAt: 0 });
  const window = await here.open({ route: `#/draft/${draft.id}` });
  await window.id('leaf-apiVersion').filter({ hasText: '2024-01' }).waitFor();
  const path = file.startsWith('/') ? file : join(here.engine.folder, file);
  await writeFile(path, (await readFile(path, 'utf8')).replaceAll('2024-01', '2029-09'));
  await window.id('leaf-apiVersion').filter({ hasText: '2029-09' }).waitFor();
  await window.id('leaf-apiVersion').filter({ hasText: /connector file/ }).waitFor();
});
