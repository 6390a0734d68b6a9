// The states in which not everything works: the vault's, a taken port, a folder held by another process, a provider that
// never answers, a cancelled sign-in. Each has its screen, its reason and its way out.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { findings } from './support/axe.mjs';
import { stage } from './support/stage.mjs';
import { fail } from './support/window.mjs';

const here = stage();

const withStatus = (change) => ({ status: async (payload, engine) => change(await engine.rpc('status')) });

for (const [state, source, words, way] of [
  ['unchosen', null, 'Nothing keeps your secrets yet.', 'vault-choice'],
  ['waiting', 'keyring', 'Waiting for your keyring.', 'vault-banner'],
  ['locked', 'keyring', 'The keyring is locked.', 'vault-unlock'],
  ['unavailable', 'keyring', 'No keyring answers.', 'vault-unlock'],
  ['key-missing', 'keyring', 'The key is gone from the keyring.', 'vault-start-over'],
  ['key-wrong', 'passphrase', 'This passphrase is not the one.', 'vault-unlock'],
]) {
  test(`the vault is ${state}: the reason and the way out are there, in both themes`, async () => {
    for (const theme of ['dark', 'light']) {
      const answers = withStatus((status) => ({ ...status, vault: { state, source, words } }));
      const window = await here.open({ answers, theme, route: '#/connections' });
      await window.id(way).first().waitFor();
      assert.ok((await window.page.textContent('body')).includes(words));
      assert.deepEqual(await findings(window.page), []);
      if (process.env.PATCHBAY_PAGE_SCREENS) await window.page.screenshot({ path: `${process.env.PATCHBAY_PAGE_SCREENS}/state-vault-${state}-${theme}.png` });
    }
  });
}

test("the API's port is taken: what is off, and why", async () => {
  const answers = withStatus((status) => ({ ...status, api: { listening: false, url: 'http://127.0.0.1:7282', reason: 'Port 7282 is taken by another program.' } }));
  const window = await here.open({ answers, route: '#/connections' });
  await window.page.getByText('Port 7282 is taken by another program.').first().waitFor();
  assert.deepEqual(await findings(window.page), []);
});

test('the folder is held by serve: said instead of every screen, and trying again gets on once it is free', async () => {
  const held = () => fail({ code: 'folder_held', message: 'Another Patchbay (patchbay serve, process 4711) holds this data folder.', next: 'End it, or open another folder with --data-dir.' });
  const commands = ['status', 'connections', 'drafts', 'integrations', 'form_asks', 'preferences', 'sandbox', 'connectors', 'api'];
  const window = await here.open({ answers: Object.fromEntries(commands.map((one) => [one, held])), route: '#/connections' });
  await window.id('engine-refused').waitFor();
  assert.match(await window.id('engine-refused').textContent(), /process 4711.*--data-dir/s);
  assert.deepEqual(await findings(window.page), []);
  for (const one of commands) delete window.answers[one];
  await window.id('engine-again').click();
  await window.id('nav-connections').waitFor();
});

test('a provider that never answers: the waiting screen has the link, the time left and every way on; cancelling says so', async () => {
  const draft = await here.engine.rpc('draft_save', { id: null, integration: 'sandbox', tenant: 'test', name: 'Waits', option: null, text: '{}', updatedAt: 0 });
  const window = await here.open({ route: `#/draft/${draft.id}` });
  await window.id('connect').click();
  await window.id('connect-waiting').waitFor();
  for (const id of ['open-again', 'open-browser', 'paste-open', 'cancel-attempt']) await window.id(id).first().waitFor();
  assert.match(await window.id('connect-waiting').textContent(), /\d:\d\d/);
  assert.deepEqual(await findings(window.page), []);
  await window.id('cancel-attempt').click();
  await window.id('result-failure').waitFor();
  assert.match(await window.id('result-failure').textContent(), /cancel/i);
  assert.deepEqual(await findings(window.page), []);
  await window.id('try-again').click();
  await window.id('connect-waiting').waitFor();
  await here.engine.approve(here.engine.opened.at(-1).url);
  await window.id('result-success').waitFor();
  assert.deepEqual(await findings(window.page), []);
});
