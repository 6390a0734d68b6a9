// Method 2: `integration(k).connect()`, `client.connect()`, `connection(id).reconnect()`, in every mode.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { browserStage } from '../support/browser_stage.mjs';
import { ROBOT } from '../support/connectors.mjs';
import { begin, outcome } from '../support/host.mjs';
import { ROBOT as ROBOT_CLIENT, startOidc } from '../support/oidc.mjs';
import { accepted } from '../support/schemas.mjs';
import { answer } from '../support/screen.mjs';

let oidc;
const here = browserStage({
  connectors: { robot: ROBOT },
  async prepare({ patchbay }) {
    oidc = await startOidc(patchbay.url);
    await patchbay.integration('robot', 'robot', { serverUrl: oidc.issuer, ...ROBOT_CLIENT });
  },
  finish: () => oidc?.stop(),
});

const connect = ({ auth, key, options }) => new window.MembraneClient(auth).integration(key).connect(options);

describe('integration.connect', () => {
  it('opens the provider’s popup with the override’s scope, and resolves with the connection', async () => {
    const page = await here.open();
    const authorizations = here.authorizations(page);
    const opened = page.waitForEvent('popup');
    await begin(page, connect, { auth: here.auth('popup'), key: 'sandbox', options: { name: 'Popup', connectorParameters: { scopes: ['contacts.read', 'offline_access'], apiVersion: '2025-01' } } });
    const popup = await opened;
    await answer(popup);
    const { value, error } = await outcome(page);
    assert.equal(error, undefined, JSON.stringify(error));
    accepted('ConnectionApiResponse', value);
    assert.equal(authorizations.at(-1).searchParams.get('scope'), 'contacts.read offline_access');
    if (!popup.isClosed()) await popup.waitForEvent('close');
    const { connection, proxy } = { connection: await here.client('popup').connection(value.id).get(), proxy: here.client('popup').connection(value.id).proxy };
    assert.deepEqual([connection.name, connection.state], ['Popup', 'READY']);
    assert.ok((await proxy.get('/contacts')).contacts[0].fullName, 'the override’s version of the API holds for calls');
    await page.context().close();
  });

  it('connects a key in a hidden frame', async () => {
    const page = await here.open();
    await begin(page, connect, { auth: here.auth('frame'), key: 'keyed', options: { input: { apiKey: 'k-frame' }, connectorParameters: { region: 'us' } } });
    const { value, error } = await outcome(page);
    assert.equal(error, undefined, JSON.stringify(error));
    const seen = await here.client('frame').connection(value.id).proxy.get('/x');
    assert.deepEqual([seen.headers['x-api-key'], seen.headers['x-region']], ['k-frame', 'us']);
    assert.equal(page.context().pages().length, 1, 'no window was opened');
    await page.context().close();
  });

  it('connects client credentials in a hidden frame, with the override’s scope', async () => {
    const page = await here.open();
    await begin(page, connect, { auth: here.auth('robot'), key: 'robot', options: { connectorParameters: { scopes: ['deals.read'] } } });
    const { value, error } = await outcome(page);
    assert.equal(error, undefined, JSON.stringify(error));
    assert.equal((await here.client('robot').connection(value.id).get()).state, 'READY');
    assert.equal(oidc.tokenRequests.at(-1).scope, 'deals.read');
    await page.context().close();
  });

  it('rejects with a typed error where a hidden frame fails', async () => {
    const page = await here.open();
    await begin(page, connect, { auth: here.auth('frame-bad'), key: 'keyed', options: { input: { apiKey: 'bad-key' } } });
    const { error } = await outcome(page);
    assert.equal(error.typed, true);
    assert.equal(error.data.type, 'connection', JSON.stringify(error));
    assert.deepEqual((await here.client('frame-bad').connections.find()).items, []);
    await page.context().close();
  });

  it('makes another connection with allowMultipleConnections, or renews the one', async () => {
    const page = await here.open();
    const once = async (options) => {
      await begin(page, connect, { auth: here.auth('multiple'), key: 'keyed', options: { input: { apiKey: 'k' }, ...options } });
      return (await outcome(page)).value.id;
    };
    const first = await once({ connectorParameters: { region: 'us' } });
    assert.equal(await once({}), first);
    assert.deepEqual((await here.client('multiple').connection(first).get()).connectorParameters, { region: 'us' });
    assert.notEqual(await once({ allowMultipleConnections: true }), first);
    await page.context().close();
  });

  it('rejects with a typed error where the user denies', async () => {
    const page = await here.open();
    const opened = page.waitForEvent('popup');
    await begin(page, connect, { auth: here.auth('denied'), key: 'sandbox', options: {} });
    await answer(await opened, 'deny');
    const { error } = await outcome(page);
    assert.equal(error.typed, true);
    assert.deepEqual([error.data.type, error.data.key], ['connection', 'access_denied'], JSON.stringify(error));
    assert.deepEqual((await here.client('denied').connections.find()).items, []);
    await page.context().close();
  });

  it('resolves null where the user closes the popup', async () => {
    const page = await here.open();
    const opened = page.waitForEvent('popup');
    await begin(page, ({ auth }) => {
      window.timesClosed = 0;
      return new window.MembraneClient(auth).integration('sandbox').connect({ onPopupClosed: () => (window.timesClosed += 1) });
    }, { auth: here.auth('closer') });
    const popup = await opened;
    await popup.locator('#allow').waitFor();
    await popup.close();
    assert.deepEqual(await outcome(page), { value: null });
    assert.equal(await page.evaluate(() => window.timesClosed), 1);
    assert.deepEqual((await here.client('closer').connections.find()).items, []);
    await page.context().close();
  });

  it('goes away and comes back in the same window, with the connection’s id or the error', async () => {
    const back = here.host.page('/back', '<!doctype html><title>Back</title>');
    await here.patchbay.cli('redirect-uris', 'add', back);
    for (const decision of ['allow', 'deny']) {
      const page = await here.open();
      await begin(page, connect, { auth: here.auth('same-window'), key: 'sandbox', options: { sameWindow: true, redirectUri: back, connectorParameters: { scopes: ['deals.read'] } } });
      await page.locator('#allow').waitFor();
      assert.equal(new URL(page.url()).searchParams.get('scope'), 'deals.read');
      await page.locator(`#${decision}`).click();
      await page.waitForURL(`${back}?*`);
      const { searchParams } = new URL(page.url());
      if (decision === 'allow') assert.equal((await here.client('same-window').connection(searchParams.get('connectionId')).get()).state, 'READY');
      else assert.equal(JSON.parse(searchParams.get('errorData')).key, 'access_denied');
      await page.context().close();
    }
  });
});

describe('client.connect and reconnect', () => {
  it('connects by an integration’s id or key', async () => {
    const page = await here.open();
    const { id } = await here.client('by-id').integration('keyed').get();
    for (const target of [{ integrationId: id }, { integrationKey: 'keyed' }]) {
      await begin(page, ({ auth, options }) => new window.MembraneClient(auth).connect(options), { auth: here.auth('by-id'), options: { ...target, input: { apiKey: 'k' } } });
      const { value, error } = await outcome(page);
      assert.equal(error, undefined, JSON.stringify(error));
      assert.equal(value.integrationId, id);
    }
    await page.context().close();
  });

  it('reconnects, keeping the override unless it is named', async () => {
    const { id } = await here.connect('again', { connectorParameters: { region: 'us' } });
    const page = await here.open();
    const reconnect = ({ auth, connection, options }) => new window.MembraneClient(auth).connection(connection).reconnect(options);
    await begin(page, reconnect, { auth: here.auth('again'), connection: id, options: { parameters: { apiKey: 'k-2' } } });
    assert.equal((await outcome(page)).value.id, id);
    let seen = await here.client('again').connection(id).proxy.get('/x');
    assert.deepEqual([seen.headers['x-api-key'], seen.headers['x-region']], ['k-2', 'us']);
    await begin(page, reconnect, { auth: here.auth('again'), connection: id, options: { parameters: { apiKey: 'k-3' }, connectorParameters: { apiVersion: '2026-01' } } });
    assert.equal((await outcome(page)).value.id, id);
    seen = await here.client('again').connection(id).proxy.get('/x');
    assert.deepEqual([seen.headers['x-api-key'], seen.headers['x-region'], seen.headers['x-api-version']], ['k-3', 'eu', '2026-01']);
    await page.context().close();
  });

  it('reconnects through the provider with the stored override', async () => {
    const page = await here.open();
    const authorizations = here.authorizations(page);
    let opened = page.waitForEvent('popup');
    await begin(page, connect, { auth: here.auth('renewer'), key: 'sandbox', options: { connectorParameters: { variant: 'sandbox', scopes: ['contacts.read'] } } });
    await answer(await opened);
    const { value } = await outcome(page);
    opened = page.waitForEvent('popup');
    await begin(page, ({ auth, connection }) => new window.MembraneClient(auth).connection(connection).reconnect(), { auth: here.auth('renewer'), connection: value.id });
    await answer(await opened);
    assert.equal((await outcome(page)).value.id, value.id);
    const asked = authorizations.map((url) => [url.origin, url.searchParams.get('scope')]);
    assert.equal(asked.length >= 2, true);
    assert.deepEqual(asked.at(-1), asked[0]);
    assert.equal((await here.client('renewer').connection(value.id).proxy.get('/contacts')).environment, 'sandbox');
    await page.context().close();
  });
});
