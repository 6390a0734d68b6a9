// The code of a connection in every way, on its page and beside the editor: it follows the draft, has no secret in it, and
// is really copied.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { until } from '../sdk/support/until.mjs';
import { findings } from './support/axe.mjs';
import { clipboard, write, written } from './support/editor.mjs';
import { stage } from './support/stage.mjs';
import { themes } from './support/themes.mjs';

const SECRET = 'hush-planted-in-the-override';
const OVERRIDES = { scopes: ['contacts.read', 'offline_access'], http: { headers: { 'X-Secret-Token': SECRET } } };
const here = stage({ prepare: async (stage) => (stage.connection = await stage.engine.connectSandbox({ overrides: OVERRIDES })) });

const WAYS = { popup: 'membrane.ui.connect({', function: "membrane.integration('sandbox').connect({", form: '<form method="POST"', curl: '--data-binary @-', node: "membrane.post('/connect'" };

for (const theme of themes) {
  test(`every way has the override and no secret, and is copied as it stands, in ${theme}`, async () => {
    const window = await here.open({ theme, route: `#/connection/${here.connection}/code` });
    const copied = await clipboard(window);
    for (const [way, words] of Object.entries(WAYS)) {
      await window.id(`code-${way}`).click();
      await window.id('code').filter({ hasText: words }).waitFor();
      const text = await window.id('code').textContent();
      assert.match(text, /contacts\.read/);
      assert.match(text, way === 'node' ? /process\.env\.SANDBOX_HEADERS_X_SECRET_TOKEN/ : way === 'form' ? /&lt;X-Secret-Token&gt;/ : /<X-Secret-Token>/);
      await window.id('copy-code').click();
      await window.id('copy-code').filter({ hasText: 'Copied' }).waitFor();
      assert.equal(await copied(), text);
      assert.deepEqual(await findings(window.page), [], way);
    }
    assert.ok(!(await window.page.content()).includes(SECRET), 'the page has the secret');
  });
}

test('the .env lines are masked until asked for, and copied with their secrets without showing them', async () => {
  const window = await here.open({ route: `#/connection/${here.connection}/code` });
  const copied = await clipboard(window);
  await window.id('code-env').click();
  await window.id('code').filter({ hasText: 'SANDBOX_HEADERS_X_SECRET_TOKEN="•' }).waitFor();
  assert.match(await window.id('code').textContent(), new RegExp(`MEMBRANE_API_URI=${here.engine.url}`));
  await window.id('copy-code').click();
  await until(async () => (await copied()).includes(`SANDBOX_HEADERS_X_SECRET_TOKEN="${SECRET}"`));
  assert.match(await copied(), /^MEMBRANE_WORKSPACE_SECRET=[^•\s]{16,}$/m);
  assert.ok(!(await window.page.content()).includes(SECRET), 'copying shows the secret');
  await window.id('code-reveal').click();
  await window.id('code').filter({ hasText: SECRET }).waitFor();
  await window.id('code-reveal').click();
  await window.id('code').filter({ hasText: '"•' }).waitFor();
  assert.ok(!(await window.page.content()).includes(SECRET), 'hiding leaves the secret');
  assert.deepEqual(await findings(window.page), []);
});

for (const theme of themes) {
  test(`beside the editor it is written anew as one types, in ${theme}`, async () => {
    const draft = await here.engine.rpc('draft_save', { id: null, integration: 'sandbox', tenant: 'test', name: 'Typed', option: null, text: '{}', updatedAt: 0 });
    const window = await here.open({ theme, route: `#/draft/${draft.id}` });
    await window.id('preview-authorize').waitFor();
    await window.page.keyboard.press('Alt+4');
    await window.id('code-beside').waitFor();
    await write(window, { apiVersion: '2031-01', clientSecret: 'typed-and-not-saved' });
    for (const [way, words] of Object.entries(WAYS)) {
      await window.id('code-way').selectOption(way);
      const code = window.id('code').filter({ hasText: words }).filter({ hasText: '2031-01' });
      await code.waitFor();
      assert.doesNotMatch(await code.textContent(), /typed-and-not-saved/);
    }
    await write(window, { apiVersion: '2032-02' });
    await window.id('code').filter({ hasText: '2032-02' }).waitFor();
    assert.deepEqual(await findings(window.page), []);
    await write(window, '{ "apiVersion": ');
    await window.id('code-source').filter({ hasText: 'not JSON right now' }).waitFor();
    assert.deepEqual(await findings(window.page), []);
    await window.page.keyboard.press('Alt+4');
    await window.id('code-beside').waitFor({ state: 'detached' });
  });
}

test('unsaved edits of a connection are in its code tab, which says so', async () => {
  const window = await here.open({ route: `#/connection/${here.connection}/parameters` });
  await window.id('leaf-scopes').waitFor();
  const before = await written(window);
  await write(window, { ...before, apiVersion: '2033-03' });
  await window.id('tab-code').click();
  await window.id('code').filter({ hasText: '2033-03' }).waitFor();
  await window.id('code-source').filter({ hasText: 'unsaved changes' }).waitFor();
  assert.ok(!(await window.page.content()).includes(SECRET), 'the page has the secret');
  assert.deepEqual(await findings(window.page), []);
  await window.id('tab-parameters').click();
  await window.id('discard').click();
});
