// The console: a request with headers and a body, what is kept of it, what it comes to elsewhere, and its history.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';

import { until } from '../sdk/support/until.mjs';
import { findings } from './support/axe.mjs';
import { clipboard } from './support/editor.mjs';
import { connectOwn, connectorFile, KEY, startProvider } from './support/provider.mjs';
import { stage } from './support/stage.mjs';

const provider = await startProvider();
after(() => provider.stop());
const here = stage({ connectors: { own: connectorFile(provider.url) }, prepare: async (stage) => (stage.connection = await connectOwn(stage.engine)) });

const BODY = '{"name":"Ada","id":12345678901234567890}';
const open = () => here.open({ route: `#/connection/${here.connection}/calls` });
const saved = async () => (await here.engine.rpc('saved_requests', { integration: 'own' })).map((one) => one.name);

/** A POST with a header and a JSON body, written as a person would. */
async function write(window) {
  await window.id('call-method').selectOption('POST');
  await window.id('call-path').fill('/contacts?limit=2');
  await window.id('add-header').click();
  await window.page.keyboard.type('X-Mine');
  await window.page.keyboard.press('Tab');
  await window.page.keyboard.type("it's mine");
  await window.id('call-request-body').click();
  await window.page.keyboard.insertText(BODY);
}

test('a POST goes as it was written, with what the connection adds; its copies run elsewhere and hold no secret', async () => {
  const window = await open();
  const copied = await clipboard(window);
  await write(window);
  assert.deepEqual(await findings(window.page), []);
  await window.page.keyboard.press('Control+Enter');
  await window.page.locator('[data-testid="call-status"][data-status="200"]').waitFor();
  const got = provider.seen.at(-1);
  assert.deepEqual([got.method, got.url, got.body, got.headers['x-mine'], got.headers['content-type'], got.headers['x-region'], got.headers['api-token']], ['POST', '/contacts?limit=2', BODY, "it's mine", 'application/json', 'eu', KEY]);
  assert.match(await window.id('timing').getAttribute('aria-label'), /prepare [\d.]+ m?s, wait [\d.]+ m?s, receive [\d.]+ m?s/);
  await window.id('response-headers-tab').click();
  assert.match(await window.id('response-headers').innerText(), /x-own\s+yes/);
  await window.id('response-sent-tab').click();
  assert.match(await window.id('sent-headers').innerText(), /api-token\s+••••••••/);
  assert.ok(!(await window.page.content()).includes(KEY));
  await window.id('copy-curl').click();
  await until(async () => (await copied()).startsWith('curl -X POST'));
  const curl = await copied();
  assert.match(curl, /-H "api-token: \$API_TOKEN"/);
  assert.ok(curl.includes(`--data-raw '${BODY}'`) && !curl.includes(KEY));
  await window.id('copy-sdk').click();
  await until(async () => (await copied()).includes('/proxy/contacts?limit=2'));
  const sdk = await copied();
  assert.ok(sdk.includes('"Content-Type": "application/json"') && sdk.includes(JSON.stringify(BODY)) && !sdk.includes(KEY));
});

test('the cURL line that was copied does the same, once its variable is set', async () => {
  const window = await open();
  const copied = await clipboard(window);
  await write(window);
  await window.id('call-send').click();
  await window.id('copy-curl').click();
  await until(async () => (await copied()).startsWith('curl -X POST'));
  const line = await copied();
  const { execFile } = await import('node:child_process');
  const before = provider.seen.length;
  await new Promise((done, fail) => execFile('sh', ['-c', line], { env: { PATH: process.env.PATH, API_TOKEN: KEY } }, (error) => (error ? fail(error) : done())));
  const [ours, theirs] = [provider.seen[before - 1], provider.seen[before]];
  for (const name of ['api-token', 'x-mine', 'x-region', 'content-type']) assert.equal(theirs.headers[name], ours.headers[name]);
  assert.deepEqual([theirs.method, theirs.url, theirs.body], [ours.method, ours.url, ours.body]);
});

test('a request is kept, renamed, forgotten and brought back, and sent again as it was', async () => {
  const window = await open();
  await write(window);
  await window.page.keyboard.press('Control+s');
  await window.id('saved-name').fill('Add a contact');
  await window.page.keyboard.press('Enter');
  await window.id('saved-request').filter({ hasText: 'Add a contact' }).waitFor();
  // By the keyboard: the two buttons stand behind the request.
  await window.id('saved-request').focus();
  await window.page.keyboard.press('Tab');
  await window.page.keyboard.press('Enter');
  await window.id('request-name').fill('Add Ada');
  assert.deepEqual(await findings(window.page), []);
  await window.page.keyboard.press('Enter');
  await window.id('saved-request').filter({ hasText: 'Add Ada' }).waitFor();
  assert.deepEqual(await saved(), ['Add Ada']);
  await until(() => window.page.evaluate(() => document.activeElement?.dataset.testid === 'saved-rename'));
  await window.id('saved-forget').click();
  await until(async () => (await saved()).length === 0);
  await window.page.keyboard.press('Control+z');
  await window.id('saved-request').filter({ hasText: 'Add Ada' }).waitFor();
  assert.deepEqual(await saved(), ['Add Ada']);
  // Another window begins empty; the request fills it in whole.
  const other = await open();
  await other.id('saved-request').click();
  await other.id('call-send').click();
  await other.id('call-status').waitFor();
  const got = provider.seen.at(-1);
  assert.deepEqual([got.method, got.url, got.body, got.headers['x-mine']], ['POST', '/contacts?limit=2', BODY, "it's mine"]);
  assert.deepEqual(await findings(other.page), []);
});

test('what was sent before is offered while the path is written, and stands in the history', async () => {
  const window = await open();
  await window.id('past-call').first().waitFor();
  await window.id('call-path').fill('conta');
  await window.page.keyboard.press('ArrowDown');
  await window.page.keyboard.press('Enter');
  assert.equal(await window.id('call-path').inputValue(), '/contacts?limit=2');
  await window.id('past-call').first().click();
  assert.equal(await window.id('call-method').inputValue(), 'POST');
  await window.page.keyboard.press('Control+k');
  await window.id('palette-input').fill('Add Ada');
  await window.id('palette-item').filter({ hasText: 'Add Ada' }).waitFor();
  await window.page.keyboard.press('Enter');
  await window.id('header-value-0').waitFor();
  assert.equal(await window.id('header-value-0').inputValue(), "it's mine");
});

test('what was written in the form and not saved is not lost when another request takes its place', async () => {
  const window = await open();
  await write(window);
  await window.id('past-call').first().click();
  await window.id('toast').filter({ hasText: 'POST /contacts?limit=2 was in the form, and is not saved.' }).waitFor();
  assert.equal(await window.id('header-name-0').count(), 0);
  await window.id('toast-undo').click();
  assert.equal(await window.id('header-value-0').inputValue(), "it's mine");
  await window.id('call-send').click();
  await window.id('call-status').waitFor();
  assert.equal(provider.seen.at(-1).body, BODY);
  // One that is saved as it stands needs no way back.
  await window.id('saved-request').first().click();
  await window.id('toast').waitFor();
  await window.page.keyboard.press('Escape');
  await window.id('toast').waitFor({ state: 'detached' });
  await window.id('past-call').first().click();
  await until(async () => (await window.id('header-name-0').count()) === 0);
  assert.equal(await window.id('toast').count(), 0);
});
