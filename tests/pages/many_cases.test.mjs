// What a window meets that a morning's work does not: nothing, too much, errors, names of every kind, an engine that hangs.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { findings } from './support/axe.mjs';
import { morning } from './support/screens.mjs';
import { stage } from './support/stage.mjs';
import { fail } from './support/window.mjs';

const here = stage({ prepare: async (stage) => Object.assign(stage, await morning(stage.engine)) });

const LISTS = [
  ['connections', '#/connections'],
  ['integrations', '#/integrations'],
  ['connectors', '#/connectors'],
  ['call_log', '#/calls'],
  ['sandbox', '#/sandbox'],
  ['diagnostics', '#/settings/diagnostics'],
  ['presets', '#/settings/presets'],
];

for (const [command, route] of LISTS) {
  test(`${command} fails: the screen says what happened and what to do, and nothing else breaks`, async () => {
    const window = await here.open({ answers: { [command]: () => fail({ message: 'The database did not answer.', next: 'Run the diagnostics.' }) }, route });
    const box = window.id('error-box').first();
    await box.waitFor();
    const words = await box.textContent();
    assert.match(words, /The database did not answer\..*Run the diagnostics\./s);
    assert.doesNotMatch(words, /internal/);
    assert.deepEqual(await findings(window.page), []);
    await window.id('nav-settings').click();
    await window.id('data-dir').waitFor();
  });
}

test('an engine that never answers leaves every screen in place and the navigation usable', async () => {
  const hang = () => new Promise(() => undefined);
  const answers = { connections: hang, call_log: hang, sandbox: hang, integrations: hang };
  const window = await here.open({ answers, route: '#/connections' });
  for (const id of ['nav-calls', 'nav-sandbox', 'nav-integrations', 'nav-settings', 'nav-connections']) {
    await window.id(id).click();
    await window.page.locator(`[data-testid="${id}"][aria-current="page"]`).waitFor();
    assert.deepEqual(await findings(window.page), []);
  }
});

test('empty lists teach the first step', async () => {
  const empty = { items: [], next: null, total: 0, groups: [], dropped: 0 };
  // The first steps are put away: it is the lists that teach here.
  const answers = { preferences: async (payload, engine) => ({ ...(await engine.rpc('preferences')), seen: ['start'] }), connections: () => empty, drafts: () => [], call_log: () => empty, integrations: () => [], presets: () => [], status: async (payload, engine) => ({ ...(await engine.rpc('status')), connections: 0 }) };
  const window = await here.open({ answers, route: '#/settings/general' });
  for (const [route, words] of [
    ['#/connections', /No connections yet/],
    ['#/calls', /call/i],
    ['#/integrations', /No integrations? yet/],
  ]) {
    await window.go(route);
    await window.page.getByRole('heading', { name: words }).first().waitFor();
    assert.deepEqual(await findings(window.page), []);
  }
});

const NAMES = ['W'.repeat(200), 'שלום עולם — خالد', '🪛🧪 Ünïcödé ﷽', '<img src=x onerror=alert(1)>', '{{7*7}} ${x} %s', 'a\u202Eexe.fdp'];

test('names of every kind are shown as they are, and break no row', async () => {
  const page = async (payload, engine) => {
    const answer = await engine.rpc('connections', payload);
    const items = NAMES.map((name, at) => ({ ...answer.items[0], id: String(at).padStart(24, '0'), name, tenantKey: name, integrationName: name, variant: name.slice(0, 40) }));
    return { ...answer, items, total: items.length };
  };
  for (const size of [{ width: 900, height: 600 }, { width: 1280, height: 820 }]) {
    const window = await here.open({ answers: { connections: page }, route: '#/connections', size });
    const rows = window.id('connection-row');
    await rows.nth(NAMES.length - 1).waitFor();
    for (const [at, name] of NAMES.entries()) assert.ok((await rows.nth(at).textContent()).includes(name));
    const heights = await rows.evaluateAll((all) => [...new Set(all.map((row) => row.getBoundingClientRect().height))]);
    assert.equal(heights.length, 1);
    const inside = await rows.evaluateAll((all) => all.every((row) => row.scrollWidth <= row.clientWidth));
    assert.ok(inside, 'a name pushes its row wider');
  }
});

test('an override of 64 KiB with 250 keys, deep nesting and odd keys is shown, and refused at its places', async () => {
  const text = `{${Array.from({ length: 250 }, (_, n) => `"key ${n} ${'x'.repeat(200)}": {"__proto__": {"": {"ключ": [${n}, null, "\\u0000"]}}}`).join(',\n')}}`;
  const { id } = await here.engine.rpc('draft_save', { id: null, integration: 'sandbox', tenant: 'test', name: 'Odd', option: null, text, updatedAt: 0 });
  const window = await here.open({ route: `#/draft/${id}` });
  await window.id('effective-table').waitFor();
  await window.id('seg-json').click();
  await window.id('json-editor').first().waitFor();
  await window.id('problem-0').waitFor();
  assert.equal(await window.page.evaluate(() => ({}).polluted ?? Object.prototype.hasOwnProperty.call(Object.prototype, '')), false);
  await window.id('seg-form').click();
  await window.id('form-view').waitFor();
  await window.id('seg-effective').click();
  await window.id('effective-table').waitFor();
  assert.ok(await window.id('connect').isDisabled(), 'it can be connected though it is refused');
  await here.engine.rpc('draft_discard', { id });
});
