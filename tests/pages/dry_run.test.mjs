// The dry run: a value and its parameter light each other, what differs from what is saved is marked in every request,
// secrets are masked there and in what is copied.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { findings } from './support/axe.mjs';
import { clipboard, write } from './support/editor.mjs';
import { stage } from './support/stage.mjs';
import { themes } from './support/themes.mjs';

const here = stage({ prepare: async (stage) => (stage.connection = await stage.engine.connectSandbox({ overrides: { scopes: ['contacts.read', 'offline_access'], http: { headers: { 'X-Gone': 'soon' } } } })) });

const ground = (locator) => locator.evaluate((element) => getComputedStyle(element).backgroundColor);

async function opened(options = {}) {
  const window = await here.open({ ...options, route: `#/connection/${here.connection}/parameters` });
  await window.id('preview-call').waitFor();
  return window;
}

for (const theme of themes) {
  test(`a value of the URL lights its parameter, and the other way about, in ${theme}`, async () => {
    const window = await opened({ theme });
    const row = window.id('leaf-scopes');
    const piece = window.id('preview-authorize').locator('[data-piece="scopes"]').first();
    const away = () => window.id('parameters-filter').hover();
    await away();
    const [rowBefore, pieceBefore] = [await ground(row), await ground(piece)];

    await piece.hover();
    await window.page.locator('[data-testid="leaf-scopes"][data-lit="true"]').waitFor();
    assert.notEqual(await ground(row), rowBefore);
    assert.equal(await window.page.locator('[data-lit="true"]').count(), 1, 'more than one row is lit');
    assert.deepEqual(await findings(window.page), []);
    await away();
    await window.page.locator('[data-testid="leaf-scopes"]:not([data-lit])').waitFor();
    assert.equal(await ground(row), rowBefore);

    await row.hover();
    assert.notEqual(await ground(piece), pieceBefore);
    await away();
    assert.equal(await ground(piece), pieceBefore);

    // A template's value is lit by what it was filled with: the client id is in three requests at once.
    await window.id('leaf-clientId').hover();
    const lit = await window.id('dry-run').locator('[data-piece="clientId"]').evaluateAll((all) => all.map((one) => getComputedStyle(one).backgroundColor));
    assert.equal(lit.length, 3);
    assert.ok(lit.every((colour) => colour !== pieceBefore));
    // Each layer's colour can be read where it is lit.
    for (const path of ['clientId', 'apiVersion']) {
      await window.id(`leaf-${path}`).hover();
      assert.deepEqual(await findings(window.page), [], path);
    }
  });
}

test('a value leads to its parameter, by pointer and by keyboard', async () => {
  const window = await opened();
  await window.id('seg-json').click();
  await window.id('preview-authorize').locator('[data-piece="scopes"]').first().click();
  await window.page.locator('[data-testid="leaf-scopes"]:focus').waitFor();
  const first = window.id('dry-run').locator('[data-piece][tabindex="0"]');
  await first.focus();
  await window.page.keyboard.press('End');
  const last = await window.page.evaluate(() => document.activeElement?.dataset.piece);
  await window.page.keyboard.press('Enter');
  await window.page.locator(`[data-testid="leaf-${last}"]:focus`).waitFor();
});

test('what differs from what is saved is marked in all four requests, and no more than that', async () => {
  for (const theme of themes) {
    const window = await opened({ theme });
    const marked = (section, mark) => window.id(section).locator(`[data-mark="${mark}"]`).evaluateAll((all) => all.map((one) => one.textContent));
    for (const section of ['preview-authorize', 'preview-token', 'preview-refresh', 'preview-call']) assert.deepEqual([await marked(section, 'added'), await marked(section, 'changed'), await marked(section, 'removed')], [[], [], []], section);
    await write(window, { scopes: ['contacts.read', 'deals.read'], authorizeParams: { prompt: 'consent' }, tokenParams: { audience: 'deals' }, apiVersion: '2030-01', http: { headers: { 'X-Team': 'core' }, query: { page: '1' } } });
    await window.id('preview-call').filter({ hasText: '2030-01' }).waitFor();
    assert.deepEqual(await marked('preview-authorize', 'changed'), ['scope=contacts.read deals.read offline_access']);
    assert.deepEqual(await marked('preview-authorize', 'added'), ['prompt=consent']);
    assert.deepEqual(await window.id('preview-authorize').locator('del').allTextContents(), ['offline_access']);
    assert.deepEqual(await marked('preview-token', 'added'), ['audience=deals']);
    assert.deepEqual(await marked('preview-refresh', 'added'), ['audience=deals']);
    assert.deepEqual((await marked('preview-call', 'added')).sort(), ['X-Team: core', 'page=1']);
    assert.deepEqual(await marked('preview-call', 'removed'), ['X-Gone: soon']);
    assert.equal((await marked('preview-call', 'changed')).length, 1);
    assert.match(await window.id('preview-call').textContent(), /4 changes/);
    assert.deepEqual(await findings(window.page), []);
    await window.id('discard').click();
  }
});

test('secrets that are typed are masked as they are typed, and a variable in what is copied', async () => {
  const window = await opened();
  const copied = await clipboard(window);
  await write(window, { clientSecret: 'typed-one', authorizeParams: { login_token: 'typed-two' }, http: { headers: { 'X-Api-Key': 'typed-three' } } });
  await window.id('preview-call').filter({ hasText: 'X-Api-Key' }).waitFor();
  await window.id('seg-effective').click();
  await window.page.locator('[data-testid="leaf-http.headers.X-Api-Key"]').waitFor();
  assert.doesNotMatch(await window.id('dry-run').textContent(), /typed-/);
  assert.doesNotMatch(await window.id('effective-table').textContent(), /typed-/);
  // Alike as they look, the changed secret is marked.
  await window.id('preview-token').locator('[data-mark="changed"]').filter({ hasText: 'client_secret' }).waitFor();
  await window.id('preview-authorize').getByRole('button', { name: 'Copy URL' }).click();
  assert.match(await copied(), /login_token=\$AUTHORIZE_PARAMS_LOGIN_TOKEN/);
  await window.id('preview-call').getByRole('button', { name: 'Copy cURL' }).click();
  assert.match(await copied(), /X-Api-Key: '"\$HTTP_HEADERS_X_API_KEY"/);
  assert.doesNotMatch(await copied(), /typed-/);
  await window.id('discard').click();
});
