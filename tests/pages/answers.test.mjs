// What the console shows of every kind of answer: text, pages, images, long, empty, odd and broken ones.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';

import { findings } from './support/axe.mjs';
import { connectOwn, connectorFile, startProvider } from './support/provider.mjs';
import { send } from './support/sandbox.mjs';
import { stage } from './support/stage.mjs';

const provider = await startProvider();
after(() => provider.stop());
const here = stage({ connectors: { own: connectorFile(provider.url) }, prepare: async (stage) => (stage.connection = await connectOwn(stage.engine)) });

const console_ = () => here.open({ route: `#/connection/${here.connection}/calls` });
const body = (window) => window.id('call-body').innerText();

test('text and pages are shown as text, and nothing of them is carried out', async () => {
  const window = await console_();
  await send(window, '/text');
  assert.equal((await body(window)).trimEnd(), 'Plain words,\nünïcode in the second line.');
  await send(window, '/page');
  assert.match(await body(window), /<script>document\.title/);
  assert.notEqual(await window.page.title(), 'taken over');
  assert.deepEqual(await findings(window.page), []);
});

test('what is not text is said to be so, with its kind and size', async () => {
  const window = await console_();
  await send(window, '/image');
  assert.match(await window.id('binary-body').textContent(), /The body is not text: 70 B of image\/png/);
  assert.match(await body(window), /^iVBORw0KGgo/);
  assert.deepEqual(await findings(window.page), []);
});

test('a long text comes a piece at a time; a body beyond the limit is cut, and it is said', async () => {
  const window = await console_();
  await send(window, '/line');
  assert.equal((await window.id('call-body').textContent()).length, 100_000);
  await window.id('load-more').click();
  assert.equal((await window.id('call-body').textContent()).length, 200_000);
  await send(window, '/cut');
  await window.page.getByText('The body was longer than 5 MiB and is cut there').waitFor();
  assert.deepEqual(await findings(window.page), []);
});

test('a tree of forty thousand entries opens and is walked by keys, with few rows in the page', async () => {
  const window = await console_();
  await send(window, '/many');
  const tree = window.page.getByRole('tree');
  await tree.getByText('40,000 entries').click();
  await tree.press('End');
  await tree.getByRole('treeitem').filter({ hasText: '39999' }).first().waitFor();
  await tree.press('ArrowRight');
  await tree.press('ArrowDown');
  await tree.press('End');
  await tree.getByText('"Item 39999"').waitFor();
  assert.ok((await tree.getByRole('treeitem').count()) < 120);
  await tree.press('ArrowUp');
  await window.page.getByText('items[39999].name', { exact: true }).waitFor();
  assert.deepEqual(await findings(window.page), []);
});

test('odd JSON is shown as it came: long numbers, empty and strange names, deep nesting', async () => {
  const window = await console_();
  await send(window, '/odd');
  const shown = await window.page.getByRole('tree').innerText();
  assert.match(shown, /"id":\s*12345678901234567890/);
  assert.match(shown, /"__proto__"/);
  assert.match(shown, /"":\s*"no name"/);
  await window.page.getByText('Text', { exact: true }).click();
  assert.match(await body(window), /"id": 12345678901234567890,/);
  await window.page.getByText('Tree', { exact: true }).click();
  await send(window, '/nested');
  await window.page.getByRole('tree').press('*');
  assert.deepEqual(await findings(window.page), []);
});

test('an empty answer, a broken one, one that leads elsewhere, and an address that is never asked', async () => {
  const window = await console_();
  await send(window, '/empty');
  await window.page.getByText('The answer has no body.').waitFor();
  assert.equal(await window.id('copy-body').count(), 0);
  await send(window, '/elsewhere');
  await window.id('call-words').filter({ hasText: 'Redirects to another origin are not followed' }).waitFor();
  const box = window.page.locator('[aria-label="Request and response"] [data-testid="error-box"]');
  await send(window, '/broken');
  assert.match(await box.innerText(), /127\.0\.0\.1 did not answer.*try again/s);
  await window.id('past-call').first().filter({ hasText: 'no answer' }).waitFor();
  const before = provider.seen.length;
  await window.id('call-path').fill('https://elsewhere.example/steal');
  await window.id('call-send').click();
  await box.filter({ hasText: 'Nothing was sent' }).waitFor();
  assert.match(await box.innerText(), /Write a path under the base URL instead/);
  await window.id('past-call').first().filter({ hasText: 'not sent' }).waitFor();
  assert.equal(provider.seen.length, before);
  assert.deepEqual(await findings(window.page), []);
});

test('a header that would carry a credential, or is none, is refused before anything is sent, with what to do', async () => {
  const window = await console_();
  const before = provider.seen.length;
  const box = window.page.locator('[aria-label="Request and response"] [data-testid="error-box"]');
  await window.id('add-header').click();
  for (const [name, words] of [['Authorization', /authorization cannot be set on a call\..*Leave it out/s], ['Api-Token', /api-token cannot be set on a call/], ['two words', /“two words” is not a header's name\..*Correct it/s]]) {
    await window.id('header-name-0').fill(name);
    await window.id('header-value-0').fill('mine');
    await window.id('call-send').click();
    await box.filter({ hasText: words }).waitFor();
  }
  assert.equal(provider.seen.length, before);
  assert.deepEqual(await findings(window.page), []);
});
