// A preset with a secret, on a draft: the page never has the secret, the connection does.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { until } from '../sdk/support/until.mjs';
import { stage } from './support/stage.mjs';

const SECRET = 'hush-from-the-preset';
const here = stage({
  prepare: ({ engine }) => engine.rpc('preset_save', { name: 'With a secret', integration: 'sandbox', text: JSON.stringify({ http: { headers: { 'X-Secret-Token': SECRET } } }) }),
});

async function connected(window) {
  const before = here.engine.opened.length;
  await window.page.locator('[data-testid="connect"]:enabled').click();
  await until(() => here.engine.opened.length > before);
  assert.ok(!(await window.page.content()).includes(SECRET), 'the page has the secret');
  await here.engine.approve(here.engine.opened.at(-1).url);
  await window.id('result-success').waitFor();
  const [connection] = (await here.engine.rpc('connections', { limit: 1 })).items;
  return here.engine.rpc('reveal', { subject: { kind: 'connection', connection: connection.id }, path: 'http.headers.X-Secret-Token' });
}

test('a new connection starts from it', async () => {
  const window = await here.open({ route: '#/new' });
  await window.id('draft-preset').selectOption({ label: 'With a secret' });
  await window.id('draft-continue').click();
  await window.id('preview-authorize').waitFor();
  assert.deepEqual(await connected(window), { value: SECRET });
});

test('it is laid on a draft that is there', async () => {
  const draft = await here.engine.rpc('draft_save', { id: null, integration: 'sandbox', tenant: 'test', name: 'Laid on', option: null, text: '{}', updatedAt: 0 });
  const window = await here.open({ route: `#/draft/${draft.id}` });
  await window.id('presets').click();
  await window.id('preset-apply').first().click();
  await window.page.locator('[data-testid="leaf-http.headers.X-Secret-Token"][data-layer="override"]').waitFor();
  assert.deepEqual(await connected(window), { value: SECRET });
});
