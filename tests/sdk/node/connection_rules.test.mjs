// One connection per integration or several, reconnects, and the override that stays.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { decide, follow } from '../support/sign_in.mjs';
import { stage } from '../support/stage.mjs';
import { until } from '../support/until.mjs';

const here = stage();

/** Connects the built-in provider as a backend does; gives the connection when it is ready. */
async function connectSandbox(tenant, fields = {}) {
  const begun = await here.connect(tenant, { integrationKey: 'sandbox', input: undefined, ...fields });
  const { left } = await follow(begun.clientAction.uiUrl, here.patchbay.url);
  await follow(await decide(left.href), here.patchbay.url);
  const id = fields.connectionId ?? begun.id;
  const client = here.client(tenant);
  return { provider: left, connection: await until(async () => {
    const connection = await client.connection(id).get();
    return connection.state === 'READY' && connection;
  }) };
}

describe('connecting again', () => {
  it('replaces the one connection, unless several are allowed', async () => {
    const first = await here.connect('rules', { name: 'First' });
    const again = await here.connect('rules', { input: { apiKey: 'k-new' } });
    assert.equal(again.id, first.id);
    assert.equal(again.name, 'First', 'a name that is not given stays');
    assert.equal((await here.client('rules').connection(first.id).proxy.get('/x')).headers['x-api-key'], 'k-new');
    const second = await here.connect('rules', { allowMultipleConnections: true, name: 'Second' });
    assert.notEqual(second.id, first.id);
    assert.equal((await here.client('rules').connections.find()).items.length, 2);
  });

  it('with a connectionKey goes to that connection, or makes it', async () => {
    const made = await here.connect('keys', { connectionKey: 'k1', allowMultipleConnections: true });
    const other = await here.connect('keys', { connectionKey: 'k2', allowMultipleConnections: true });
    assert.notEqual(made.id, other.id);
    assert.equal((await here.connect('keys', { connectionKey: 'k1', name: 'Again' })).id, made.id);
  });

  it('keeps an override that the reconnect does not name, and replaces one that it does', async () => {
    const { id } = await here.connect('stays', { connectorParameters: { apiVersion: '2025-01', region: 'us' } });
    const headers = async () => (await here.client('stays').connection(id).proxy.get('/x')).headers;
    await here.connect('stays', { connectionId: id, input: { apiKey: 'k-2' } });
    let seen = await headers();
    assert.deepEqual([seen['x-api-key'], seen['x-api-version'], seen['x-region']], ['k-2', '2025-01', 'us']);
    await here.connect('stays', { connectionId: id, input: { apiKey: 'k-3' }, connectorParameters: { region: 'us' } });
    seen = await headers();
    assert.deepEqual([seen['x-api-key'], seen['x-api-version'], seen['x-region']], ['k-3', '2024-01', 'us']);
  });

  it('that fails leaves the earlier credentials', async () => {
    const { id } = await here.connect('careful');
    const answer = await here.fetch('/connect', { method: 'POST', token: here.patchbay.token('careful'), json: { connectionId: id, input: { apiKey: 'bad-key' } } });
    assert.equal(answer.status, 400);
    assert.equal((await here.client('careful').connection(id).proxy.get('/x')).headers['x-api-key'], 'k-123');
  });
});

describe('one integration', () => {
  it('has connections in two environments at once', async () => {
    const production = await connectSandbox('two', { name: 'Live' });
    const testing = await connectSandbox('two', { name: 'Test', allowMultipleConnections: true, connectorParameters: { variant: 'sandbox', scopes: ['contacts.read', 'offline_access'] } });
    assert.notEqual(production.provider.origin, testing.provider.origin);
    assert.equal(testing.provider.searchParams.get('scope'), 'contacts.read offline_access');
    const client = here.client('two');
    const environment = async (id) => (await client.connection(id).proxy.get('/contacts')).environment;
    assert.equal(await environment(production.connection.id), 'production');
    assert.equal(await environment(testing.connection.id), 'sandbox');
    await client.connection(testing.connection.id).refreshCredentials();
    assert.equal(await environment(testing.connection.id), 'sandbox', 'a refresh goes where the override says');
    const again = await connectSandbox('two', { connectionId: testing.connection.id });
    assert.equal(again.provider.origin, testing.provider.origin, 'the override is in force after a reconnect that does not name it');
    assert.equal(again.provider.searchParams.get('scope'), 'contacts.read offline_access');
    assert.equal(await environment(testing.connection.id), 'sandbox');
  });
});
