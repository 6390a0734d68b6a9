// The logs of calls and of attempts to connect.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { acceptedPage } from '../support/schemas.mjs';
import { stage } from '../support/stage.mjs';
import { until } from '../support/until.mjs';

const here = stage();

describe('logs', () => {
  it('of calls are kept per connection, without secrets', async () => {
    const { id, integrationId, tenantId } = await here.connect('logged');
    const client = here.client('logged');
    const { proxy } = client.connection(id);
    await proxy.get('/fine?api_key=in-a-query');
    await proxy.get('/status/500').catch(() => {});
    const find = (query) => client.get('/external-api-logs', { connectionId: id, ...query });
    // Calls are recorded off their own way.
    const page = await until(async () => {
      const found = await find({});
      return found.items.some(({ statusCode }) => statusCode === 500) && found;
    });
    acceptedPage('ExternalApiLogApiResponse', page);
    const failed = await find({ isSuccess: false });
    assert.deepEqual(failed.items.map(({ statusCode }) => statusCode), [500]);
    assert.deepEqual([failed.items[0].integrationId, failed.items[0].connectionId], [integrationId, id]);
    assert.ok(failed.items[0].requestUrl.endsWith('/v1/status/500'), failed.items[0].requestUrl);
    for (const filter of [{ integrationId }, { tenantId }, { from: new Date(Date.now() - 60_000).toISOString() }]) assert.ok((await find(filter)).items.length >= 2, JSON.stringify(filter));
    assert.equal((await find({ to: new Date(Date.now() - 60_000).toISOString() })).items.length, 0);
    const times = (await find({ sortOrder: 'asc' })).items.map(({ createdAt }) => createdAt);
    assert.deepEqual(times, [...times].sort());
    assert.ok(!JSON.stringify(page).includes('k-123'));
    assert.equal((await here.client('somebody').get('/external-api-logs', {})).items.length, 0);
    const first = await find({ limit: 1 });
    assert.equal(first.items.length, 1);
    assert.ok(first.cursor);
  });

  it('of attempts say which succeeded, and why the others did not', async () => {
    const client = here.client('attempter');
    const { id, integrationId } = await here.connect('attempter');
    await client.connections.create({ integrationKey: 'keyed', input: { apiKey: 'bad-key' }, allowMultipleConnections: true }).catch(() => {});
    const find = (query) => client.get('/connection-attempt-logs', query);
    const page = acceptedPage('ConnectionAttemptLogApiResponse', await find({ integrationId }));
    assert.deepEqual(page.items.map(({ status }) => status).sort(), ['error', 'success']);
    const [failed] = (await find({ status: 'error' })).items;
    assert.ok(failed.error.message.length > 10, JSON.stringify(failed));
    assert.deepEqual((await find({ connectionId: id })).items.map(({ status }) => status), ['success']);
    assert.deepEqual((await here.client('nobody').get('/connection-attempt-logs', {})).items, []);
  });
});
