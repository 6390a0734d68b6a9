// The token is over and the token endpoint does wrong: what a call says, and what becomes of the connection.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { findings } from './support/axe.mjs';
import { health, send, under } from './support/sandbox.mjs';
import { stage } from './support/stage.mjs';

const here = stage();

/** The token is over and no new one comes: nothing is sent, and the connection says why. */
const TOKEN = [
  ['500', { tokenStatus: 500 }, 'refresh_delayed', /could not be refreshed yet: the token endpoint answered 500\./],
  ['429 with Retry-After', { tokenStatus: 429, retryAfterS: 20 }, 'refresh_delayed', /answered 429\..*It is tried again from/s],
  ['400', { tokenStatus: 400 }, 'refresh_delayed', /"invalid_request": The fault token_status forces status 400\.\s/],
  ['401', { tokenStatus: 401 }, 'misconfigured', /clientSecret is wrong or missing/],
  ['invalid_grant', { revokedRefresh: true }, 'needs_reconnect', /no longer accepts the grant\..*Reconnect; name, override and history stay/s],
  ['an error with status 200', { error200: true }, 'needs_reconnect', /no longer accepts the grant/],
  ['nothing, after it rotated the token', { dropAfterRotation: true }, 'needs_reconnect', /no longer accepts the grant/],
];

for (const [name, on, state, words] of TOKEN) {
  test(`the token is over, and the token endpoint answers ${name}`, async () => {
    const { connection, window } = await under(here, on, { expired: true });
    await send(window);
    const box = window.page.locator('[aria-label="Request and response"] [data-testid="error-box"]');
    const said = await box.innerText();
    assert.match(said, words);
    assert.doesNotMatch(said, /\.\./);
    await window.page.locator(`[data-testid="health-words"][data-state="${state}"]`).waitFor();
    await window.id('past-call').filter({ hasText: 'not sent' }).waitFor();
    if (state === 'needs_reconnect') {
      // The provider refused a refresh token that was there: not the same as one that there never was.
      assert.equal((await health(here, connection)).cause, 'revoked');
      assert.doesNotMatch(await window.id('health-words').innerText(), /there is no refresh token/);
    }
    assert.deepEqual(await findings(window.page), []);
    await window.id('tab-overview').click();
    await window.id('refresh-error').waitFor();
    assert.doesNotMatch(await window.page.locator('main').innerText(), /\.\./);
    assert.deepEqual(await findings(window.page), []);
  });
}
