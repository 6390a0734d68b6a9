// The way of a new user in Chromium: the real engine, the built pages, the app's own policy.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { findings } from './support/axe.mjs';
import { stage } from './support/stage.mjs';

const here = stage({ prepare: async (stage) => (stage.connection = await stage.engine.connectSandbox({ overrides: { scopes: ['contacts.read'] } })) });

test('a connection made at the sandbox is in the list, and its page says that it works', async () => {
  const window = await here.open({ route: '#/connections' });
  await window.id('connection-row').first().waitFor();
  await window.go(`#/connection/${here.connection}/overview`);
  await window.page.locator('[data-testid="health-words"][data-state="working"]').waitFor();
  assert.deepEqual(await findings(window.page), []);
});
