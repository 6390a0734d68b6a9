// Time and load on a connection: a token that is let expire, its countdown, and a thousand calls at once.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { until } from '../sdk/support/until.mjs';
import { findings } from './support/axe.mjs';
import { stage } from './support/stage.mjs';

const here = stage({ prepare: async (stage) => (stage.connection = await stage.engine.connectSandbox({ name: 'Acme Inc' })) });

const overview = () => here.open({ route: `#/connection/${here.connection}/overview` });
const expiresAt = async () => (await here.engine.rpc('connection_show', { connection: here.connection })).summary.expiresAt;

test('expire in 30 s: the countdown runs down, in the bench and in the bar, and both say the same', async () => {
  const window = await overview();
  await window.id('expire-soon').click();
  const said = window.id('expire-said');
  await said.filter({ hasText: /counts as over in (30|29|28) s\./ }).waitFor();
  await said.filter({ hasText: /counts as over in 2[67] s\./ }).waitFor();
  const both = await window.page.evaluate(() => ['expire-said', 'token-left'].map((id) => /(\d+) s/.exec(document.querySelector(`[data-testid="${id}"]`).textContent)?.[1]));
  assert.equal(both[0], both[1]);
  const left = (await expiresAt()) - Date.now();
  assert.ok(left > 15_000 && left < 30_000, `${left} ms are left`);
  assert.deepEqual(await findings(window.page), []);
});

test('expire now: the next call refreshes first, and what was said of the clock is taken back', async () => {
  const window = await overview();
  await window.id('expire-now').click();
  await window.id('token-left').filter({ hasText: 'Expired' }).waitFor();
  await window.id('expire-said').filter({ hasText: 'The next call refreshes it first.' }).waitFor();
  await window.id('burst-count').fill('1');
  await window.id('burst-expire').uncheck();
  await window.id('burst-run').click();
  await window.id('burst-result').filter({ hasText: 'One token request served 1 call.' }).waitFor();
  await window.id('expire-said').filter({ hasText: 'A new token has come since.' }).waitFor();
  await window.id('token-left').filter({ hasText: /5\d min left/ }).waitFor();
});

test('a thousand calls at once on an expired token: one token request, and the timeline in order', async () => {
  const window = await overview();
  await window.id('burst-count').fill('1001');
  assert.ok(await window.id('burst-run').isDisabled());
  await window.id('burst-count').fill('1000');
  await window.id('burst-run').click();
  await window.id('burst-result').filter({ hasText: 'One token request served 1,000 calls.' }).waitFor();
  assert.match(await window.id('burst-result').innerText(), /1,000 × 200 OK/);
  const lines = await window.id('burst-timeline').getByRole('listitem').allInnerTexts();
  const at = (words) => lines.findIndex((line) => words.test(line));
  const order = [/set to expired/, /sent to the engine at once/, /A refresh begins/, /A token request leaves/, /token request was answered: 200/, /new tokens are stored/, /go on/].map(at);
  assert.ok(order.every((place) => place >= 0), lines.join('\n'));
  assert.deepEqual(order, [...order].sort((a, b) => a - b), lines.join('\n'));
  assert.equal(lines.filter((line) => /A token request leaves/.test(line)).length, 1);
  assert.deepEqual(await findings(window.page), []);
  // All of them are in the log, and the page has not been slowed down by hearing of each.
  await until(async () => (await here.engine.rpc('call_log', { filter: `connection:${here.connection}`, limit: 1, offset: 0 })).total === 1001);
});

test('calls that fail are counted by how they ended', async () => {
  const window = await overview();
  await window.id('burst-count').fill('20');
  await window.id('burst-path').fill('/nowhere');
  await window.id('burst-run').click();
  await window.id('burst-result').filter({ hasText: '20 × 404 Not Found' }).waitFor();
  await here.engine.rpc('sandbox_faults_set', { ...(await here.engine.rpc('sandbox')).faults, revokedRefresh: true });
  await window.id('burst-expire').check();
  await window.id('burst-run').click();
  await window.id('burst-result').filter({ hasText: /20 without an answer/ }).waitFor();
  assert.match(await window.id('burst-result').innerText(), /no longer accepts the grant/);
  assert.doesNotMatch(await window.id('burst-result').innerText(), /No token request was needed/);
  assert.deepEqual(await findings(window.page), []);
});
