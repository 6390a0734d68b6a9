// 10,000 connections and 20,000 calls on a real engine: what the page holds does not grow with the list.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { findings } from './support/axe.mjs';
import { stage } from './support/stage.mjs';

const here = stage({ connections: 10_000, calls: 20_000 });

/** Goes to the end of a list, and waits until a row of the last page is there in words. */
async function toTheEnd(window, list, row, words) {
  const scroll = window.page.locator(`[data-testid="${list}-scroll"]`);
  await scroll.evaluate((element) => (element.scrollTop = element.scrollHeight));
  await window.id(row).filter({ hasText: words }).first().waitFor();
  assert.ok((await window.id(row).count()) < 100, 'more rows are in the page than can be seen');
}

test('the list of connections: its end, its filter, its groups', async () => {
  const window = await here.open({ route: '#/connections' });
  await window.id('connection-row').first().waitFor();
  await toTheEnd(window, 'connections', 'connection-row', /acme OpenAI 0(?!\d)/);
  assert.deepEqual(await findings(window.page), []);
  await window.id('filter').fill('tenant:acme needs:reconnect');
  await window.page.locator('[data-testid="filter-status"][data-for="tenant:acme needs:reconnect"]').waitFor();
  const { total } = await here.engine.rpc('connections', { filter: 'tenant:acme needs:reconnect', limit: 1, offset: 0 });
  assert.match(await window.id('filter-status').textContent(), new RegExp(`^${total} of 10,000`));
  await window.id('filter').fill('');
  await window.id('group').selectOption('tenant');
  await window.id('group-row').first().waitFor();
  assert.deepEqual(await findings(window.page), []);
});

test('the log of calls: its end and its filter', async () => {
  const window = await here.open({ route: '#/calls' });
  await window.id('call-row').first().waitFor();
  await toTheEnd(window, 'calls-table', 'call-row', /items\/0\?/);
  await window.id('calls-filter').fill('items/1234');
  await window.id('call-row').filter({ hasText: 'items/12345' }).first().waitFor();
});

test('the palette finds one of them by its name, and Enter right after the last letter', async () => {
  const window = await here.open({ route: '#/settings/general' });
  await window.id('data-dir').waitFor();
  await window.page.keyboard.press('Control+k');
  await window.id('palette-input').waitFor();
  await window.page.keyboard.type('brevo 7799');
  await window.id('palette-item').filter({ hasText: 'globex Brevo 7799' }).waitFor();
  await window.page.keyboard.press('Escape');
  await window.id('palette').waitFor({ state: 'detached' });
  // Faster than the engine can answer: what was typed is meant, not what stood there before.
  await window.page.keyboard.press('Control+k');
  await window.id('palette-input').waitFor();
  await window.page.keyboard.insertText('umbrella OpenAI 9999');
  await window.page.keyboard.press('Enter');
  await window.page.waitForURL(/#\/connection\/0{20}270f\//);
});
