// The palette: what each screen can do is in it, and it is used by keys alone.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { until } from '../sdk/support/until.mjs';
import { findings } from './support/axe.mjs';
import { morning } from './support/screens.mjs';
import { stage } from './support/stage.mjs';

const here = stage({ prepare: async (stage) => Object.assign(stage, await morning(stage.engine)) });

const palette = async (window) => {
  await window.page.keyboard.press('Control+k');
  await window.id('palette-input').waitFor();
};
const shut = async (window) => {
  await window.page.keyboard.press('Escape');
  await window.id('palette').waitFor({ state: 'detached' });
};
const listed = (window) => window.id('palette-item').evaluateAll((items) => items.map((item) => item.dataset.item));

/** What a stranger would look for on each screen, by the ids of the actions. */
const DOES = () => [
  ['#/connections', 'connection-row', ['connections.group.tenant', 'connections.all', 'row.test', 'row.rename', 'row.archive']],
  [`#/connection/${here.narrow}/overview`, 'burst-run', ['connection.test', 'connection.refresh', 'connection.reconnect', 'connection.duplicate', 'connection.archive', 'bench.expire', 'bench.burst']],
  [`#/connection/${here.narrow}/calls`, 'call-send', ['console.send', 'console.save', 'console.path', 'connection.tab.code']],
  ['#/calls', 'call-row', ['calls.pause', 'calls.failed', 'calls.har']],
  ['#/sandbox', 'sandbox-grant', ['sandbox.clear', 'sandbox.preset.limited', 'sandbox.fault.deny', 'sandbox.fault.retryAfterS']],
  ['#/integration/sandbox', 'redirect-uri', ['integration.connect', 'integration.rename', 'integration.remove']],
  ['#/connectors', 'catalogue', ['connectors.files']],
  ['#/api/requests', 'request-filter', ['requests.pause', 'requests.clear', 'go.api.webhook', 'go.api.access']],
  ['#/settings/diagnostics', 'check', ['diagnostics.again', 'theme.dark', 'go.settings.vault']],
  ['#/start', 'start', ['start.away', 'connection.new']],
];

test('each screen lists what can be done on it, before what can be done everywhere', async () => {
  const window = await here.open({ route: '#/connections' });
  for (const [route, ready, ids] of DOES()) {
    await window.go(route);
    await window.id(ready).first().waitFor();
    await palette(window);
    await until(async () => (await listed(window)).length > 10);
    const all = await listed(window);
    assert.deepEqual(ids.filter((id) => !all.some((one) => one === id || one.startsWith(`${id}.`))), [], `${route} lists ${all.filter((id) => !id.includes(':')).join(' ')}`);
    await shut(window);
  }
});

test('keyboard only: the mark moves, Enter runs, the focus comes back, what was used comes first', async () => {
  const window = await here.open({ route: '#/calls' });
  await window.id('call-row').first().focus();
  await palette(window);
  await window.page.keyboard.type('theme li');
  await window.page.locator('[data-item="theme.light"][aria-selected="true"]').waitFor();
  assert.deepEqual(await findings(window.page), []);
  await window.page.keyboard.press('Enter');
  await until(async () => (await here.engine.rpc('preferences')).theme === 'light');
  await until(() => window.page.evaluate(() => document.activeElement?.dataset.testid === 'call-row'));
  await palette(window);
  await window.page.locator('[data-item="theme.light"]').waitFor();
  assert.equal((await listed(window))[0], 'theme.light');
  await window.page.keyboard.press('ArrowUp');
  const last = (await listed(window)).at(-1);
  await window.page.locator(`[data-item="${last}"][aria-selected="true"]`).waitFor();
  await window.page.keyboard.press('Control+k');
  await window.id('palette').waitFor({ state: 'detached' });
});
