// Connections by REST: made, listed, filtered, changed, archived, restored, selected.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { rejectsWith } from '../support/errors.mjs';
import { accepted, acceptedPage } from '../support/schemas.mjs';
import { stage } from '../support/stage.mjs';
import { BAD_KEY } from '../support/upstream.mjs';

const here = stage({
  async prepare({ patchbay, upstream }) {
    await patchbay.integration('other', 'keyed', { apiUrl: upstream.url }, '--name', 'Other CRM');
  },
});
const MULTIPLE = { allowMultipleConnections: true };

describe('connections', () => {
  it('are made with what they need, and read by both SDKs', async () => {
    const made = accepted(
      'ConnectionApiResponse',
      await here.client('maker').connections.create({ integrationKey: 'keyed', name: 'Made', key: 'made-1', meta: { a: 1 }, input: { apiKey: 'k' }, connectorParameters: { apiVersion: '2025-01' } }),
    );
    assert.equal(made.state, 'READY');
    for (const client of [here.client('maker'), here.old('maker')]) {
      const read = accepted('ConnectionApiResponse', await client.connection(made.id).get());
      assert.deepEqual([read.name, read.key, read.connected, read.disconnected], ['Made', 'made-1', true, false]);
      assert.deepEqual(read.meta, { a: 1 });
      assert.deepEqual(read.connectorParameters, { apiVersion: '2025-01' });
      assert.equal(read.integration.key, 'keyed');
      assert.equal(read.user.internalId, 'maker');
      assert.ok(!JSON.stringify(read).includes('"k"'), 'the key is not shown');
      acceptedPage('ConnectionApiResponse', await client.connections.find());
    }
  });

  it('that a provider refuses are not made', async () => {
    const client = here.client('refused');
    await rejectsWith(client.connections.create({ integrationKey: 'keyed', input: { apiKey: BAD_KEY } }), 'connection', 'access_denied');
    await rejectsWith(client.connections.create({ integrationKey: 'keyed', input: {} }), 'bad_request', 'invalid_parameters');
    assert.deepEqual((await client.connections.find()).items, []);
  });

  it('page by a cursor until a page is short', async () => {
    for (const name of ['one', 'two', 'three', 'four', 'five']) await here.connect('pager', { ...MULTIPLE, name });
    for (const client of [here.client('pager'), here.old('pager')]) {
      const seen = [];
      let cursor;
      do {
        const page = acceptedPage('ConnectionApiResponse', await client.connections.find({ limit: 2, cursor, hash: -1560135471 }));
        assert.ok(page.items.length <= 2);
        seen.push(...page.items.map(({ name }) => name));
        cursor = page.cursor;
      } while (cursor);
      assert.deepEqual(seen.sort(), ['five', 'four', 'one', 'three', 'two']);
    }
  });

  it('are found by every filter', async () => {
    const first = await here.connect('filter', { name: 'North' });
    const second = await here.connect('filter', { name: 'South', integrationKey: 'other' });
    const client = here.client('filter');
    const ids = async (query) => (await client.connections.find(query)).items.map(({ id }) => id).sort();
    assert.deepEqual(await ids({ integrationKey: 'other' }), [second.id]);
    assert.deepEqual(await ids({ integrationId: first.integrationId }), [first.id]);
    assert.deepEqual(await ids({ search: 'sout' }), [second.id]);
    assert.deepEqual(await ids({ connected: true }), [first.id, second.id].sort());
    assert.deepEqual(await ids({ disconnected: true }), []);
    assert.deepEqual(await ids({ connectorId: first.connectorId }), [first.id, second.id].sort());
    assert.deepEqual(await ids({ tenantId: first.tenantId }), [first.id, second.id].sort());
    await client.connection(second.id).archive();
    assert.deepEqual(await ids({}), [first.id]);
    assert.deepEqual(await ids({ includeArchived: true }), [first.id, second.id].sort());
  });

  it('keep what a PATCH or a PUT leaves out', async () => {
    const { id } = await here.connect('keeper', { name: 'Kept', connectorParameters: { apiVersion: '2025-01' } });
    const client = here.client('keeper');
    const renamed = accepted('ConnectionApiResponse', await client.connection(id).patch({ name: 'Renamed' }));
    assert.equal(renamed.name, 'Renamed');
    const whole = await client.connection(id).get();
    const put = accepted('ConnectionApiResponse', await client.connection(id).put({ ...whole, meta: { seen: true }, input: undefined, connectorParameters: undefined }));
    assert.deepEqual([put.name, put.meta], ['Renamed', { seen: true }]);
    assert.deepEqual(put.connectorParameters, { apiVersion: '2025-01' });
    await client.connection(id).put({ name: 'Only a name' });
    const sent = await client.connection(id).proxy.get('/after-put');
    assert.equal(sent.headers['x-api-key'], 'k-123', 'the input is still there');
    assert.equal(sent.headers['x-api-version'], '2025-01', 'so is the override');
    const full = await client.connection(id).get();
    await client.connection(id).put(full);
    assert.equal((await client.connection(id).proxy.get('/after-whole-put')).headers['x-api-key'], 'k-123', 'a mask that comes back keeps the value');
  });

  it('take another override and another key by PATCH', async () => {
    const { id } = await here.connect('patcher', { connectorParameters: { apiVersion: '2025-01', region: 'us' } });
    const client = here.client('patcher');
    const patched = await client.connection(id).patch({ connectorParameters: { apiVersion: '2026-01' } });
    assert.deepEqual(patched.connectorParameters, { apiVersion: '2026-01' }, 'the whole object is replaced');
    const { headers } = await client.connection(id).proxy.get('/x');
    assert.deepEqual([headers['x-api-version'], headers['x-region']], ['2026-01', 'eu']);
    assert.equal((await client.connection(id).patch({ connectionKey: 'by-alias' })).key, 'by-alias');
    assert.equal((await client.connection(id).patch({ key: null })).key ?? null, null);
    await rejectsWith(client.connection(id).patch({ connectorParameters: { apiVersoin: 'x' } }), 'bad_request', 'invalid_parameters', 'apiVersion');
  });

  it('are selected by id, by key, by integration id and by integration key', async () => {
    const { id, integrationId } = await here.connect('selector', { connectionKey: 'main-one' });
    const client = here.client('selector');
    for (const selector of [id, 'main-one', integrationId, 'keyed']) assert.equal((await client.connection(selector).get()).id, id, selector);
    const later = await here.connect('selector', { ...MULTIPLE, name: 'Later' });
    assert.equal((await client.connection('keyed').get()).id, later.id, 'the newest connected one is the default');
    assert.equal((await client.connection('main-one').get()).id, id);
  });

  it('are archived softly and come back', async () => {
    const { id } = await here.connect('archiver');
    const client = here.client('archiver');
    assert.equal(await client.connection(id).archive(), '');
    assert.ok((await client.connection(id).get()).archivedAt);
    here.traffic.expect(404, '/connections/keyed');
    await rejectsWith(client.connection('keyed').get(), 'bad_request', 'not_found');
    const restored = accepted('ConnectionApiResponse', await client.post(`/connections/${id}/restore`));
    assert.ok(!restored.archivedAt);
    assert.equal((await client.connection('keyed').proxy.get('/alive')).headers['x-api-key'], 'k-123');
    await here.old('archiver').integration('keyed').disconnect();
    assert.ok((await client.connection(id).get()).archivedAt, 'the older SDK’s disconnect archives the default connection');
  });

  it('are tested, and refuse to refresh what cannot be refreshed', async () => {
    const { id } = await here.connect('tester');
    const client = here.client('tester');
    assert.equal(accepted('ConnectionTestResponse', await client.post(`/connections/${id}/test`)).success, true);
    const refresh = await client.connection(id).refreshCredentials().catch((error) => error);
    assert.ok(refresh.isMembraneError || refresh.id === id, JSON.stringify(refresh.message ?? refresh));
  });

  it('show secrets only to an admin who asks', async () => {
    const { id } = await here.connect('secretive', { connectorParameters: { privateNote: 'hush-hush' } });
    const tenant = here.client('secretive');
    assert.ok(!JSON.stringify(await tenant.connection(id).get()).includes('hush-hush'));
    await rejectsWith(tenant.connection(id).get({ includeSecrets: true }), 'bad_request', 'access_denied');
    assert.ok(!JSON.stringify(await here.admin().connection(id).get()).includes('hush-hush'));
    const full = accepted('ConnectionApiResponseWithSecrets', await here.admin().connection(id).get({ includeSecrets: true }));
    assert.equal(full.connectorParameters.privateNote, 'hush-hush');
    assert.equal(full.input.apiKey, 'k-123');
  });

  it('answer for what Patchbay does not do with a typed not found', async () => {
    const { id } = await here.connect('limits');
    here.traffic.expect(404, `/connections/${id}/`);
    here.traffic.expect(404, '/actions/list-contacts/run');
    const client = here.client('limits');
    const missing = [
      () => client.connection(id).request('contacts', {}),
      () => client.connection(id).operation('list').get(),
      () => client.connection(id).operation('list').run({ input: {} }),
      () => client.connection(id).action('list-contacts').run({}),
      () => client.action('list-contacts').run({}, { connectionId: id }),
    ];
    for (const call of missing) await rejectsWith(call(), 'bad_request', 'not_found');
    const { items } = await client.connection(id).actions.list();
    assert.deepEqual(items, []);
  });
});
