// "Connect the sandbox too": a second connection that differs by one key, its secrets with it, and both side by side.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { until } from '../sdk/support/until.mjs';
import { findings } from './support/axe.mjs';
import { written } from './support/editor.mjs';
import { stage } from './support/stage.mjs';
import { themes } from './support/themes.mjs';

const SECRET = 'hush-of-the-first';
const OVERRIDES = { scopes: ['contacts.read', 'offline_access'], http: { headers: { 'X-Secret-Token': SECRET } } };
const here = stage({ prepare: async (stage) => (stage.first = await stage.engine.connectSandbox({ name: 'Acme Inc', overrides: OVERRIDES })) });

const overrideOf = async (connection) => (await here.engine.rpc('parameters', { connection })).overrides;
const named = async (name) => (await here.engine.rpc('connections', { filter: `name:"${name}"`, limit: 5 })).items.find((one) => one.name === name);

for (const theme of themes) {
  test(`the same in the other environment, connected, and compared, in ${theme}`, async () => {
    const before = await overrideOf(here.first);
    const window = await here.open({ theme, route: `#/connection/${here.first}/overview` });
    await window.id('more').click();
    await window.id('variant-sandbox').waitFor();
    assert.deepEqual(await findings(window.page), []);
    await window.id('variant-sandbox').click();
    await window.page.getByRole('heading', { name: 'Acme Inc (sandbox)' }).waitFor();
    await window.page.locator('[data-testid="leaf-variant"][data-layer="override"]').filter({ hasText: 'sandbox' }).waitFor();
    const draft = await written(window);
    assert.deepEqual({ ...draft, variant: undefined }, { ...before, variant: undefined });
    assert.equal(draft.variant, 'sandbox');
    assert.ok(!(await window.page.content()).includes(SECRET), 'the page has the secret');
    assert.deepEqual(await findings(window.page), []);

    const sent = here.engine.opened.length;
    await window.page.locator('[data-testid="connect"]:enabled').click();
    await until(() => here.engine.opened.length > sent);
    await here.engine.approve(here.engine.opened.at(-1).url);
    await window.id('result-success').waitFor();
    const second = await named('Acme Inc (sandbox)');
    assert.deepEqual(await overrideOf(second.id), { ...before, variant: 'sandbox' });
    assert.deepEqual(await overrideOf(here.first), before);
    const reveal = (connection) => here.engine.rpc('reveal', { subject: { kind: 'connection', connection }, path: 'http.headers.X-Secret-Token' });
    assert.deepEqual(await reveal(second.id), { value: SECRET });
    const me = async (connection) => JSON.parse((await here.engine.rpc('call', { connection, method: 'GET', path: '/me', headers: [] })).body);
    assert.notDeepEqual(await me(here.first), await me(second.id));

    // Side by side, from the second's page: the other one is found as its name is typed.
    await window.go(`#/connection/${second.id}/parameters`);
    await window.id('leaf-variant').waitFor();
    await window.page.keyboard.press('Alt+c');
    await window.page.locator('[data-testid="compare-right"]:focus').waitFor();
    await window.page.keyboard.type('Acme Inc');
    await window.page.getByRole('option').filter({ hasText: /^Acme Inc(?! \()/ }).first().click();
    await window.id('compare-told').filter({ hasText: /^2 of \d+ leaves differ$/ }).waitFor();
    const rows = await window.id('compare-table').locator('tbody tr').evaluateAll((all) => all.map((one) => [one.dataset.testid, one.dataset.same]));
    assert.deepEqual(rows, [['compare-http.baseUrl', 'false'], ['compare-variant', 'false']]);
    assert.deepEqual(await findings(window.page), []);
    await window.id('compare-only').click();
    await window.page.locator('[data-testid="compare-http.headers.X-Secret-Token"]').filter({ hasText: 'the same secret' }).waitFor();
    assert.deepEqual(await findings(window.page), []);
    await here.engine.rpc('connection_archive', { connection: second.id });
  });
}

test('back to the default environment there is one key less', async () => {
  const id = await here.engine.connectSandbox({ name: 'Globex', overrides: { variant: 'sandbox', apiVersion: '2030-01' } });
  const window = await here.open({ route: `#/connection/${id}/overview` });
  await window.id('more').click();
  await window.id('variant-default').click();
  await window.page.getByRole('heading', { name: 'Globex (default environment)' }).waitFor();
  const { variant, ...rest } = await written(window);
  assert.ok(variant === undefined || variant === null, `the draft is in ${variant}`);
  assert.deepEqual(rest, { apiVersion: '2030-01' });
});
