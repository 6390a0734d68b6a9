// What a call through a connection says while the sandbox does wrong, and what becomes of the connection.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { findings } from './support/axe.mjs';
import { faults, health, send, under } from './support/sandbox.mjs';
import { stage } from './support/stage.mjs';

const here = stage();

/** The API itself answers: its status, and what the console says about it. The connection stays as it was. */
const API = [
  ['503', { apiStatus: 503, retryAfterS: 30 }, /The provider itself is in trouble.*It asks to wait 30 s\./],
  ['429', { apiStatus: 429, retryAfterS: 10 }, /The provider wants fewer calls\. It asks to wait 10 s\./],
  ['429 without Retry-After', { apiStatus: 429 }, /^The provider wants fewer calls\.$/],
  ['403', { apiStatus: 403 }, /a scope may be missing/],
  ['401', { apiStatus: 401 }, /refuses these credentials, also with a fresh token/],
];

for (const [name, on, words] of API) {
  test(`the API answers ${name}`, async () => {
    const { connection, window } = await under(here, on);
    await send(window);
    assert.equal(await window.id('call-status').getAttribute('data-status'), name.slice(0, 3));
    assert.match(await window.id('call-words').textContent(), words);
    if (on.apiStatus === 401) await window.id('replayed').waitFor();
    assert.equal((await health(here, connection)).state, 'working');
    assert.deepEqual(await findings(window.page), []);
  });
}

test('slow answers are counted while they are waited for, and can be given up: nothing is sent again', async () => {
  const { connection, window } = await under(here, { apiDelayMs: 3000 });
  let sent = 0;
  window.answers.call = (payload, engine) => {
    sent += 1;
    return engine.rpc('call', payload);
  };
  await window.id('call-send').click();
  await window.id('call-said').filter({ hasText: /Waiting for the provider\.\s+\d/ }).waitFor();
  assert.deepEqual(await findings(window.page), []);
  await window.id('call-cancel').press('Enter');
  await window.id('call-said').filter({ hasText: 'The provider may still carry it out' }).waitFor();
  // The focus is where the next request is sent.
  assert.equal(await window.page.evaluate(() => document.activeElement?.dataset.testid), 'call-send');
  await window.id('past-call').filter({ hasText: '200' }).waitFor();
  assert.equal(await window.id('call-status').count(), 0);
  assert.equal(sent, 1);
  assert.equal((await here.engine.rpc('calls', { connection, limit: 10 })).length, 1);
});

test('answers whose life is odd or unsaid are used; the overview does not promise what it cannot know', async () => {
  for (const on of [{ omitExpiresIn: true }, { oddExpiresIn: 'an hour' }, { oddExpiresIn: '-1' }]) {
    await faults(here.engine, on);
    const connection = await here.engine.connectSandbox();
    const window = await here.open({ route: `#/connection/${connection}/overview` });
    await window.id('burst-run').waitFor();
    const token = await window.page.locator('section[aria-label="Token"]').innerText();
    assert.match(token, /did not say when it ends/);
    assert.match(token, /When a call is refused it is refreshed/);
    assert.doesNotMatch(token, /before it ends/);
  }
  await faults(here.engine);
});
