// The override as JSON, in the hands of somebody who types: keys and values are completed, keys explain themselves, problems
// stand at their place and lead there, and nothing that is typed is run.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { findings } from './support/axe.mjs';
import { write, written } from './support/editor.mjs';
import { stage } from './support/stage.mjs';
import { themes } from './support/themes.mjs';

const here = stage();

async function opened(options = {}) {
  const { id } = await here.engine.rpc('draft_save', { id: null, integration: 'sandbox', tenant: 'test', name: 'Typed', option: null, text: '{}', updatedAt: 0 });
  const window = await here.open({ ...options, route: `#/draft/${id}` });
  await window.id('preview-authorize').waitFor();
  return window;
}

const suggestion = (window, text) => window.page.locator('.cm-tooltip-autocomplete li').filter({ hasText: text }).first();

/** Puts the cursor after the first place of a text. */
async function cursorAfter(window, text) {
  await window.page.locator('.cm-line').filter({ hasText: text }).first().click();
  await window.page.keyboard.press('End');
}

for (const theme of themes) {
  test(`keys and values are completed from what the connector and the layers know, in ${theme}`, async () => {
    const window = await opened({ theme });
    await write(window, '{\n  \n}');
    await window.id('json-editor').first().click();
    await window.page.keyboard.press('Control+Home');
    await window.page.keyboard.press('ArrowDown');
    await window.page.keyboard.type('"vari');
    await window.page.keyboard.press('Control+Space');
    await suggestion(window, 'variant').waitFor();
    await window.page.getByText('Another environment of the same provider').waitFor();
    assert.deepEqual(await findings(window.page), []);
    // By pointer: a key that comes with the list is still meant for the text.
    await suggestion(window, 'variant').click();
    await window.page.keyboard.press('Control+Space');
    await suggestion(window, 'sandbox').click();
    assert.deepEqual(await written(window), { variant: 'sandbox' });
    await window.page.locator('[data-piece="sandboxUrl"], [data-piece="http.baseUrl"]').first().waitFor();

    await write(window, '{\n  "scopes": [""]\n}');
    await cursorAfter(window, 'scopes');
    for (let step = 0; step < 2; step += 1) await window.page.keyboard.press('ArrowLeft');
    await window.page.keyboard.press('Control+Space');
    await suggestion(window, 'deals.write').waitFor();
    await suggestion(window, 'deals.write').click();
    assert.deepEqual(await written(window), { scopes: ['deals.write'] });
  });

  test(`a key explains itself: what it is, when it takes effect, what lies beneath, in ${theme}`, async () => {
    const window = await opened({ theme });
    await write(window, '{\n  "apiVersion": "2030-01"\n}');
    await window.id('preview-call').filter({ hasText: '2030-01' }).waitFor();
    await window.page.getByText('"apiVersion"').first().hover();
    const about = window.page.locator('.pb-about');
    await about.waitFor();
    const words = await about.textContent();
    for (const part of ['API version (apiVersion)', 'Sent as X-Api-Version with every call.', 'takes effect next call', 'connector: 2024-01']) assert.ok(words.includes(part), `${part} is not in: ${words}`);
    assert.deepEqual(await findings(window.page), []);
  });

  test(`a problem deep inside is marked at its own place, and leads there, in ${theme}`, async () => {
    const window = await opened({ theme });
    await write(window, { apiVersion: '2030-01', http: { headers: { 'X-Team': 'core', Authorization: 'mine' }, timeoutMs: 'soon' } });
    await window.id('problem-1').waitFor();
    const marked = await window.page.locator('.cm-lintRange-error').allTextContents();
    assert.ok(marked.some((one) => one.includes('Authorization')), `marked: ${marked}`);
    assert.ok(marked.some((one) => /timeoutMs|soon/.test(one)), `marked: ${marked}`);
    assert.ok(marked.every((one) => !/apiVersion|X-Team/.test(one)), `marked: ${marked}`);
    assert.deepEqual(await findings(window.page), []);
    const problem = window.page.getByTestId(/^problem-\d/).filter({ hasText: 'Authorization' });
    assert.match(await problem.textContent(), /^line 6/);
    await problem.click();
    await window.page.locator('.cm-activeLine').filter({ hasText: 'Authorization' }).waitFor();
    assert.ok(await window.id('connect').isDisabled());
  });
}

test('what is typed is text: it is neither run nor taken for a template', async () => {
  const window = await opened();
  await write(window, { apiVersion: '${accessToken}', http: { headers: { 'X-Run': '<img src=x onerror="globalThis.ran=1">{{7*7}}' } } });
  await window.id('preview-call').locator('[data-piece="apiVersion"]').filter({ hasText: '${accessToken}' }).waitFor();
  await window.id('preview-call').filter({ hasText: '<img src=x onerror="globalThis.ran=1">{{7*7}}' }).waitFor();
  assert.equal(await window.page.evaluate(() => globalThis.ran), undefined);
});

test('Tab leaves the editor after Escape; the width of the dry run is moved by keys and kept', async () => {
  const window = await opened();
  await write(window, '{\n  \n}');
  await window.id('json-editor').first().click();
  await window.page.keyboard.press('Escape');
  await window.page.keyboard.press('Tab');
  assert.equal(await window.page.evaluate(() => document.activeElement.closest('.cm-editor')), null);
  const width = () => window.page.locator('aside').last().evaluate((aside) => aside.getBoundingClientRect().width);
  await window.id('splitter').focus();
  const before = await width();
  for (let step = 0; step < 3; step += 1) await window.page.keyboard.press('ArrowLeft');
  const wider = await width();
  assert.ok(wider > before + 60, `${before} → ${wider}`);
  await window.page.reload();
  await window.id('preview-authorize').waitFor();
  assert.equal(await width(), wider);
});
