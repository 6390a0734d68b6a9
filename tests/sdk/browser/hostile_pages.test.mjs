// Pages of somebody else: they change nothing and read nothing.
import assert from 'node:assert/strict';
import { request } from 'node:http';
import { before, describe, it } from 'node:test';

import { browserStage } from '../support/browser_stage.mjs';
import { Host } from '../support/host.mjs';

// A foreign host name that leads to this machine, as one under an attacker's DNS does.
let evil;
const here = browserStage({
  launch: { args: ['--host-resolver-rules=MAP evil.example 127.0.0.1'] },
  async prepare() {
    evil = await Host.start({ name: 'evil.example' });
  },
  finish: () => evil?.stop(),
});

const SCRIPT = `<!doctype html><meta charset="utf-8"><title>Evil</title><script>
  window.attempt = (url, options) => fetch(url, options).then(async (answer) => ({ status: answer.status, type: answer.type, text: await answer.text() }), (error) => ({ error: error.message }));
</script>`;

async function evilPage(html = SCRIPT) {
  const context = await here.context({ quiet: true });
  const page = await context.newPage();
  await page.goto(evil.page(`/${Math.random().toString(36).slice(2)}`, html));
  return page;
}

const state = async () => JSON.stringify([
  (await here.client('victim').connections.find({ includeArchived: true })).items,
  (await here.admin().integrations.find({ includeArchived: true })).items,
  (await here.admin().customers.find({ limit: 100 })).items.map(({ internalId }) => internalId),
]);

describe('a page of another origin', () => {
  let id;
  before(async () => ({ id } = await here.connect('victim')));

  it('reads nothing, even with a token, and is not answered by CORS', async () => {
    const page = await evilPage();
    const token = here.patchbay.token('victim');
    const before = await state();
    const attempts = [
      ['/connections', { headers: { authorization: `Bearer ${token}` } }],
      ['/connections', { mode: 'no-cors' }],
      ['/self', { headers: { authorization: `Bearer ${token}` } }],
      [`/connections/${id}/proxy/stolen`, { headers: { authorization: `Bearer ${token}` } }],
      [`/sse/connection-events/abcdefghijabcdefghij12?token=${token}`, {}],
      ['/health', { mode: 'no-cors' }],
      [`/connections/${id}`, { method: 'DELETE', headers: { authorization: `Bearer ${token}` } }],
      ['/connections', { method: 'POST', headers: { 'content-type': 'text/plain' }, body: JSON.stringify({ integrationKey: 'keyed', input: { apiKey: 'evil' } }) }],
      ['/connect', { method: 'POST', mode: 'no-cors', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: `payload=${encodeURIComponent(JSON.stringify({ token, integrationKey: 'keyed', input: { apiKey: 'evil' }, allowMultipleConnections: true }))}` }],
      ['/control/hello', { method: 'POST', mode: 'no-cors', body: '{}' }],
    ];
    for (const [path, options] of attempts) {
      const answer = await page.evaluate(([url, given]) => window.attempt(url, given), [here.patchbay.url + path, options]);
      assert.ok(answer.error ?? answer.type === 'opaque', `${path}: ${JSON.stringify(answer)}`);
    }
    assert.equal(await state(), before);
    assert.equal(here.upstream.last('/v1/stolen'), undefined);
    await page.context().close();
  });

  it('gains nothing by a form, with a victim’s token or without', async () => {
    const before = await state();
    const fields = { integrationKey: 'keyed', input: { apiKey: 'evil' }, allowMultipleConnections: true };
    for (const [path, payload] of [['/connect', fields], ['/connect', { ...fields, token: here.patchbay.token('victim') }], ['/connection-popup', fields], ['/screens/connect', fields]]) {
      const page = await evilPage(`<!doctype html><form method="POST" action="${here.patchbay.url}${path}"><input type="hidden" name="payload" value="${JSON.stringify(payload).replaceAll('"', '&quot;')}"><button>Go</button></form>`);
      const answered = page.waitForResponse((response) => response.url().startsWith(here.patchbay.url));
      await page.click('button');
      assert.ok([401, 403].includes((await answered).status()), path);
      await page.context().close();
    }
    assert.equal(await state(), before);
  });

  it('cannot frame the screens', async () => {
    const page = await evilPage(`<!doctype html><iframe name="f"></iframe><form target="f" method="POST" action="${here.patchbay.url}/screens/connect"><input name="token" value="${here.patchbay.token('victim')}"><input name="integrationKey" value="keyed"><button>Go</button></form>`);
    const answered = page.waitForResponse((response) => response.url().includes('/screens/'));
    await page.click('button');
    const answer = await answered;
    assert.ok(answer.status() === 403 || /frame-ancestors/.test((await answer.allHeaders())['content-security-policy'] ?? ''));
    assert.equal(await page.frameLocator('iframe').getByTestId('input-apiKey').count(), 0);
    await page.context().close();
  });

  it('gains nothing from a sandboxed frame, whose origin is null', async () => {
    const before = await state();
    const token = here.patchbay.token('victim');
    const inner = `<script>Promise.all([
      fetch('${here.patchbay.url}/connections', { headers: { authorization: 'Bearer ${token}' } }).then((a) => a.text(), () => 'refused'),
      fetch('${here.patchbay.url}/connections/${id}', { method: 'DELETE', headers: { authorization: 'Bearer ${token}' } }).then((a) => a.text(), () => 'refused'),
    ]).then((all) => parent.postMessage(all, '*'))<\/script>`;
    const page = await evilPage('<!doctype html><title>Evil</title>');
    const heard = await page.evaluate((srcdoc) => new Promise((done) => {
      addEventListener('message', ({ data, origin }) => done({ data, origin }));
      const frame = document.createElement('iframe');
      frame.sandbox = 'allow-scripts';
      frame.srcdoc = srcdoc;
      document.body.append(frame);
    }), inner);
    assert.deepEqual(heard, { data: ['refused', 'refused'], origin: 'null' });
    assert.equal(await state(), before);
    await page.context().close();
  });

  it('is let in once its origin is listed, and out again', async () => {
    const ask = async () => {
      const page = await evilPage();
      const answer = await page.evaluate(([url, token]) => window.attempt(url, { headers: { authorization: `Bearer ${token}` } }), [`${here.patchbay.url}/self`, here.patchbay.token('victim')]);
      await page.context().close();
      return answer.status ?? 'refused';
    };
    assert.equal(await ask(), 'refused');
    await here.patchbay.cli('origins', 'add', evil.origin);
    assert.equal(await ask(), 200);
    await here.patchbay.cli('origins', 'remove', evil.origin);
    assert.equal(await ask(), 'refused');
  });
});

describe('DNS rebinding', () => {
  it('of a foreign name to this machine is refused before any route', async () => {
    const { port } = new URL(here.patchbay.url);
    const context = await here.context({ quiet: true });
    const page = await context.newPage();
    for (const path of ['/health', '/connections', '/self']) {
      const answer = await page.goto(`http://evil.example:${port}${path}`);
      assert.equal(answer.status(), 421, path);
      assert.ok(!(await answer.text()).includes('workspace'), path);
    }
    await context.close();
  });

  it('and every forged Host are refused, on every method', async () => {
    const { port, host } = new URL(here.patchbay.url);
    const send = (method, path, headers) => new Promise((done, fail) => {
      request({ host: '127.0.0.1', port, method, path, headers, setHost: false }, (answer) => {
        answer.resume();
        done(answer.statusCode);
      }).on('error', fail).end();
    });
    const authorization = `Bearer ${here.patchbay.token('victim')}`;
    for (const forged of ['evil.example', `evil.example:${port}`, '127.0.0.1', '127.0.0.1:1', `127.0.0.1.:${port}`, `localhost.:${port}`, `user@${host}`, `0.0.0.0:${port}`, `${host}.evil.example`, '']) {
      for (const method of ['GET', 'POST', 'DELETE', 'OPTIONS']) {
        const status = await send(method, '/self', { host: forged, authorization });
        assert.ok([400, 421].includes(status), `${method} with Host ${forged}: ${status}`);
      }
    }
    assert.equal(await send('GET', `http://evil.example/self`, { host, authorization }) === 200, false, 'an absolute form elsewhere');
    assert.equal(await send('GET', '/self', { host: `localhost:${port}`, authorization }), 200);
  });
});
