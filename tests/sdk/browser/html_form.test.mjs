// Method 3: a plain form of the developer's page, posted to /connect, without any SDK.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { browserStage } from '../support/browser_stage.mjs';
import { badTokens } from '../support/tokens.mjs';

const here = browserStage();

/** The documentation's own form, with a token added. */
const form = (apiUri, payload) => `<!doctype html><meta charset="utf-8"><title>Form</title>
<form action="${apiUri}/connect" method="POST">
  <input type="hidden" name="payload" value="${JSON.stringify(payload).replaceAll('&', '&amp;').replaceAll('"', '&quot;')}">
  <button type="submit">Connect</button>
</form>`;

let pages = 0;
async function submit(payload) {
  const page = await here.open({ url: here.host.page(`/form-${(pages += 1)}`, form(here.patchbay.url, payload)) });
  await page.getByRole('button', { name: 'Connect' }).click();
  return page;
}

async function registered(path) {
  const url = here.host.page(path, '<!doctype html><title>Back</title>');
  await here.patchbay.cli('redirect-uris', 'add', url);
  return url;
}

describe('the form', () => {
  it('goes to the provider with the override’s scope and back with the connection’s id', async () => {
    const redirectUri = await registered('/done');
    const page = await submit({ token: here.patchbay.token('former'), integrationKey: 'sandbox', name: 'By form', connectorParameters: { scopes: ['contacts.read', 'deals.read'], variant: 'sandbox' }, redirectUri });
    await page.locator('#allow').waitFor();
    assert.equal(new URL(page.url()).searchParams.get('scope'), 'contacts.read deals.read');
    await page.locator('#allow').click();
    await page.waitForURL(`${redirectUri}?*`);
    const connection = await here.client('former').connection(new URL(page.url()).searchParams.get('connectionId')).get();
    assert.deepEqual([connection.name, connection.state], ['By form', 'READY']);
    assert.equal((await here.client('former').connection(connection.id).proxy.get('/contacts')).environment, 'sandbox');
    await page.context().close();
  });

  it('comes back with an error where the user denies', async () => {
    const redirectUri = `${await registered('/denied')}?from=form`;
    const page = await submit({ token: here.patchbay.token('form-denier'), integrationKey: 'sandbox', redirectUri });
    await page.locator('#deny').click();
    await page.waitForURL(/error=/);
    const { searchParams } = new URL(page.url());
    assert.equal(searchParams.get('from'), 'form');
    assert.equal(JSON.parse(searchParams.get('errorData')).key, 'access_denied');
    assert.deepEqual((await here.client('form-denier').connections.find()).items, []);
    await page.context().close();
  });

  it('without a redirectUri ends on a page that says what happened', async () => {
    const page = await submit({ token: here.patchbay.token('stayer'), integrationKey: 'sandbox' });
    await page.locator('#allow').click();
    await page.getByText(/connected/i).first().waitFor();
    assert.equal(new URL(page.url()).origin, here.patchbay.url);
    assert.ok(!page.url().includes('code='), 'a clean address');
    assert.equal(await page.locator('script').count(), 0);
    assert.equal((await here.client('stayer').connections.find()).items.length, 1);
    await page.context().close();
  });

  it('with a wrong token or none is a page, and nothing happens', async () => {
    const redirectUri = await registered('/never');
    for (const token of [undefined, badTokens(here.patchbay).expired, badTokens(here.patchbay)['unsigned, alg none']]) {
      const page = await submit({ token, integrationKey: 'sandbox', redirectUri });
      await page.waitForURL(`${here.patchbay.url}/connect`);
      assert.ok((await page.locator('body').innerText()).length > 40);
      await page.context().close();
    }
  });

  it('with a redirectUri that is not registered says how to register it', async () => {
    const page = await submit({ token: here.patchbay.token('former'), integrationKey: 'sandbox', redirectUri: 'http://localhost:1/elsewhere' });
    await page.getByText('patchbay redirect-uris add http://localhost:1/elsewhere').waitFor();
    await page.context().close();
  });
});
