// The log of calls: following and standing still while calls come in, its filters, what was in force, and its copies.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { until } from '../sdk/support/until.mjs';
import { findings } from './support/axe.mjs';
import { clipboard } from './support/editor.mjs';
import { assertHar } from './support/har.mjs';
import { stage } from './support/stage.mjs';

const SECRET = 'header-that-must-not-be-shown';
const call = (connection, path, more = {}) => here.engine.ask('call', { connection, method: 'GET', path, headers: [], ...more });
const here = stage({
  prepare: async (stage) => {
    const { engine } = stage;
    stage.acme = await engine.connectSandbox({ name: 'Acme Inc', overrides: { scopes: ['contacts.read', 'offline_access'], http: { headers: { 'X-Trace': 'on', 'X-Secret-Token': SECRET } } } });
    stage.globex = await engine.connectSandbox({ name: 'Globex', tenant: 'globex' });
    for (let at = 0; at < 40; at += 1) await call(at % 2 ? stage.acme : stage.globex, ['/me', '/contacts?limit=3&api_key=query-that-must-not-be-shown', '/deals', '/nowhere'][at % 4]);
    await call(stage.globex, '/contacts', { method: 'POST', body: '{"fullName":"Ada Lovelace"}' });
    await call(stage.acme, 'https://elsewhere.example/x');
  },
});

const total = (window, words) => window.id('calls-total').filter({ hasText: words }).waitFor();
const first = (window) => window.id('call-row').first().getAttribute('aria-label');

test('it follows what comes in, stands still when paused, and says how many came meanwhile', async () => {
  const window = await here.open({ route: '#/calls' });
  await total(window, /^42, following/);
  await call(here.acme, '/echo/followed');
  await window.id('call-row').first().filter({ hasText: '/echo/followed' }).waitFor();
  await window.page.keyboard.press('p');
  await total(window, /held still/);
  for (let at = 0; at < 3; at += 1) await call(here.globex, `/echo/later-${at}`);
  await window.id('calls-fresh').filter({ hasText: '3 newer' }).waitFor();
  assert.match(await first(window), /echo\/followed/);
  assert.equal(await window.id('call-row').filter({ hasText: 'later' }).count(), 0);
  assert.deepEqual(await findings(window.page), []);
  await window.id('calls-fresh').click();
  await window.id('call-row').first().filter({ hasText: 'later-2' }).waitFor();
  await total(window, /^46, following/);
});

test('filters one after another: each finds its calls, and the screen stays', async () => {
  const window = await here.open({ route: '#/calls' });
  await window.id('call-row').first().waitFor();
  for (const [filter, found] of [['status:404', 10], ['status:4xx', 10], ['status:none', 1], ['method:post', 1], ['tenant:globex is:failed', 0], ['"contacts?limit"', 10], ['connection:acme is:failed', 11], ['query-that-must-not-be-shown', 0], ['nosuch', 0]]) {
    await window.id('calls-filter').fill(filter);
    await window.page.locator(`[data-testid="calls-total"][data-for=${JSON.stringify(filter).replaceAll('\\"', '\\22 ')}]`).waitFor();
    await total(window, new RegExp(`^${found} found, `));
    await until(async () => (await window.id('call-row').count()) === found);
  }
  assert.deepEqual(await findings(window.page), []);
  await window.id('calls-filter').fill('');
  await window.id('filter-help').click();
  await window.page.getByRole('dialog', { name: 'What can be filtered by' }).waitFor();
  assert.deepEqual(await findings(window.page), []);
  await window.page.getByRole('button', { name: 'is:failed' }).click();
  await window.page.waitForFunction(() => document.querySelector('[data-testid="calls-filter"]').value === 'is:failed');
  await total(window, /^11 found, /);
});

test('a call by the keyboard: its details, which override was in force, and whether it still is', async () => {
  const window = await here.open({ route: '#/calls' });
  await window.id('calls-filter').fill('connection:acme status:200');
  // The rows before stay until the filter's own are there.
  await window.page.locator('[data-testid="calls-total"][data-for="connection:acme status:200"]').filter({ hasText: /found, / }).waitFor();
  await until(async () => (await window.id('call-row').allInnerTexts()).every((row) => /acme/i.test(row) && !/globex/i.test(row)));
  await window.id('call-row').first().focus();
  await window.page.keyboard.press('Enter');
  await window.page.locator('[data-testid="in-force"][data-current="true"]').waitFor();
  const force = await window.id('in-force').innerText();
  assert.match(force, /http\.headers\.X-Trace\s+on/);
  assert.match(force, /http\.headers\.X-Secret-Token\s+••••••••/);
  await here.engine.rpc('parameters_save', { connection: here.acme, overrides: { scopes: ['contacts.read', 'offline_access'] } });
  await window.page.keyboard.press('ArrowDown');
  await window.page.locator('[data-testid="in-force"][data-current="false"]').waitFor();
  assert.match(await window.id('in-force').innerText(), /It has been changed since\. Compare with now/);
  assert.deepEqual(await findings(window.page), []);
  await window.page.keyboard.press('Escape');
  await window.id('call-details').waitFor({ state: 'detached' });
  assert.ok(await window.page.evaluate(() => document.activeElement?.dataset.testid === 'call-row'));
});

test('one that was refused says that nothing was sent; any can be opened in the console', async () => {
  const window = await here.open({ route: '#/calls/status%3Anone' });
  await window.id('call-row').first().click();
  await window.id('in-force').waitFor();
  const details = await window.id('call-details').innerText();
  assert.match(details, /Not sent/);
  assert.match(details, /outside the connection's binding/);
  assert.doesNotMatch(details, /No answer|Body sent/);
  await window.id('calls-filter').fill('method:post');
  await window.id('call-row').filter({ hasText: 'POST' }).first().click();
  await window.id('call-details').filter({ hasText: 'POST' }).waitFor();
  await window.id('call-console').click();
  await window.id('call-send').waitFor();
  assert.deepEqual([await window.id('call-method').inputValue(), await window.id('call-path').inputValue()], ['POST', '/contacts']);
});

test('copies and the archive hold placeholders and no secret; the archive is HAR 1.2', async () => {
  const window = await here.open({ route: '#/calls' });
  const copied = await clipboard(window);
  await window.id('calls-filter').fill('"contacts?limit"');
  await total(window, /^10 found, /);
  await window.id('call-row').first().click();
  await window.id('call-copy-curl').click();
  await until(async () => (await copied()).startsWith("curl 'http"));
  assert.match(await copied(), /-H "Authorization: Bearer \$ACCESS_TOKEN"/);
  await window.id('call-copy-sdk').click();
  await until(async () => (await copied()).includes(`membrane.connection("${here.acme}").proxy.get("/contacts?limit=3&api_key=`));
  await window.id('calls-filter').fill('');
  await total(window, /^46, /);
  await window.id('calls-export').click();
  await window.id('har-copy').click();
  await until(async () => (await copied()).startsWith('{'));
  const text = await copied();
  const har = JSON.parse(text);
  assertHar(har);
  assert.equal(har.log.entries.length, 46);
  assert.equal(har.log.entries.find((one) => one.request.url.includes('elsewhere')).response.status, 0);
  for (const secret of [SECRET, 'query-that-must-not-be-shown']) assert.ok(!text.includes(secret), secret);
  assert.deepEqual(await findings(window.page), []);
});
