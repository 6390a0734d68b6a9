// A grant that ends at the provider: the window tells of it wherever one is, once, with the way to the reconnect.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { until } from '../sdk/support/until.mjs';
import { findings } from './support/axe.mjs';
import { stage } from './support/stage.mjs';

const here = stage({
  prepare: async (stage) => {
    stage.ids = [];
    for (const name of ['Acme Inc', 'Globex', 'Initech', 'Umbrella']) stage.ids.push(await stage.engine.connectSandbox({ name }));
  },
});

const health = async (id) => (await here.engine.rpc('connection_show', { connection: id })).summary.health;
const call = (id) => here.engine.ask('call', { connection: id, method: 'GET', path: '/me', headers: [] });

test('revoked on the sandbox screen; a call elsewhere finds out; the remark leads to the reconnect', async () => {
  const window = await here.open({ route: '#/sandbox' });
  await window.id('sandbox-grant').nth(3).waitFor();
  // The newest is the first.
  await window.id('sandbox-revoke').first().click();
  await window.id('toast').filter({ hasText: /grant is revoked.*The next call shows it/ }).waitFor();
  await window.go('#/settings/general');
  await window.id('data-dir').waitFor();
  await call(here.ids[3]);
  const notice = window.id('toast').filter({ hasText: 'Umbrella needs a reconnect. The provider no longer accepts the grant.' });
  await notice.waitFor();
  assert.equal(await notice.getByRole('alert').count(), 1);
  assert.deepEqual(await findings(window.page), []);
  // Told once: another call that is refused says nothing new.
  await call(here.ids[3]);
  const before = here.engine.opened.length;
  await notice.getByTestId('toast-open').click();
  await window.id('connect-waiting').waitFor();
  await until(() => here.engine.opened.length > before);
  await here.engine.approve(here.engine.opened.at(-1).url);
  await window.id('result-success').waitFor();
  await until(async () => (await health(here.ids[3])).state === 'working');
  assert.equal(await window.id('toast').filter({ hasText: 'Umbrella' }).count(), 0);
});

test('several at once are told in one remark, which leads to a list of them', async () => {
  const window = await here.open({ route: '#/connectors' });
  await window.id('catalogue').waitFor();
  const { environments } = await here.engine.rpc('sandbox');
  for (const { name: environment, grants } of environments) for (const { id: grant } of grants) await here.engine.rpc('sandbox_revoke', { environment, grant });
  await Promise.all(here.ids.slice(0, 3).map(call));
  await window.id('toast').filter({ hasText: '3 connections need a reconnect.' }).waitFor();
  await window.id('toast-open').click();
  await window.page.locator('[data-testid="filter-status"]').filter({ hasText: '3 of 4' }).waitFor();
  assert.equal(await window.id('connection-row').count(), 3);
  assert.deepEqual(await findings(window.page), []);
});

test('what needed a reconnect before the window opened is shown in the list, and no remark repeats it', async () => {
  const window = await here.open({ route: '#/connections' });
  await window.id('connection-row').filter({ hasText: 'Acme Inc' }).filter({ hasText: 'no longer accepts the grant' }).waitFor();
  await window.id('chip-needs:reconnect').click();
  await window.page.locator('[data-testid="filter-status"]').filter({ hasText: '3 of 4' }).waitFor();
  assert.equal(await window.id('toast').count(), 0);
});
