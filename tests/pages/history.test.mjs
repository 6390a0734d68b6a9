// The history of an override: by which way each change came, seen as it happens; compared with now; and what form and SDK made.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { findings } from './support/axe.mjs';
import { write } from './support/editor.mjs';
import { stage } from './support/stage.mjs';
import { api, byForm, cli } from './support/ways.mjs';
import { themes } from './support/themes.mjs';

const here = stage({ prepare: async (stage) => (stage.connection = await stage.engine.connectSandbox({ name: 'Acme Inc', overrides: { scopes: ['contacts.read', 'offline_access'] } })) });

const entries = (window) => window.id('history-list').getByRole('option');
/** Waits until the newest entry came by this way. */
const newest = (window, how) => entries(window).first().filter({ hasText: how }).filter({ hasText: 'in force' }).waitFor();

for (const theme of themes) {
  test(`window, command line and SDK are told apart as they happen, in ${theme}`, async () => {
    const window = await here.open({ theme, route: `#/connection/${here.connection}/parameters` });
    await window.id('leaf-scopes').waitFor();
    await write(window, { scopes: ['contacts.read', 'offline_access'], apiVersion: theme === 'dark' ? '2031-01' : '2032-01' });
    await window.page.locator('[data-testid="save"]:enabled').waitFor();
    await window.page.keyboard.press('Control+s');
    await window.id('save-effect').filter({ hasText: /^Saved/ }).waitFor();
    await window.id('open-history').click();
    await newest(window, 'in the window');
    const count = await entries(window).count();

    await cli(here.engine, 'params', here.connection, '--set', `http.headers.X-Cli=${theme}`);
    await newest(window, 'on the command line');
    await api(here.engine, 'PATCH', `/connections/${here.connection}`, { connectorParameters: { scopes: ['contacts.read'], apiVersion: theme === 'dark' ? '2033-01' : '2034-01' } });
    await newest(window, 'with the SDK');
    assert.equal(await entries(window).count(), count + 2);
    assert.deepEqual(await findings(window.page), []);

    // The one of the command line: what it changed, and what going back to it would do now.
    await entries(window).nth(1).click();
    await window.id('history-changed').filter({ hasText: `http.headers.X-Cli${theme}` }).waitFor();
    await window.id('history-would').filter({ hasText: 'scopes' }).waitFor();
    assert.deepEqual(await findings(window.page), []);

    await window.id('history-compare').click();
    await window.page.locator('[data-testid="compare-http.headers.X-Cli"][data-same="false"]').filter({ hasText: 'not set' }).waitFor();
    assert.match(await window.id('compare-left-point').locator('option:checked').textContent(), /on the command line$/);
    assert.deepEqual(await findings(window.page), []);
    // The other points of the history are one choice away.
    await window.id('compare-left-point').selectOption({ label: 'now' });
    await window.id('compare-told').filter({ hasText: 'Nothing differs' }).waitFor();
  });
}

test('a connection against its integration: what its override does', async () => {
  for (const theme of themes) {
    const window = await here.open({ theme, route: `#/connection/${here.connection}/parameters` });
    await window.id('open-compare').click();
    await window.page.locator('[data-testid="compare-scopes"][data-same="false"]').filter({ hasText: 'connector' }).filter({ hasText: 'override' }).waitFor();
    assert.equal(await window.id('compare-left').inputValue(), 'Sandbox (integration)');
    assert.equal(await window.id('compare-right').inputValue(), 'Acme Inc');
    assert.deepEqual(await findings(window.page), []);
    await window.page.keyboard.press('Alt+t');
    await window.id('compare-text').waitFor();
    assert.deepEqual(await findings(window.page), []);
  }
});

test('what a form and the SDK connected is told from the start', async () => {
  await here.engine.rpc('api_access_set', { addRedirectUris: ['http://localhost:3000/integration/callback'] });
  await here.engine.approve(await byForm(here.engine, { name: 'Of the form', connectorParameters: { apiVersion: '2035-01' } }));
  const made = await api(here.engine, 'POST', '/connect', { integrationKey: 'sandbox', name: 'Of the SDK', allowMultipleConnections: true, connectorParameters: { apiVersion: '2036-01' } });
  const attempt = await here.engine.rpc('attempt', { attempt: made.id });
  await here.engine.approve(attempt.authorizeUrl);
  for (const [name, how] of [['Of the form', 'by a form'], ['Of the SDK', 'with the SDK']]) {
    const { items } = await here.engine.rpc('connections', { filter: `name:"${name}"`, limit: 1 });
    const window = await here.open({ route: `#/connection/${items[0].id}/parameters` });
    await window.id('open-history').click();
    await newest(window, how);
    await window.id('history-changed').filter({ hasText: 'apiVersion' }).waitFor();
    assert.deepEqual(await findings(window.page), []);
  }
});
