// Faults of the sandbox under which a connect still ends well: what the window says is different.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { findings } from './support/axe.mjs';
import { connectFromDraft, faults } from './support/sandbox.mjs';
import { stage } from './support/stage.mjs';

const here = stage();

const MADE = [
  ['fewer scopes', { grantFewer: true }, [/offline_access\s*not granted/, /1 asked for but not granted/]],
  ['no expires_in', { omitExpiresIn: true }, [/Everything that is asked for is granted/]],
  ['odd expires_in', { oddExpiresIn: '3600 seconds' }, [/ready for calls/]],
  ['form-encoded answers', { formEncoded: true }, [/Everything that is asked for is granted/]],
  ['api 503', { apiStatus: 503 }, [/with a remark/, /not verified: 127\.0\.0\.1 answered the test request with 503/]],
  ['api 429', { apiStatus: 429, retryAfterS: 30 }, [/answered the test request with 429/]],
];

for (const [name, on, words] of MADE) {
  test(`a connect with ${name} succeeds, and says what is different`, async () => {
    await faults(here.engine, on);
    const window = await connectFromDraft(here, `Acme ${name}`);
    await window.id('result-success').waitFor();
    await window.id('granted').waitFor();
    const text = await window.id('result-success').innerText();
    for (const word of words) assert.match(text, word);
    assert.deepEqual(await findings(window.page), []);
    await faults(here.engine);
    await window.id('open-connection').click();
    await window.id('call-send').click();
    await window.page.locator('[data-testid="call-status"][data-status="200"]').waitFor();
  });
}

test('a slow token endpoint is waited for in the open: the step is named, and the end comes', async () => {
  await faults(here.engine, { slowMs: 1500 });
  const window = await connectFromDraft(here, 'Acme slow');
  await window.id('connect-waiting').filter({ hasText: 'The provider sent the user back' }).waitFor();
  assert.deepEqual(await findings(window.page), []);
  await window.id('result-success').waitFor();
  await faults(here.engine);
});
