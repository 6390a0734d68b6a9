// The older SDK, @integration-app/sdk 1.14, in the browser.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { browserStage } from '../support/browser_stage.mjs';
import { begin, outcome } from '../support/host.mjs';
import { answer } from '../support/screen.mjs';

const here = browserStage();
const connect = ({ auth, key, options }) => new window.IntegrationAppClient(auth).integration(key).connect(options);

describe('the older SDK', () => {
  it('connects by popup, and hears of a denial', async () => {
    const page = await here.open();
    let opened = page.waitForEvent('popup');
    await begin(page, connect, { auth: here.auth('old-popup'), key: 'sandbox', options: { name: 'Old' } });
    await answer(await opened);
    const { value, error } = await outcome(page);
    assert.equal(error, undefined, JSON.stringify(error));
    assert.equal((await here.old('old-popup').connection(value.id).get()).name, 'Old');
    opened = page.waitForEvent('popup');
    await begin(page, connect, { auth: here.auth('old-popup'), key: 'sandbox', options: { allowMultipleConnections: true } });
    await answer(await opened, 'deny');
    const denied = await outcome(page);
    assert.equal(denied.error.typed, true, JSON.stringify(denied));
    assert.equal((await here.old('old-popup').connections.find()).items.length, 1);
    await page.context().close();
  });

  it('connects a key in a hidden frame, and reconnects', async () => {
    const page = await here.open();
    await begin(page, connect, { auth: here.auth('old-key'), key: 'keyed', options: { parameters: { apiKey: 'k-old' } } });
    const { value, error } = await outcome(page);
    assert.equal(error, undefined, JSON.stringify(error));
    await begin(page, ({ auth, id }) => new window.IntegrationAppClient(auth).connection(id).reconnect({ parameters: { apiKey: 'k-newer' } }), { auth: here.auth('old-key'), id: value.id });
    assert.equal((await outcome(page)).value.id, value.id);
    assert.equal((await here.old('old-key').connection(value.id).proxy.get('/x')).headers['x-api-key'], 'k-newer');
    await page.context().close();
  });

  it('resolves null where the popup is closed', async () => {
    const page = await here.open();
    const opened = page.waitForEvent('popup');
    await begin(page, connect, { auth: here.auth('old-closed'), key: 'sandbox', options: {} });
    const popup = await opened;
    await popup.locator('#allow').waitFor();
    await popup.close();
    const { value } = await outcome(page);
    assert.equal(value, null);
    await page.context().close();
  });

  it('goes away and comes back in the same window', async () => {
    const back = here.host.page('/old-back', '<!doctype html><title>Back</title>');
    await here.patchbay.cli('redirect-uris', 'add', back);
    const page = await here.open();
    await begin(page, connect, { auth: here.auth('old-same'), key: 'sandbox', options: { sameWindow: true, redirectUri: back } });
    await page.locator('#allow').click();
    await page.waitForURL(`${back}?*`);
    assert.equal((await here.old('old-same').connection(new URL(page.url()).searchParams.get('connectionId')).get()).state, 'READY');
    await page.context().close();
  });
});
