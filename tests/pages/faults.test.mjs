// Every fault of the sandbox: switched in the window, and what a connect through it says to the developer.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { until } from '../sdk/support/until.mjs';
import { findings } from './support/axe.mjs';
import { connectFromDraft, faults } from './support/sandbox.mjs';
import { stage } from './support/stage.mjs';

const here = stage();
const now = async () => (await here.engine.rpc('sandbox')).faults;

test('each switch of the sandbox screen does what it says, takes a value, and goes off again', async () => {
  const window = await here.open({ route: '#/sandbox' });
  const typed = { tokenStatus: '418', slowMs: '15', oddExpiresIn: 'an hour', accessTtlS: '90', apiStatus: '451', apiDelayMs: '20', retryAfterS: '7' };
  for (const key of Object.keys(await now())) {
    const healthy = (await now())[key];
    await window.id(`fault-${key}`).click();
    await until(async () => (await now())[key] !== healthy);
    if (typed[key] !== undefined) {
      await window.id(`fault-${key}-value`).fill(typed[key]);
      await window.id(`fault-${key}-value`).press('Enter');
      await until(async () => String((await now())[key]) === typed[key]);
    }
  }
  assert.deepEqual(await findings(window.page), []);
  // No half-typed number is ever in force.
  await window.id('fault-apiStatus-value').fill('9999');
  await window.id('fault-apiStatus-value').press('Enter');
  await window.page.locator('[data-testid="fault-apiStatus-value"][aria-invalid]').waitFor();
  assert.match(await window.id('fault-apiStatus-problem').textContent(), /From 200 to 599\. Still 451\./);
  assert.equal((await now()).apiStatus, 451);
  await window.id('faults-clear').click();
  await until(async () => Object.values(await now()).every((value) => !value));
  await window.id('toast-undo').click();
  await until(async () => (await now()).apiStatus === 451);
  await faults(here.engine);
});

/** What a connect says with a fault on: its title, and words that have to be there. No connection may be left behind. */
const REFUSED = [
  ['deny', { deny: true }, 'Access to Sandbox was not given', [/Access was denied at the provider/, /Someone pressed “deny”/, /Connect again and allow/]],
  ['token 500', { tokenStatus: 500 }, 'Sandbox is in trouble', [/answered 500/, /a code can be used only once/, /That mostly passes/]],
  ['token 429', { tokenStatus: 429, retryAfterS: 30 }, 'Sandbox wants fewer requests', [/answered 429/, /slow down/]],
  ['token 400', { tokenStatus: 400 }, 'Sandbox refused to finish the sign-in', [/"invalid_request"/, /Often the client secret/]],
  ['token 401', { tokenStatus: 401 }, 'Sandbox was not connected', [/refused the client/, /Check clientId and clientSecret/]],
  ['error with status 200', { error200: true }, 'Sandbox refused to finish the sign-in', [/"bad_verification_code"/, /Token request to 127\.0\.0\.1: 200/]],
  ['the same, form-encoded', { error200: true, formEncoded: true }, 'Sandbox refused to finish the sign-in', [/"bad_verification_code"/]],
  ['api 401', { apiStatus: 401 }, 'Sandbox refused the new token', [/rejected the credentials/, /Check the base URL and the scopes/]],
];

for (const [name, on, title, words] of REFUSED) {
  test(`a connect with ${name} fails, and says what happened, why and what to do`, async () => {
    await faults(here.engine, on);
    const before = (await here.engine.rpc('status')).connections;
    const window = await connectFromDraft(here, `Acme ${name}`);
    await window.id('result-failure').waitFor();
    assert.equal(await window.page.locator('h1').textContent(), title);
    const text = await window.id('result-failure').innerText();
    for (const word of words) assert.match(text, word);
    assert.doesNotMatch(text, /\.\.|undefined|null/);
    assert.equal((await here.engine.rpc('status')).connections, before);
    assert.deepEqual(await findings(window.page), []);
    // The way on is the first thing under the hand.
    await until(() => window.page.evaluate(() => document.activeElement?.dataset.testid === 'try-again'));
  });
}
