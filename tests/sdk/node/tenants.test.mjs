// Two tenants, and whoever runs the workspace.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { rejectsWith } from '../support/errors.mjs';
import { stage } from '../support/stage.mjs';

const here = stage();

describe('tenants', () => {
  it('see, change and use only what is theirs', async () => {
    const { id } = await here.connect('ada', { connectionKey: 'adas', name: 'Ada’s' });
    const mine = await here.connect('grace', { name: 'Grace’s' });
    here.traffic.expect(404, '/connections/');
    for (const client of [here.client('grace'), here.old('grace')]) {
      const attempts = [
        () => client.connection(id).get(),
        () => client.connection('adas').get(),
        () => client.connection(id).patch({ name: 'taken' }),
        () => client.connection(id).put({ name: 'taken' }),
        () => client.connection(id).archive(),
        () => client.connection(id).refreshCredentials(),
        () => client.connection(id).proxy.get('/stolen'),
        () => client.connection('adas').proxy.post('/stolen', {}),
        () => client.post(`/connections/${id}/restore`),
        () => client.post(`/connections/${id}/test`),
        () => client.post('/connection-options', { connectionId: id }),
        () => client.post('/act', { connectionId: id, api: { method: 'GET', path: '/stolen' } }),
      ];
      here.traffic.expect(404, '/connection-options');
      here.traffic.expect(404, '/act');
      for (const attempt of attempts) await rejectsWith(attempt(), 'bad_request', 'not_found');
      const { items } = await client.connections.find();
      assert.deepEqual(items.map((connection) => connection.id), [mine.id]);
      assert.deepEqual((await client.connections.find({ tenantId: 'ada' })).items.filter((connection) => connection.id === id), []);
    }
    assert.equal(here.upstream.last('/v1/stolen'), undefined);
    const kept = await here.client('ada').connection(id).get();
    assert.deepEqual([kept.name, kept.archivedAt ?? null], ['Ada’s', null]);
  });

  it('cannot reconnect another’s connection', async () => {
    const { id } = await here.connect('ada', { connectorParameters: { apiVersion: '2025-01' } });
    here.traffic.expect(404, '/connect');
    const answer = await here.fetch('/connect', {
      method: 'POST',
      token: here.patchbay.token('grace'),
      json: { connectionId: id, input: { apiKey: 'graces' }, connectorParameters: { apiVersion: 'stolen' } },
    });
    assert.equal(answer.status, 404);
    const { headers } = await here.client('ada').connection(id).proxy.get('/mine');
    assert.deepEqual([headers['x-api-key'], headers['x-api-version']], ['k-123', '2025-01']);
  });

  it('keep their connections apart where both have the same key', async () => {
    const adas = await here.connect('ada', { connectionKey: 'shared-key', allowMultipleConnections: true });
    const graces = await here.connect('grace', { connectionKey: 'shared-key', allowMultipleConnections: true });
    assert.equal((await here.client('ada').connection('shared-key').get()).id, adas.id);
    assert.equal((await here.client('grace').connection('shared-key').get()).id, graces.id);
  });

  it('are all visible to an admin, who can filter by one', async () => {
    const { id, tenantId } = await here.connect('watched');
    const admin = here.admin();
    assert.equal((await admin.connection(id).get()).user.internalId, 'watched');
    const { items } = await admin.connections.find({ tenantId });
    assert.deepEqual(items.map((connection) => connection.id), [id]);
    const all = await admin.connections.find({ limit: 100 });
    assert.ok(new Set(all.items.map((connection) => connection.tenantId)).size > 1);
  });

  it('cannot move an origin outside the allowed ones by an override; an admin can', async () => {
    const outside = 'http://127.0.0.1:9';
    const input = { apiKey: 'k-123' };
    const refused = here.client('mover').connections.create({ integrationKey: 'keyed', input, connectorParameters: { apiUrl: outside } });
    await rejectsWith(refused, 'bad_request', 'access_denied', outside);
    const { id } = await here.connect('mover');
    await rejectsWith(here.client('mover').connection(id).patch({ connectorParameters: { http: { baseUrl: outside } } }), 'bad_request', 'access_denied');
    const moved = await here.admin().connection(id).patch({ connectorParameters: { apiUrl: 'http://127.0.0.1:9' } });
    assert.equal(moved.state, 'CLIENT_ACTION_REQUIRED', 'for a new grant: until then nothing is sent there');
    const call = await here.client('mover').connection(id).proxy.get('/x').catch((caught) => caught);
    assert.equal(call.data?.key, 'binding_changed', call.message);
  });
});
