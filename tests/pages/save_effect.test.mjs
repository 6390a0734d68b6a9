// What saving will do, said before and after, kind by kind; the button from there to the reconnect; and what was granted then
// against what was asked for.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { until } from '../sdk/support/until.mjs';
import { findings } from './support/axe.mjs';
import { write } from './support/editor.mjs';
import { stage } from './support/stage.mjs';
import { themes } from './support/themes.mjs';

const BASE = { scopes: ['contacts.read', 'offline_access'] };
const here = stage();

async function opened(options = {}) {
  const connection = await here.engine.connectSandbox({ overrides: BASE });
  const window = await here.open({ ...options, route: `#/connection/${connection}/parameters` });
  await window.id('preview-call').waitFor();
  return { connection, window, said: window.id('save-effect') };
}

const saves = async (window) => {
  await window.page.locator('[data-testid="save"]:enabled').click();
  await window.id('save-effect').filter({ hasText: /^Saved\./ }).waitFor();
};
const health = (connection) => here.engine.rpc('connection_show', { connection }).then((shown) => shown.summary.health.state);

/** Signs in where the window now waits for it. */
async function signIn(window, before) {
  await window.id('connect-waiting').waitFor();
  await until(() => here.engine.opened.length > before);
  await here.engine.approve(here.engine.opened.at(-1).url);
  await window.id('result-success').waitFor();
}

test('live: with the next call, and it is', async () => {
  const { connection, window, said } = await opened();
  await write(window, { ...BASE, apiVersion: '2030-01' });
  await said.filter({ hasText: 'Saving will do this:apiVersion takes effect on the next call.' }).waitFor();
  assert.match(await window.id('effect-facts').textContent(), /at the next callapiVersion/);
  assert.equal(await window.id('save-reconnect').count(), 0, 'a reconnect is offered that nothing needs');
  await saves(window);
  assert.match(await said.textContent(), /apiVersion takes effect on the next call\./);
  assert.deepEqual(await findings(window.page), []);
  const { call } = await here.engine.rpc('call', { connection, method: 'GET', path: '/me', headers: [] }).then(async (answer) => ({ call: await here.engine.rpc('call_show', { call: answer.id }) }));
  assert.match(JSON.stringify(call), /2030-01/);
});

test('at the next refresh: with the next token, not before', async () => {
  const { connection, window, said } = await opened();
  await write(window, { ...BASE, tokenParams: { audience: 'deals' } });
  await said.filter({ hasText: 'tokenParams.audience takes effect with the next token.' }).waitFor();
  assert.match(await window.id('effect-facts').textContent(), /at the next refreshtokenParams\.audience/);
  await saves(window);
  assert.equal(await health(connection), 'working');
  assert.equal(await window.id('bench-reconnect').count(), 0, 'a reconnect is offered that nothing needs');
  assert.match(await window.id('preview-refresh').textContent(), /audience=deals/);
  assert.deepEqual(await findings(window.page), []);
});

for (const theme of themes) {
  test(`a reconnect: which scopes come and go, the button to it, and fewer granted than asked for, in ${theme}`, async () => {
    const { connection, window, said } = await opened({ theme });
    await write(window, { scopes: ['contacts.read', 'deals.read', 'deals.write'] });
    await said.filter({ hasText: 'scopes needs a reconnect: scopes +2 −1; until then calls go on with what was granted.' }).waitFor();
    assert.deepEqual(await window.id('effect-scopes').locator('ins').allTextContents(), ['deals.read', 'deals.write']);
    assert.deepEqual(await window.id('effect-scopes').locator('del').allTextContents(), ['offline_access']);
    await window.id('save-reconnect').waitFor();
    assert.deepEqual(await findings(window.page), []);
    await saves(window);
    assert.equal(await health(connection), 'pending_change');
    assert.match(await said.textContent(), /scopes needs a reconnect: scopes \+2 −1/);
    assert.deepEqual(await window.id('effect-scopes').locator('ins').allTextContents(), ['deals.read', 'deals.write']);
    assert.deepEqual(await findings(window.page), []);

    const { faults } = await here.engine.rpc('sandbox');
    await here.engine.rpc('sandbox_faults_set', { ...faults, grantFewer: true });
    const before = here.engine.opened.length;
    await window.id('bench-reconnect').click();
    await signIn(window, before);
    await here.engine.rpc('sandbox_faults_set', faults);
    const marks = () => window.id('scopes').locator('[data-mark]').evaluateAll((all) => all.map((one) => [one.dataset.mark, one.textContent]));
    await window.id('granted').waitFor();
    const wanted = [['both', 'contacts.read'], ['both', 'deals.read'], ['missing', 'deals.writenot granted']];
    assert.deepEqual(await marks(), wanted);
    assert.match(await window.id('granted').textContent(), /1 asked for but not granted/);
    assert.match(await window.id('open-connection').textContent(), /^Make a call$/);
    assert.deepEqual(await findings(window.page), []);
    await window.id('open-parameters').click();
    await window.page.locator(`[data-testid="tab-overview"]`).click();
    await window.id('scopes').waitFor();
    assert.deepEqual(await marks(), wanted);
    assert.deepEqual(await findings(window.page), []);
  });
}

test('save and reconnect is one press, and one key', async () => {
  const { connection, window } = await opened();
  await write(window, { scopes: ['contacts.read', 'deals.read', 'offline_access'] });
  await window.page.locator('[data-testid="save-reconnect"]:enabled').waitFor();
  const before = here.engine.opened.length;
  await window.page.keyboard.press('Control+Enter');
  await signIn(window, before);
  assert.equal(await health(connection), 'working');
  await window.id('open-parameters').click();
  await window.id('save-effect').filter({ hasText: /^Nothing to save\.Change a value/ }).waitFor();
});

test('in the smallest window, what can be done stands on one line', async () => {
  const { window } = await opened({ size: { width: 900, height: 600 } });
  await write(window, { scopes: ['contacts.read', 'deals.read'] });
  await window.page.locator('[data-testid="save-reconnect"]:enabled').waitFor();
  const tops = await Promise.all(['save-reconnect', 'save', 'discard'].map(async (id) => (await window.id(id).boundingBox()).y));
  assert.equal(new Set(tops).size, 1, `the buttons are at ${tops}`);
});

for (const theme of themes) {
  test(`another environment: which origin is refused, before and after, and nothing is sent there, in ${theme}`, async () => {
    const { connection, window, said } = await opened({ theme });
    const { sandboxUrl } = Object.fromEntries((await here.engine.rpc('parameters', { connection })).leaves.map((leaf) => [leaf.path, leaf.value]));
    await write(window, { ...BASE, variant: 'sandbox' });
    await said.filter({ hasText: `Calls are refused until a reconnect: they would go to ${sandboxUrl}.` }).waitFor();
    assert.doesNotMatch(await said.textContent(), /calls go on/);
    assert.equal(await window.id('effect-refused').textContent(), `calls refused to${sandboxUrl}`);
    await saves(window);
    await window.page.locator('[data-testid="health-words"][data-state="binding_changed"]').waitFor();
    assert.match(await window.id('health-words').textContent(), new RegExp(`would go to ${sandboxUrl}`));
    assert.deepEqual(await findings(window.page), []);
    await assert.rejects(here.engine.rpc('call', { connection, method: 'GET', path: '/me', headers: [] }), (error) => error.view.code === 'binding_changed');

    const before = here.engine.opened.length;
    await window.id('bench-reconnect').click();
    await signIn(window, before);
    assert.equal(await health(connection), 'working');
    assert.equal((await here.engine.rpc('call', { connection, method: 'GET', path: '/me', headers: [] })).status, 200);
  });
}
