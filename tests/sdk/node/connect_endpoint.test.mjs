// `POST /connect` as a backend uses it: a form with `payload`, query parameters, JSON.
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';

import { accepted } from '../support/schemas.mjs';
import { decide, follow } from '../support/sign_in.mjs';
import { stage } from '../support/stage.mjs';
import { badTokens } from '../support/tokens.mjs';
import { until } from '../support/until.mjs';

const DONE = 'http://localhost:4321/connected?tab=crm';
const here = stage({
  async prepare({ patchbay }) {
    await patchbay.cli('redirect-uris', 'add', 'http://localhost:4321/connected');
  },
});

/** POST /connect with `payload`, as the form of the documentation does. */
const post = (payload, more = {}) => here.fetch('/connect', { method: 'POST', form: { payload: JSON.stringify(payload) }, ...more });
const count = async (tenant) => (await here.client(tenant).connections.find({ includeArchived: true })).items.length;

describe('POST /connect', () => {
  let token;
  before(() => (token = here.patchbay.token('backend')));

  it('as a form goes to redirectUri with the connection’s id, keeping its query', async () => {
    const answer = await post({ token, integrationKey: 'keyed', input: { apiKey: 'k-1' }, connectorParameters: { apiVersion: '2025-01' }, name: 'By form', redirectUri: DONE, requestId: 'a'.repeat(22) });
    assert.equal(answer.status, 303);
    const to = new URL(answer.headers.get('location'));
    assert.equal(to.origin + to.pathname, 'http://localhost:4321/connected');
    assert.equal(to.searchParams.get('tab'), 'crm');
    const connection = await here.client('backend').connection(to.searchParams.get('connectionId')).get();
    assert.deepEqual([connection.name, connection.connectorParameters], ['By form', { apiVersion: '2025-01' }]);
    assert.equal((await here.client('backend').connection(connection.id).proxy.get('/x')).headers['x-api-version'], '2025-01');
  });

  it('as a form reports a failure there, with error and errorData', async () => {
    const before = await count('failing');
    const answer = await post({ token: here.patchbay.token('failing'), integrationKey: 'keyed', input: { apiKey: 'bad-key' }, redirectUri: DONE });
    assert.equal(answer.status, 303);
    const to = new URL(answer.headers.get('location'));
    assert.ok(to.searchParams.get('error').length > 10);
    assert.equal(JSON.parse(to.searchParams.get('errorData')).type, 'connection');
    assert.equal(to.searchParams.get('connectionId'), null);
    assert.equal(await count('failing'), before);
  });

  it('takes query parameters, by GET and by POST', async () => {
    for (const method of ['GET', 'POST']) {
      const query = new URLSearchParams({ token, integrationKey: 'keyed', input: JSON.stringify({ apiKey: 'k-q' }), connectorParameters: JSON.stringify({ region: 'us' }), allowMultipleConnections: 'true', name: method, redirectUri: DONE });
      const answer = await here.fetch(`/connect?${query}`, { method });
      assert.equal(answer.status, 303, await answer.text());
      const id = new URL(answer.headers.get('location')).searchParams.get('connectionId');
      const seen = await here.client('backend').connection(id).proxy.get('/x');
      assert.deepEqual([seen.headers['x-api-key'], seen.headers['x-region']], ['k-q', 'us']);
    }
  });

  it('answers JSON with the connection, or typed errors', async () => {
    accepted('ConnectionApiResponse', await here.connect('json', { name: 'By JSON' }));
    const refused = await here.fetch('/connect', { method: 'POST', token, json: { integrationKey: 'keyed', input: {} } });
    assert.equal(refused.status, 400);
    assert.equal((await refused.json()).key, 'invalid_parameters');
    const accepting = await here.fetch('/connect', { method: 'POST', form: { payload: JSON.stringify({ token, integrationKey: 'keyed', input: { apiKey: 'k' } }) }, headers: { accept: 'application/json' } });
    accepted('ConnectionApiResponse', await accepting.json());
  });

  it('tells a JSON caller where the user must go, and the connection when they have been there', async () => {
    const begun = accepted('ConnectionApiResponse', await here.connect('walker', { integrationKey: 'sandbox', input: undefined, connectorParameters: { scopes: ['contacts.read'] } }));
    assert.equal(begun.state, 'CLIENT_ACTION_REQUIRED');
    assert.equal(begun.clientAction.type, 'connect');
    const client = here.client('walker');
    assert.equal((await client.connection(begun.id).get()).state, 'CLIENT_ACTION_REQUIRED');
    const { left: provider } = await follow(begun.clientAction.uiUrl, here.patchbay.url);
    assert.equal(provider.searchParams.get('scope'), 'contacts.read', 'the override’s scope');
    const again = await fetch(begun.clientAction.uiUrl, { redirect: 'manual' });
    assert.notEqual(again.headers.get('location')?.startsWith(provider.origin), true, 'the link is for one use');
    await again.body?.cancel();
    const { page } = await follow(await decide(provider.href), here.patchbay.url);
    assert.ok(!page.includes('<script'), 'nobody waits for a message: no script');
    const ready = await until(async () => {
      const connection = await client.connection(begun.id).get();
      return connection.state === 'READY' && connection;
    });
    assert.deepEqual((await client.connection(ready.id).proxy.get('/me')).scopes, ['contacts.read']);
  });

  it('sends the user of a form through the provider and on to redirectUri', async () => {
    for (const decision of ['allow', 'deny']) {
      const answer = await post({ token, integrationKey: 'sandbox', redirectUri: DONE, allowMultipleConnections: true });
      assert.equal(answer.status, 303);
      const { left } = await follow(await decide(answer.headers.get('location'), decision), here.patchbay.url);
      assert.equal(left.origin, 'http://localhost:4321');
      if (decision === 'allow') assert.equal((await here.client('backend').connection(left.searchParams.get('connectionId')).get()).state, 'READY');
      else assert.equal(JSON.parse(left.searchParams.get('errorData')).key, 'access_denied');
    }
  });

  it('refuses a wrong token with a page, and goes nowhere', async () => {
    const before = await count('ada');
    for (const [what, bad] of Object.entries({ ...badTokens(here.patchbay), none: undefined })) {
      const answer = await post({ token: bad, integrationKey: 'keyed', input: { apiKey: 'k' }, redirectUri: DONE });
      assert.equal(answer.status, 401, what);
      assert.equal(answer.headers.get('location'), null, what);
      assert.match(answer.headers.get('content-type'), /text\/html/);
      await answer.body.cancel();
      const json = await here.fetch('/connect', { method: 'POST', token: bad, json: { integrationKey: 'keyed', input: { apiKey: 'k' } } });
      assert.equal(json.status, 401, what);
      assert.equal((await json.json()).key, 'not_authenticated');
    }
    assert.equal(await count('ada'), before);
  });

  it('goes to no redirectUri that is not registered, in whatever spelling', async () => {
    const before = await count('spelling');
    const spellings = [
      'http://localhost:4321/connected/', 'http://localhost:4321/connected/..', 'http://localhost:4321/Connected', 'http://localhost:4321/connected#x', 'http://localhost:4321/other',
      'http://localhost:4321@evil.example/connected', 'http://evil.example/connected', 'http://evil.example#http://localhost:4321/connected', 'http://localhost:4321.evil.example/connected',
      'https://localhost:4321/connected', '//localhost:4321/connected', '/connected', 'javascript:alert(1)', 'data:text/html,x', 'http://localhost:4321\\@evil.example/connected',
      'http://localhost:4321/connected\r\nX: y', ' http://evil.example/', 'http:localhost:4321/connected', 'HTTP://EVIL.EXAMPLE/connected', 'http://user:pw@localhost:4321/connected', 'http://localhost:4321/%63onnected/../x',
    ];
    for (const redirectUri of spellings) {
      const answer = await post({ token: here.patchbay.token('spelling'), integrationKey: 'keyed', input: { apiKey: 'k' }, redirectUri });
      assert.equal(answer.status, 400, redirectUri);
      assert.equal(answer.headers.get('location'), null, redirectUri);
      const page = await answer.text();
      assert.ok(!page.includes('<script'), redirectUri);
    }
    const named = await (await post({ token, integrationKey: 'keyed', redirectUri: 'https://app.example/done' })).text();
    assert.ok(named.includes('patchbay redirect-uris add https://app.example/done'), named);
    assert.equal(await count('spelling'), before);
  });

  it('follows the older SDK’s path too', async () => {
    const payload = { token, connectionParameters: { apiKey: 'k-old' }, name: 'Older', allowMultipleConnections: true, redirectUri: DONE };
    const { id } = await here.client('backend').integration('keyed').get();
    const answer = await here.fetch(`/connection-popup?integrationId=${id}`, { method: 'POST', form: { payload: JSON.stringify(payload) } });
    assert.equal(answer.status, 303);
    const connection = new URL(answer.headers.get('location')).searchParams.get('connectionId');
    assert.equal((await here.client('backend').connection(connection).proxy.get('/x')).headers['x-api-key'], 'k-old');
  });

  it('without a token is refused, and with the switch on still where no window can ask', async () => {
    const form = { integrationKey: 'keyed', input: { apiKey: 'k' }, redirectUri: DONE };
    const headers = { origin: 'http://localhost:4321' };
    assert.equal((await post(form, { headers })).status, 401);
    await here.patchbay.cli('api', 'tokenless-forms', 'on');
    const answer = await post(form, { headers });
    assert.ok([400, 401, 403].includes(answer.status), `${answer.status}`);
    assert.equal(answer.headers.get('location'), null);
    assert.equal(await count('test'), 0);
    await here.patchbay.cli('api', 'tokenless-forms', 'off');
  });
});
