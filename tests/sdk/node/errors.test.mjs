// Refusals that have nothing to do with a token: how a body, a query and a path go wrong, and what the SDK makes of it.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { BadRequestError, ConnectionError } from '@membranehq/sdk';

import { rejectsWith } from '../support/errors.mjs';
import { stage } from '../support/stage.mjs';

const here = stage();

describe('errors', () => {
  it('are the SDK’s own classes, with what happened and what to do', async () => {
    here.traffic.expect(404, '/connections/nowhere');
    const error = await rejectsWith(here.client('ada').connection('nowhere').get(), 'bad_request', 'not_found');
    assert.ok(error instanceof BadRequestError);
    assert.ok(error.message.length > 20, error.message);
    assert.equal(error.data.stack ?? null, null);
    const refused = await here.client('ada').connections.create({ integrationKey: 'keyed', input: { apiKey: 'bad-key' } }).catch((caught) => caught);
    assert.ok(refused instanceof ConnectionError, refused.message);
    assert.ok(!JSON.stringify(refused.data).includes('bad-key'), 'no secret in an error');
  });

  it('name the parameter that is wrong, and the nearest that is right', async () => {
    const create = (connectorParameters) => here.client('ada').connections.create({ integrationKey: 'keyed', input: { apiKey: 'k' }, connectorParameters });
    const misspelt = await rejectsWith(create({ scope: ['a'] }), 'bad_request', 'invalid_parameters');
    assert.ok(JSON.stringify(misspelt.data).includes('scopes'), JSON.stringify(misspelt.data));
    await rejectsWith(create({ region: 'moon' }), 'bad_request', 'invalid_parameters', 'region');
    await rejectsWith(create({ http: { headers: { Authorization: 'Bearer mine' } } }), 'bad_request', 'invalid_parameters');
    await rejectsWith(create({ apiKey: 'not an input' }), 'bad_request', 'invalid_parameters');
  });

  it('meet a body of the wrong type or size, not an empty one', async () => {
    const token = here.patchbay.token('ada');
    here.traffic.expect(415, '/connections');
    const text = await here.fetch('/connections', { method: 'POST', token, body: '{"integrationKey":"keyed"}', headers: { 'content-type': 'text/plain' } });
    assert.equal(text.status, 415);
    assert.equal((await text.json()).type, 'bad_request');
    const broken = await here.fetch('/connections', { method: 'POST', token, body: '{', headers: { 'content-type': 'application/json' } });
    assert.equal(broken.status, 400);
    assert.equal((await broken.json()).type, 'bad_request');
    const large = await here.fetch('/connections', { method: 'POST', token, json: { name: 'x'.repeat(1024 * 1024 + 1) } });
    assert.equal(large.status, 413);
    assert.equal((await large.json()).type, 'bad_request');
    const { id } = await here.connect('ada');
    const empty = await here.fetch(`/connections/${id}/test`, { method: 'POST', token, headers: { 'content-type': 'application/x-www-form-urlencoded', 'content-length': '0' } });
    assert.equal(empty.status, 200);
  });

  it('meet a query that makes no sense', async () => {
    const client = here.client('ada');
    for (const query of [{ limit: 0.5 }, { limit: 'many' }, { cursor: 'made-up' }]) {
      const error = await client.connections.find(query).catch((caught) => caught);
      assert.equal(error.data?.type, 'bad_request', `${JSON.stringify(query)}: ${JSON.stringify(error)}`);
    }
    assert.ok(Array.isArray((await client.connections.find({ limit: 1000, unheardOf: 'x' })).items));
  });

  it('of a route that is not there are typed too', async () => {
    here.traffic.expect(404, '/flows');
    here.traffic.expect(405, '/self');
    await rejectsWith(here.client('ada').get('/flows'), 'bad_request', 'not_found');
    const answer = await here.fetch('/self', { method: 'DELETE', token: here.patchbay.token('ada') });
    assert.equal(answer.status, 405);
    assert.equal((await answer.json()).type, 'bad_request');
  });
});
