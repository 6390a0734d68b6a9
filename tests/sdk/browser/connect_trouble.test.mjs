// Method 2 where something is in the way: a popup blocker, a severed opener, results that arrive early.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { browserStage } from '../support/browser_stage.mjs';
import { ACME } from '../support/connectors.mjs';
import { begin, outcome } from '../support/host.mjs';
import { APP, approve, startOidc, turnDown } from '../support/oidc.mjs';
import { badTokens } from '../support/tokens.mjs';

let oidc;
const here = browserStage({
  launch: { popups: false },
  connectors: { acme: ACME },
  async prepare({ patchbay }) {
    oidc = await startOidc(patchbay.url);
    await patchbay.integration('acme', 'acme', { serverUrl: oidc.issuer, ...APP }, '--redirect', 'loopback');
  },
  finish: () => oidc?.stop(),
});

const connect = ({ auth, key, options }) => new window.MembraneClient(auth).integration(key).connect(options);

describe('connecting', () => {
  it('at a real authorization server succeeds and is denied', async () => {
    for (const [act, tenant] of [[approve, 'oidc-yes'], [turnDown, 'oidc-no']]) {
      const page = await here.open();
      const authorizations = here.authorizations(page);
      const opened = page.waitForEvent('popup');
      await begin(page, connect, { auth: here.auth(tenant), key: 'acme', options: { connectorParameters: { scopes: ['openid', 'contacts.read'] } } });
      await act(await opened);
      const { value, error } = await outcome(page);
      assert.equal(authorizations[0].searchParams.get('scope'), 'openid contacts.read');
      if (act === approve) assert.equal((await here.client(tenant).connection(value.id).get()).state, 'READY', JSON.stringify(error));
      else assert.deepEqual([error.typed, error.data.key], [true, 'access_denied']);
      await page.context().close();
    }
  });

  it('gets its result by events where the provider severs the popup from its opener', async () => {
    oidc.settings.coop = true;
    const context = await here.context();
    // A severed popup reads as closed, which the SDK looks for each second; so this page's clock ticks too slowly for that.
    await context.addInitScript(() => {
      const { setInterval } = window;
      window.setInterval = (act, every) => setInterval(act, every === 1000 ? 60_000 : every);
    });
    for (const [act, tenant] of [[approve, 'severed-yes'], [turnDown, 'severed-no']]) {
      const page = await context.newPage();
      await page.goto(here.host.origin);
      const messages = [];
      await page.exposeFunction(`heard`, (message) => messages.push(message));
      await page.evaluate(() => window.addEventListener('message', ({ data }) => window.heard(JSON.stringify(data))));
      const opened = page.waitForEvent('popup');
      await begin(page, connect, { auth: here.auth(tenant), key: 'acme', options: {} });
      await act(await opened);
      const { value, error } = await outcome(page);
      if (act === approve) assert.equal((await here.client(tenant).connection(value.id).get()).state, 'READY', JSON.stringify(error));
      else assert.deepEqual([error.typed, error.data.key], [true, 'access_denied']);
      assert.deepEqual(messages, [], 'nothing came by postMessage');
      await page.close();
    }
    oidc.settings.coop = false;
    await context.close();
  });

  it('rejects plainly where the popup is blocked', async () => {
    const page = await here.open();
    const url = here.host.page('/unasked', `<!doctype html><script src="/membrane.js"></script><script>
      const client = new window.MembraneClient(JSON.parse(decodeURIComponent(location.hash.slice(1))));
      client.integration('sandbox').connect().then((value) => ({ value }), (error) => ({ error: { ...error } })).then(window.told);
    </script>`);
    // The page tells by itself: whatever the test evaluates in it would count as the user's gesture.
    const told = new Promise((done) => page.exposeFunction('told', done).then(() => page.goto(`${url}#${encodeURIComponent(JSON.stringify(here.auth('blocked')))}`)));
    assert.deepEqual(await told, { error: { message: 'Popup has been blocked.' } });
    assert.equal(page.context().pages().length, 1);
    assert.deepEqual((await here.client('blocked').connections.find()).items, []);
    await page.context().close();
  });

  it('rejects before any window where the token is wrong', async () => {
    for (const [what, token] of Object.entries(badTokens(here.patchbay))) {
      // What is not a token at all, or expired, the SDK may refuse by itself.
      const page = await here.open();
      await begin(page, connect, { auth: { ...here.auth('x'), token }, key: 'sandbox', options: {} });
      const { error } = await outcome(page);
      assert.ok(error, what);
      assert.ok(!error.typed || error.data.key === 'not_authenticated', `${what}: ${JSON.stringify(error)}`);
      assert.equal(page.context().pages().length, 1, what);
      await page.context().close();
    }
  });
});

describe('the stream of results', () => {
  const events = (path, headers = {}) => fetch(`${here.patchbay.url}${path}`, { headers: { accept: 'text/event-stream', ...headers } });
  const result = async (response) => {
    const reader = response.body.getReader();
    let text = '';
    while (!text.includes('newConnection')) text += Buffer.from((await reader.read()).value).toString();
    await reader.cancel();
    return JSON.parse(/data: (.*)\n/.exec(text)[1]);
  };

  it('gives a result that came before anyone listened, to who has its token', async () => {
    const requestId = 'abcdefghij0123456789kl';
    const token = here.patchbay.token('early');
    const payload = JSON.stringify({ token, integrationKey: 'keyed', input: { apiKey: 'k' }, requestId });
    const page = await here.fetch('/connect', { method: 'POST', form: { payload } });
    assert.equal(page.status, 200);
    assert.equal((await page.text()).includes(here.patchbay.workspaceSecret), false);
    const told = await result(await events(`/sse/connection-events/${requestId}?token=${token}`));
    assert.deepEqual([told.source, told.type, told.requestId], ['integration.app', 'newConnectionCreated', requestId]);
    assert.equal(told.connection.integrationKey ?? told.connection.integration.key, 'keyed');
  });

  it('gives another tenant nothing', async () => {
    const requestId = 'zzzzzzzzzz0123456789kl';
    const token = here.patchbay.token('mine');
    await (await here.fetch('/connect', { method: 'POST', form: { payload: JSON.stringify({ token, integrationKey: 'keyed', input: { apiKey: 'k' }, requestId }) } })).text();
    const theirs = await events(`/sse/connection-events/${requestId}?token=${here.patchbay.token('theirs')}`);
    if (theirs.status === 200) {
      const reader = theirs.body.getReader();
      const first = await Promise.race([reader.read().then(({ value }) => Buffer.from(value ?? []).toString()), new Promise((done) => setTimeout(done, 500, ''))]);
      assert.ok(!first.includes('newConnection'), first);
      await reader.cancel();
    }
    const mine = await result(await events(`/sse/connection-events/${requestId}?token=${token}`));
    assert.equal(mine.type, 'newConnectionCreated', 'and takes nothing away');
  });
});
