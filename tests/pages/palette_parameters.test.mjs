// Everything that the parameters' workbench can do, found in the palette by what one would type, and run from there.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { until } from '../sdk/support/until.mjs';
import { clipboard, palette, write } from './support/editor.mjs';
import { stage } from './support/stage.mjs';

const here = stage({ prepare: async (stage) => (stage.connection = await stage.engine.connectSandbox({ name: 'Acme Inc', overrides: { scopes: ['contacts.read', 'offline_access'] } })) });

const shown = (id) => (window) => window.id(id).first().waitFor();
const focused = (id) => (window) => window.page.locator(`[data-testid="${id}"]:focus`).waitFor();
const at = (hash) => (window) => until(async () => decodeURIComponent(new URL(window.page.url()).hash).startsWith(hash));
const escapes = (then) => async (window) => {
  await then(window);
  await window.page.keyboard.press('Escape');
  await window.page.locator('[role="dialog"]').waitFor({ state: 'detached' });
};
const copied = (pattern) => (window) => until(async () => pattern.test(await window.copied()));

/** `[what one types, the action that is meant, what must come of it]`, one after the other on the same screen. */
async function walk(window, steps) {
  window.copied = await clipboard(window);
  for (const [words, id, then] of steps) {
    await palette(window, words, id);
    await then(window).catch((error) => assert.fail(`${words}: ${error.message}`));
  }
}

test('on a draft', async () => {
  const { id } = await here.engine.rpc('draft_save', { id: null, integration: 'sandbox', tenant: 'test', name: 'Typed', option: null, text: '{"apiVersion": "2030-01"}', updatedAt: 0 });
  const window = await here.open({ route: `#/draft/${id}` });
  await window.id('preview-authorize').waitFor();
  await walk(window, [
    ['json', 'parameters.view.json', shown('json-editor')],
    ['form', 'parameters.view.form', shown('form-view')],
    ['effective', 'parameters.view.effective', shown('effective-table')],
    ['add parameter', 'parameters.add', focused('add-parameter')],
    ['copy authorize', 'parameters.copy-url', copied(/^http.*client_id=/)],
    ['copy call curl', 'parameters.copy-curl', copied(/^curl -X GET/)],
    ['code beside', 'parameters.code', shown('code-beside')],
    ['code node', 'code.node', (page) => page.id('code').filter({ hasText: 'process.env' }).waitFor()],
    ['copy code', 'code.copy', copied(/membrane\.post\('\/connect'/)],
    ['dry run', 'parameters.dry-run', shown('preview-authorize')],
    ['paste', 'parameters.paste', escapes(shown('paste-text'))],
    ['save as preset', 'presets.save', escapes(shown('preset-name'))],
    ['in the integration', 'parameters.beneath', escapes(shown('integration-value'))],
    ['integration defaults', 'parameters.integration', at('#/integration/sandbox')],
  ]);
  await window.go(`#/draft/${id}`);
  await window.page.locator('[data-testid="connect"]:enabled').waitFor();
  await walk(window, [['connect', 'draft.connect', shown('connect-waiting')]]);
});

test('on a connection: history, comparisons, the other environment', async () => {
  const route = `#/connection/${here.connection}/parameters`;
  const window = await here.open({ route });
  const back = async (page) => {
    await page.go(route);
    await page.id('leaf-scopes').waitFor();
  };
  await window.id('leaf-scopes').waitFor();
  await walk(window, [
    ['history', 'parameters.history', escapes(shown('history-list'))],
    ['compare integration', 'compare.integration', async (page) => at(`#/compare/integration:sandbox/connection:${here.connection}`)(page).then(() => back(page))],
    ['compare with…', 'compare.other', async (page) => focused('compare-right')(page).then(() => back(page))],
    ['show code', 'connection.tab.code', async (page) => shown('code')(page).then(() => back(page))],
    ['sandbox too', 'connection.variant.sandbox', (page) => page.page.getByRole('heading', { name: 'Acme Inc (sandbox)' }).waitFor()],
  ]);
});

test('with unsaved edits: back and forth, discarded, saved, reconnected', async () => {
  const window = await here.open({ route: `#/connection/${here.connection}/parameters` });
  await window.id('leaf-scopes').waitFor();
  const edited = (page) => page.id('dirty').waitFor();
  const clean = (page) => page.id('dirty').waitFor({ state: 'detached' });
  await write(window, { scopes: ['contacts.read', 'deals.read', 'offline_access'] });
  await window.page.locator('[data-testid="save"]:enabled').waitFor();
  await walk(window, [
    ['undo', 'parameters.undo', clean],
    ['redo', 'parameters.redo', edited],
    ['discard', 'parameters.discard', clean],
    ['undo', 'parameters.undo', edited],
  ]);
  await window.page.locator('[data-testid="save"]:enabled').waitFor();
  await walk(window, [
    ['save the override', 'parameters.save', (page) => page.id('save-effect').filter({ hasText: /^Saved/ }).waitFor()],
    ['reconnect with', 'parameters.reconnect', shown('connect-waiting')],
  ]);
});

test('in a comparison, and among the presets', async () => {
  const sides = `integration:sandbox/connection:${here.connection}`;
  const window = await here.open({ route: `#/compare/${sides.split('/').map(encodeURIComponent).join('/')}` });
  await window.id('compare-table').waitFor();
  await walk(window, [
    ['swap', 'compare.swap', at(`#/compare/connection:${here.connection}/`)],
    ['only differences', 'compare.only', (page) => page.page.locator('[data-testid="compare-only"]:not(:checked)').waitFor()],
    ['as text', 'compare.view', shown('compare-text')],
    ['settings presets', 'go.settings.presets', at('#/settings/presets')],
    ['new preset', 'presets.new', focused('preset-name')],
  ]);
  const { id } = await here.engine.rpc('preset_save', { name: 'Gone soon', integration: 'sandbox', text: '{}' });
  await window.id(`preset-${id}`).click();
  await window.id('preset-name').fill('Gone very soon');
  await walk(window, [
    ['save this preset', 'presets.keep', () => until(async () => (await here.engine.rpc('presets')).some((one) => one.name === 'Gone very soon'))],
    ['delete preset', 'presets.delete', () => until(async () => !(await here.engine.rpc('presets')).some((one) => one.id === id))],
  ]);
});
