// First start → override → connect → call, by keyboard alone. The keys are those of docs/keyboard.md; what they lead to is
// looked at, never clicked.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { until } from '../sdk/support/until.mjs';
import { stage } from './support/stage.mjs';

const here = stage();

test('from the first start to an answered call without a mouse', async () => {
  const window = await here.open();
  const { page } = window;
  let strokes = 0;
  const press = async (keys) => {
    strokes += 1;
    await page.keyboard.press(keys);
  };
  const focused = () => page.evaluate(() => document.activeElement?.dataset.testid ?? document.activeElement?.tagName);
  const tabTo = async (id) => {
    for (let tries = 0; (await focused()) !== id; tries += 1) {
      assert.ok(tries < 25, `Tab does not come to ${id}`);
      await press('Tab');
    }
  };

  // The window opens on the first steps, with the focus at their heading.
  await window.id('start-try').waitFor();
  await tabTo('start-try');
  await press('Enter');
  await window.id('preview-authorize').waitFor();

  // "This customer needs other scopes, on the sandbox, with the 2024 API", pasted as it would stand in the code.
  await press('Control+Shift+v');
  await window.id('paste-text').waitFor();
  await until(async () => (await focused()) === 'paste-text');
  await page.keyboard.insertText("connectorParameters: { scopes: ['contacts.read'], variant: 'sandbox', apiVersion: '2024-01' }");
  strokes += 1;
  await window.id('paste-found').waitFor();
  await tabTo('paste-load');
  await press('Enter');
  await page.locator('[data-testid="leaf-scopes"][data-layer="override"]').waitFor();
  await page.locator('[data-testid="connect"]:enabled').waitFor();

  await press('Control+Enter');
  await window.id('connect-waiting').waitFor();
  await until(() => here.engine.opened.length > 0);
  await here.engine.approve(here.engine.opened.at(-1).url);
  await window.id('result-success').waitFor();

  // The first call is offered, and has the focus.
  await tabTo('open-connection');
  await press('Enter');
  await window.id('call-path').waitFor();
  await press('Control+Enter');
  await page.locator('[data-testid="call-status"][data-status="200"]').waitFor();
  const [connection] = (await here.engine.rpc('connections', { limit: 1 })).items;
  const answer = await here.engine.rpc('call', { connection: connection.id, method: 'GET', path: '/me', headers: [] });
  assert.deepEqual(JSON.parse(answer.body).scopes, ['contacts.read']);
  assert.equal(connection.variant, 'sandbox');
  assert.ok(strokes <= 60, `${strokes} strokes`);
  console.log(`    ${strokes} strokes, the paste counted as one`);
});
