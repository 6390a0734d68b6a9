// One row of the list of connections: its menu by pointer and keys, and what it does; and the filter's help.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { until } from '../sdk/support/until.mjs';
import { findings } from './support/axe.mjs';
import { stage } from './support/stage.mjs';

const here = stage({
  prepare: async ({ engine }) => {
    for (const name of ['Acme Inc', 'Globex', 'Initech']) await engine.connectSandbox({ name, tenant: name.split(' ')[0].toLowerCase() });
  },
});

const list = async (route = '#/connections') => {
  const window = await here.open({ route });
  await window.id('connection-row').first().waitFor();
  return window;
};
const row = (window, name) => window.id('connection-row').filter({ hasText: name });
const named = async (name, more = {}) => (await here.engine.rpc('connections', { filter: `name:${name}`, limit: 5, ...more })).items[0];
const focused = (window) => window.page.evaluate(() => `${document.activeElement?.getAttribute('role')} ${document.activeElement?.innerText ?? ''}`);

test('the menu opens at the pointer, and by the keys at the row; the focus comes back to the row', async () => {
  const window = await list();
  await row(window, 'Globex').click({ button: 'right', position: { x: 250, y: 22 } });
  const menu = window.page.getByRole('menu');
  await menu.waitFor();
  const [at, box] = [await row(window, 'Globex').boundingBox(), await menu.boundingBox()];
  assert.ok(Math.abs(box.x - (at.x + 250)) < 20 && Math.abs(box.y - (at.y + 22)) < 20, JSON.stringify({ at, box }));
  assert.deepEqual(await findings(window.page), []);
  await window.page.keyboard.press('Escape');
  await menu.waitFor({ state: 'detached' });
  for (const keys of ['Shift+F10', 'ContextMenu']) {
    await row(window, 'Initech').focus();
    await window.page.keyboard.press(keys);
    await menu.waitFor();
    assert.match(await focused(window), /^menuitem Open/);
    await window.page.keyboard.press('Escape');
    await menu.waitFor({ state: 'detached' });
    await until(async () => /^row\s+Initech/.test(await focused(window)));
  }
});

test('rename by the menu, by F2, and it is there at once', async () => {
  const window = await list();
  await row(window, 'Initech').focus();
  await window.page.keyboard.press('Shift+F10');
  await window.id('row-rename').click();
  await window.id('rename-name').fill('Initech Ltd');
  assert.deepEqual(await findings(window.page), []);
  await window.page.keyboard.press('Enter');
  await row(window, 'Initech Ltd').waitFor();
  await row(window, 'Initech Ltd').focus();
  await window.page.keyboard.press('F2');
  await window.id('rename-name').fill('Initech');
  await window.page.keyboard.press('Enter');
  await row(window, 'Initech').filter({ hasNotText: 'Ltd' }).waitFor();
  assert.equal((await named('Initech')).name, 'Initech');
});

test('duplicate makes a draft that says what it is', async () => {
  const window = await list();
  await row(window, 'Acme Inc').click({ button: 'right' });
  await window.id('row-duplicate').click();
  await window.id('connect').waitFor();
  const [draft] = await here.engine.rpc('drafts');
  assert.match(draft.name, /^Acme Inc/);
  await window.go('#/connections');
  await window.id('draft-row').filter({ hasText: draft.name }).waitFor();
  await window.id('draft-discard').click();
  await until(async () => (await here.engine.rpc('drafts')).length === 0);
  await window.id('toast-undo').last().click();
  await until(async () => (await here.engine.rpc('drafts')).length === 1);
});

test('archive with the Delete key; Ctrl+Z brings it back; archived ones can be shown and restored', async () => {
  const window = await list();
  await row(window, 'Globex').focus();
  await window.page.keyboard.press('Delete');
  await row(window, 'Globex').waitFor({ state: 'detached' });
  assert.ok((await named('Globex', { includeArchived: true })).archivedAt);
  // The focus stays in the list, on what took its place.
  await until(async () => /^row/.test(await focused(window)));
  await window.page.keyboard.press('Control+z');
  await row(window, 'Globex').waitFor();
  assert.equal((await named('Globex')).archivedAt, null);
  await row(window, 'Globex').focus();
  await window.page.keyboard.press('Delete');
  await row(window, 'Globex').waitFor({ state: 'detached' });
  await window.id('show-archived').check();
  await row(window, 'Globex').filter({ hasText: 'Archived' }).waitFor();
  assert.deepEqual(await findings(window.page), []);
  await row(window, 'Globex').click({ button: 'right' });
  await window.id('row-restore').click();
  await row(window, 'Globex').filter({ hasNotText: 'Archived' }).waitFor();
});

test('the filter offers how it goes on: by keys, by pointer, with what the workspace has', async () => {
  const window = await list();
  await window.id('filter').focus();
  await window.page.keyboard.type('ten');
  await window.id('offer-tenant:').waitFor();
  assert.deepEqual(await findings(window.page), []);
  await window.page.keyboard.press('ArrowDown');
  await window.page.keyboard.press('Enter');
  await window.id('offer-tenant:initech').waitFor();
  await window.page.keyboard.type('ini');
  await window.page.keyboard.press('ArrowDown');
  await window.page.keyboard.press('Enter');
  assert.equal(await window.id('filter').inputValue(), 'tenant:initech ');
  await window.page.locator('[data-testid="filter-status"]').filter({ hasText: '1 of 3' }).waitFor();
  await window.page.keyboard.press('ArrowDown');
  await until(async () => /^row\s+Initech/.test(await focused(window)));
  await window.id('filter').fill('-');
  await window.page.keyboard.type('need');
  await window.id('offer--needs:').click();
  await window.id('offer--needs:reconnect').click();
  assert.equal(await window.id('filter').inputValue(), '-needs:reconnect ');
});
