// Many connections at once: selected by keys, tested with progress and a stop, what went wrong, archived and brought back; groups.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { until } from '../sdk/support/until.mjs';
import { findings } from './support/axe.mjs';
import { faults } from './support/sandbox.mjs';
import { stage } from './support/stage.mjs';

const MANY = 12;
const here = stage({
  prepare: async ({ engine }) => {
    for (let at = 0; at < MANY; at += 1) await engine.connectSandbox({ name: `Customer ${at + 1}`, tenant: at % 2 ? 'acme' : 'globex', overrides: at % 3 ? {} : { variant: 'sandbox' } });
  },
});

/** The list with everything in it selected. */
async function selected() {
  const window = await here.open({ route: '#/connections' });
  await window.id('connection-row').first().focus();
  await window.page.keyboard.press('Control+a');
  await window.id('selection').filter({ hasText: `${MANY} selected` }).waitFor();
  return window;
}

test('a range by Shift and the arrow keys, one more by Space, nothing by Escape', async () => {
  const window = await here.open({ route: '#/connections' });
  await window.id('connection-row').first().focus();
  await window.page.keyboard.press('Space');
  await window.page.keyboard.press('Shift+ArrowDown');
  await window.page.keyboard.press('Shift+ArrowDown');
  await window.id('selection').filter({ hasText: '3 selected' }).waitFor();
  await window.page.keyboard.press('ArrowDown');
  await window.page.keyboard.press('ArrowDown');
  await window.page.keyboard.press('Space');
  await window.id('selection').filter({ hasText: '4 selected' }).waitFor();
  assert.deepEqual(await findings(window.page), []);
  await window.page.keyboard.press('Escape');
  await window.id('selection').waitFor({ state: 'detached' });
});

test('testing all shows how far it is, goes on elsewhere, and stops when told to', async () => {
  await faults(here.engine, { apiDelayMs: 2500 });
  const window = await selected();
  await window.id('many-test').click();
  await window.id('run').filter({ hasText: `Testing 4 of ${MANY}` }).waitFor();
  assert.equal(await window.page.getByRole('progressbar', { name: 'Testing' }).getAttribute('max'), String(MANY));
  assert.deepEqual(await findings(window.page), []);
  await window.id('nav-settings').click();
  await window.id('data-dir').waitFor();
  await window.id('nav-connections').click();
  await window.id('run-stop').click();
  await window.id('run').filter({ hasText: 'Stopping…' }).waitFor();
  await window.id('run').waitFor({ state: 'detached' });
  const said = await window.id('toast').innerText();
  const [, well, rest] = /accepts the credentials of (\d+) connections\. Stopped before the other (\d+)\./.exec(said) ?? assert.fail(said);
  assert.equal(Number(well) + Number(rest), MANY);
  assert.ok(Number(rest) > 0);
  await faults(here.engine);
});

test('what went wrong is listed by name with the reason', async () => {
  await faults(here.engine, { apiStatus: 503 });
  const window = await selected();
  await window.id('many-test').click();
  await window.id('run-failed').filter({ hasText: `${MANY} of ${MANY} with trouble` }).waitFor();
  // The remark about it stands above the bar, and does not keep one from it.
  await window.id('toast').waitFor();
  await window.id('run-show').click({ timeout: 3000 });
  const dialog = window.page.getByRole('dialog');
  assert.match(await dialog.innerText(), /Customer 7 .*503/);
  assert.deepEqual(await findings(window.page), []);
  await dialog.getByRole('link', { name: 'Customer 7', exact: true }).click();
  await window.page.locator('h1').filter({ hasText: 'Customer 7' }).waitFor();
  await faults(here.engine);
});

test('groups fold and count; what is in them can be walked by keys', async () => {
  const window = await here.open({ route: '#/connections' });
  await window.id('group').selectOption('variant');
  await window.id('group-row').filter({ hasText: /Default environment\s*8/ }).waitFor();
  const group = window.id('group-row').filter({ hasText: /sandbox\s*4/ });
  await group.focus();
  const rows = await window.id('connection-row').count();
  await window.page.keyboard.press('ArrowLeft');
  await until(async () => (await window.id('connection-row').count()) === rows - 4);
  assert.equal(await group.getAttribute('aria-expanded'), 'false');
  assert.deepEqual(await findings(window.page), []);
  await window.page.keyboard.press('ArrowRight');
  await until(async () => (await window.id('connection-row').count()) === rows);
});

test('archiving all at once is one thing to undo', async () => {
  const window = await selected();
  await window.page.keyboard.press('Delete');
  await window.id('toast').filter({ hasText: `Archived ${MANY} connections.` }).waitFor();
  assert.equal((await here.engine.rpc('status')).connections, 0);
  assert.deepEqual(await findings(window.page), []);
  await window.page.keyboard.press('Control+z');
  await until(async () => (await here.engine.rpc('status')).connections === MANY);
  // Their grants went with them at the provider, and the window says what that means.
  await window.id('toast').filter({ hasText: `${MANY} connections need a reconnect.` }).waitFor();
  await window.id('toast-open').click();
  await window.page.waitForFunction(() => document.querySelector('[data-testid="filter"]').value === 'needs:reconnect');
});
