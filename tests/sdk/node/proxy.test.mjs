// Calls through a connection: `proxy` of both SDKs, and `POST /act`.
import assert from 'node:assert/strict';
import { request } from 'node:http';
import { describe, it } from 'node:test';

import { rejectsWith } from '../support/errors.mjs';
import { stage } from '../support/stage.mjs';

const here = stage();

describe('proxy', () => {
  it('passes every verb with its body and query, and adds the credential', async () => {
    const { id } = await here.connect('caller', { connectorParameters: { apiVersion: '2025-01' } });
    for (const client of [here.client('caller'), here.old('caller')]) {
      const { proxy } = client.connection(id);
      for (const verb of ['get', 'delete', 'post', 'put', 'patch']) {
        const body = ['post', 'put', 'patch'].includes(verb) ? { hello: ['wörld', 1] } : undefined;
        const seen = await proxy[verb]('/items/1?expand=a%20b&expand=c', body);
        assert.equal(seen.method, verb.toUpperCase());
        assert.equal(seen.url, '/v1/items/1?expand=a%20b&expand=c');
        assert.equal(seen.headers['x-api-key'], 'k-123');
        assert.equal(seen.headers['x-api-version'], '2025-01', 'the override holds for every call');
        if (body) assert.deepEqual(JSON.parse(seen.body), body);
      }
    }
  });

  it('lets nothing of the caller’s own through', async () => {
    const { id } = await here.connect('caller');
    const answer = await here.fetch(`/connections/${id}/proxy/headers`, {
      token: here.patchbay.token('caller'),
      headers: { 'membrane-api-version': '2025-10-21', origin: 'http://localhost:1', referer: 'http://localhost:1/page', 'x-forwarded-for': '1.2.3.4', 'x-request-id': 'abc', 'cf-ray': 'x', 'x-mine': 'kept' },
    });
    const { headers } = await answer.json();
    for (const name of ['authorization', 'membrane-api-version', 'origin', 'referer', 'x-forwarded-for', 'x-request-id', 'cf-ray', 'cookie']) assert.equal(headers[name], undefined, name);
    assert.equal(headers['x-mine'], 'kept');
    assert.equal(headers.host, new URL(here.upstream.url).host);
    assert.equal(answer.headers.get('x-upstream'), 'said so');
  });

  it('gives back the provider’s status and body as they are', async () => {
    const { id } = await here.connect('caller');
    here.traffic.expect(404, '/proxy/status/404');
    here.traffic.expect(415, '/proxy/status/415');
    for (const status of [201, 400, 404, 415, 418, 500]) {
      const answer = await here.fetch(`/connections/${id}/proxy/status/${status}`, { token: here.patchbay.token('caller') });
      assert.equal(answer.status, status);
      assert.deepEqual(await answer.json(), { status });
    }
  });

  it('streams both ways', async () => {
    const { id } = await here.connect('caller');
    const url = new URL(`${here.patchbay.url}/connections/${id}/proxy/echo-stream`);
    const out = request(url, { method: 'POST', headers: { authorization: `Bearer ${here.patchbay.token('caller')}`, 'content-type': 'application/octet-stream' } });
    out.write('first');
    const answer = await new Promise((done, fail) => out.on('response', done).on('error', fail));
    const pieces = answer[Symbol.asyncIterator]();
    // The second piece is only sent once the first has come back: nothing in between waited for the end.
    assert.equal(String((await pieces.next()).value), 'first');
    out.end('second');
    assert.equal(String((await pieces.next()).value), 'second');
    assert.equal((await pieces.next()).done, true);
  });

  it('takes more than the API’s own limit, and binary', async () => {
    const { id } = await here.connect('caller');
    const large = Buffer.alloc(3 * 1024 * 1024, 0xfe);
    const answer = await here.fetch(`/connections/${id}/proxy/echo-stream`, { method: 'POST', token: here.patchbay.token('caller'), body: large, headers: { 'content-type': 'application/octet-stream' } });
    assert.deepEqual(Buffer.from(await answer.arrayBuffer()), large);
  });

  it('shows events as they come', async () => {
    const { id } = await here.connect('caller');
    const answer = await here.fetch(`/connections/${id}/proxy/ticks`, { token: here.patchbay.token('caller') });
    const reader = answer.body.getReader();
    assert.equal(Buffer.from((await reader.read()).value).toString(), 'data: first\n\n');
    await reader.cancel();
  });

  it('takes an absolute URL inside the binding, and sends nothing outside it', async () => {
    const { id } = await here.connect('caller');
    const { proxy } = here.client('caller').connection(id);
    assert.equal((await proxy.get(`${here.upstream.url}/v1/absolute?x=1`)).url, '/v1/absolute?x=1');
    const elsewhere = await (await import('../support/upstream.mjs')).startUpstream();
    try {
      for (const url of [`${elsewhere.url}/v1/leak`, here.upstream.url.replace('127.0.0.1', 'localhost') + '/v1/leak', 'http://169.254.169.254/latest/meta-data']) {
        const error = await proxy.get(url).catch((caught) => caught);
        assert.equal(error.isMembraneError, true, `${url}: ${error.message}`);
        assert.ok(['binding_changed', 'address_refused'].includes(error.data.key), `${url}: ${JSON.stringify(error.data)}`);
      }
      const odd = [`//${new URL(elsewhere.url).host}/leak`, `/\\${new URL(elsewhere.url).host}/leak`, `@${new URL(elsewhere.url).host}/leak`, '/../../leak'];
      for (const path of odd) {
        const raw = `/connections/${id}/proxy/${path}`;
        await here.fetch(raw, { token: here.patchbay.token('caller') }).then((answer) => answer.body?.cancel());
      }
      here.traffic.expect(404, '/leak');
      assert.deepEqual(elsewhere.requests, [], 'the credential never left for another origin');
    } finally {
      await elsewhere.stop();
    }
  });

  it('works by every selector', async () => {
    const { integrationId } = await here.connect('chooser', { connectionKey: 'chosen' });
    for (const selector of ['chosen', 'keyed', integrationId]) assert.equal((await here.client('chooser').connection(selector).proxy.get('/x')).method, 'GET');
  });

  it('to an origin that an override moved outside the binding is a typed error', async () => {
    const { id } = await here.connect('unlucky');
    await here.admin().integration('keyed').patch({ parameters: { apiUrl: here.upstream.url } });
    const gone = await here.admin().connection(id).patch({ connectorParameters: { apiUrl: 'http://127.0.0.1:9' } });
    assert.ok(gone.id);
    await rejectsWith(here.client('unlucky').connection(id).proxy.get('/x'), 'connection', 'binding_changed');
  });
});

describe('act', () => {
  it('sends a request through the connection that is named, in every way', async () => {
    const { id, integrationId } = await here.connect('actor', { connectionKey: 'acts' });
    const client = here.client('actor');
    for (const target of [{ connectionId: id }, { connectionKey: 'acts' }, { integrationKey: 'keyed' }, { integrationId }]) {
      const api = { method: 'POST', path: '/things', query: { page: 2 }, headers: { 'X-Mine': 'yes' }, body: { a: 1 } };
      const { output: seen } = await client.post('/act', { ...target, api });
      assert.equal(seen.url, '/v1/things?page=2', JSON.stringify(seen));
      assert.equal(seen.headers['x-mine'], 'yes');
      assert.equal(seen.headers['x-api-key'], 'k-123');
      assert.deepEqual(JSON.parse(seen.body), { a: 1 });
    }
  });

  it('answers for actions and code with a typed not found', async () => {
    await here.connect('actor');
    here.traffic.expect(404, '/act');
    for (const what of [{ key: 'list' }, { id: 'list' }, { code: 'module.exports = () => 1' }]) {
      await rejectsWith(here.client('actor').post('/act', { ...what, integrationKey: 'keyed' }), 'bad_request', 'not_found');
    }
  });
});
