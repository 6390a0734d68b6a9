// An override out of whatever was pasted: an object, an assignment, a snippet, a form, a request; and text that is none.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { findings } from './support/axe.mjs';
import { clipboard, write, written } from './support/editor.mjs';
import { stage } from './support/stage.mjs';
import { themes } from './support/themes.mjs';

const BEFORE = { scopes: ['contacts.read'], clientSecret: 'kept' };
const here = stage();

async function opened(options = {}) {
  const { id } = await here.engine.rpc('draft_save', { id: null, integration: 'sandbox', tenant: 'test', name: 'Pasted', option: null, text: JSON.stringify(BEFORE), updatedAt: 0 });
  const window = await here.open({ ...options, route: `#/draft/${id}` });
  await window.id('preview-authorize').waitFor();
  return window;
}

async function paste(window, text) {
  await window.id('open-paste').click();
  await window.id('paste-text').fill(text);
}

const WANTED = { scopes: ['deals.read'], http: { headers: { 'X-Team': 'core' } } };
const PAYLOAD = JSON.stringify({ token: 't', integrationKey: 'sandbox', connectorParameters: WANTED }).replaceAll('"', '&quot;');
const TEXTS = [
  ['an object', "{ scopes: ['deals.read'], http: { headers: { 'X-Team': `core` } }, }", 'an object'],
  ['JSON', JSON.stringify(WANTED), 'JSON'],
  ['an assignment', `const connectorParameters = ${JSON.stringify(WANTED, null, 2)};\nconst other = { a: 1 };`, 'an object'],
  ['a snippet', `// See https://docs.example\nconst connection = await membrane.ui.connect({\n  integrationKey: 'sandbox',\n  // connectorParameters: { scopes: ['old'] },\n  connectorParameters: {\n    scopes: ['deals.read'], // only these\n    http: { headers: { 'X-Team': 'core' } },\n  },\n})`, 'code with the SDK'],
  ['an HTML form', `<form method="POST" action="https://api.example/connect"><input type="hidden" name="payload" value="${PAYLOAD}"><button>Go</button></form>`, 'an HTML form'],
  ['a cURL line', `curl https://api.example/connect -H "Authorization: Bearer $T" --data '${JSON.stringify({ integrationKey: 'sandbox', connectorParameters: WANTED })}'`, 'a request with cURL'],
];

for (const [name, text, from] of TEXTS) {
  test(`${name} is understood, its differences are shown, it is loaded and taken back`, async () => {
    const window = await opened();
    await paste(window, text);
    await window.id('paste-found').filter({ hasText: `Read as ${from}: 3 values unlike the draft` }).waitFor();
    assert.deepEqual(await findings(window.page), []);
    await window.id('paste-load').click();
    await window.id('paste-text').waitFor({ state: 'detached' });
    assert.deepEqual(await written(window), WANTED);
    await window.id('toast-undo').last().click();
    assert.deepEqual(await written(window), BEFORE);
  });
}

test('a placeholder keeps the secret that is set, and code is named, never run', async () => {
  const window = await opened({ theme: 'light' });
  await paste(window, "membrane.ui.connect({ integrationKey: 'hubspot', connectorParameters: { clientSecret: '<clientSecret>', scopes: ['deals.read'], apiVersion: globalThis.ran = 'x' } })");
  const found = window.id('paste-found');
  await found.filter({ hasText: 'It was written for hubspot' }).waitFor();
  const words = await found.textContent();
  assert.match(words, /already stays: clientSecret/);
  assert.match(words, /Set it yourself: apiVersion/);
  assert.deepEqual(await findings(window.page), []);
  await window.page.keyboard.press('Tab');
  await window.id('paste-load').press('Enter');
  assert.deepEqual(await written(window), { clientSecret: 'kept', scopes: ['deals.read'] });
  assert.equal(await window.page.evaluate(() => globalThis.ran), undefined);
});

const BROKEN = [
  ["connectorParameters: {\n  scopes: ['a',\n  variant: 'x'\n", /^Line 2: The list that begins here is not closed/],
  ["{\n  scopes: ['a']\n  variant: 'x'\n}", /^Line 3: A comma is missing/],
  ["{ variant: 'x", /^Line 1: A text in quotes is not closed/],
  ['hello there', /^There is no object in this\. Paste a connectorParameters object/],
];

test('broken text is told where it breaks; nothing is loaded and nothing is lost', async () => {
  for (const theme of themes) {
    const window = await opened({ theme });
    await window.id('open-paste').click();
    for (const [text, words] of BROKEN) {
      await window.id('paste-text').fill(text);
      await window.page.locator('[data-testid="paste-text"][aria-invalid="true"]').waitFor();
      await window.page.waitForFunction((source) => new RegExp(source).test(document.querySelector('[data-testid="paste-found"]')?.textContent ?? ''), words.source);
      assert.ok(await window.id('paste-load').isDisabled(), `${text} can be loaded`);
      assert.equal(await window.id('paste-text').inputValue(), text);
      assert.deepEqual(await findings(window.page), []);
    }
    await window.page.keyboard.press('Escape');
    await window.id('paste-text').waitFor({ state: 'detached' });
    assert.deepEqual(await written(window), BEFORE);
  }
});

test('what the code says, pasted again, is what the draft says', async () => {
  const window = await opened();
  const copied = await clipboard(window);
  const draft = { scopes: ['deals.read'], variant: 'sandbox', http: { headers: { "X-It's": '</script><!-- "x" -->' }, query: { 'a.b': 'c' } }, tokenParams: { ключ: 'значение' } };
  await write(window, draft);
  await window.page.keyboard.press('Alt+4');
  for (const way of ['popup', 'function', 'form', 'curl', 'node']) {
    await window.id('code-way').selectOption(way);
    await window.id('code').filter({ hasText: 'a.b' }).waitFor();
    await window.id('copy-code').click();
    await window.id('copy-code').filter({ hasText: 'Copied' }).waitFor();
    await paste(window, await copied());
    await window.id('paste-found').filter({ hasText: 'the same as the draft' }).waitFor();
    await window.page.keyboard.press('Escape');
    await window.id('paste-text').waitFor({ state: 'detached' });
    await window.id('copy-code').filter({ hasText: /^Copy$/ }).waitFor();
  }
});
