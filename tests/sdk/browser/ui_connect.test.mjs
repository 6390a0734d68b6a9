// Method 1: `membrane.ui.connect()`.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { browserStage } from '../support/browser_stage.mjs';
import { begin, outcome } from '../support/host.mjs';
import { accepted } from '../support/schemas.mjs';
import { answer, overlay, overlayGone, pictures, pressConnect, typeKey } from '../support/screen.mjs';
import { badTokens } from '../support/tokens.mjs';

const here = browserStage();

const connect = ({ auth, options }) => new window.MembraneClient(auth).ui.connect(options);
const start = (page, tenant, options, auth = here.auth(tenant)) => begin(page, connect, { auth, options });
const list = async (tenant) => (await here.client(tenant).connections.find()).items;

describe('ui.connect', () => {
  it('connects through the provider’s window, with the override’s scope', async () => {
    const page = await here.open();
    const authorizations = here.authorizations(page);
    await start(page, 'ui-1', { integrationKey: 'sandbox', name: 'From the page', connectorParameters: { scopes: ['contacts.read'] } });
    await overlay(page).getByTestId('input-submit').waitFor();
    await pictures(page, 'overlay');
    const popup = await pressConnect(page);
    await popup.locator('#allow').waitFor();
    assert.equal(authorizations.at(-1).searchParams.get('scope'), 'contacts.read');
    await answer(popup);
    const { value, error } = await outcome(page);
    assert.equal(error, undefined);
    accepted('ConnectionApiResponse', value);
    await overlayGone(page);
    const connection = await here.client('ui-1').connection(value.id).get();
    assert.deepEqual([connection.name, connection.state], ['From the page', 'READY']);
    assert.deepEqual(connection.connectorParameters, { scopes: ['contacts.read'] });
    assert.deepEqual((await here.client('ui-1').connection(value.id).proxy.get('/me')).scopes, ['contacts.read']);
    await page.context().close();
  });

  it('asks for a key in the frame, and says what is wrong with it', async () => {
    const page = await here.open();
    await start(page, 'ui-2', { integrationKey: 'keyed', connectorParameters: { apiVersion: '2025-01', region: 'us' } });
    await overlay(page).getByTestId('input-apiKey').waitFor();
    const shown = await overlay(page).locator('body').innerText();
    for (const developers of ['region', 'Region', '2025-01', 'apiVersion', 'API version']) assert.ok(!shown.includes(developers), shown);
    assert.equal(await overlay(page).locator('input:not([type=radio])').count(), 1, 'only what the end user is asked for');
    await typeKey(page, 'bad-key');
    await overlay(page).getByRole('alert').first().waitFor();
    await typeKey(page, 'good-key');
    const { value } = await outcome(page);
    const seen = await here.client('ui-2').connection(value.id).proxy.get('/x');
    assert.deepEqual([seen.headers['x-api-key'], seen.headers['x-api-version'], seen.headers['x-region']], ['good-key', '2025-01', 'us']);
    await page.context().close();
  });

  it('says that the provider denied, lets the user try again, and resolves null when they leave', async () => {
    const page = await here.open();
    await start(page, 'ui-3', { integrationKey: 'sandbox' });
    await answer(await pressConnect(page), 'deny');
    await overlay(page).getByTestId('try-again').waitFor();
    assert.deepEqual(await list('ui-3'), []);
    await overlay(page).getByTestId('try-again').click();
    const popup = await pressConnect(page);
    await popup.close();
    await overlay(page).getByTestId('close').click();
    assert.deepEqual(await outcome(page), { value: null });
    await overlayGone(page);
    assert.deepEqual(await list('ui-3'), []);
    await page.context().close();
  });

  it('shows a refused token inside the frame, which can be closed', async () => {
    for (const token of [badTokens(here.patchbay).expired, badTokens(here.patchbay)['with another key']]) {
      const page = await here.open();
      await start(page, 'nobody', { integrationKey: 'sandbox' }, { ...here.auth('nobody'), token });
      await overlay(page).getByTestId('close-problem').waitFor();
      const words = await overlay(page).locator('body').innerText();
      assert.ok(!words.includes('{'), `a page and not JSON: ${words}`);
      await overlay(page).getByTestId('close-problem').click();
      assert.deepEqual(await outcome(page), { value: null });
      await page.context().close();
    }
  });

  it('says in the frame that there is no such integration', async () => {
    here.traffic.expect(404, '/integrations/nowhere');
    here.traffic.expect(404, '/connection-options');
    const page = await here.open();
    await start(page, 'ui-4', { integrationKey: 'nowhere' });
    await overlay(page).getByTestId('close-problem').click();
    assert.deepEqual(await outcome(page), { value: null });
    await page.context().close();
  });

  it('follows the theme that it is given', async () => {
    const grounds = [];
    for (const theme of ['light', 'dark']) {
      const page = await here.open({ colorScheme: theme === 'light' ? 'dark' : 'light' });
      await start(page, 'ui-5', { integrationKey: 'keyed', theme });
      await overlay(page).getByTestId('input-apiKey').waitFor();
      grounds.push(await overlay(page).locator('main').evaluate((main) => getComputedStyle(main).backgroundColor));
      await page.context().close();
    }
    const lightness = grounds.map((colour) => colour.match(/[\d.]+/g).slice(0, 3).reduce((sum, part) => sum + Number(part), 0));
    assert.ok(lightness[0] > lightness[1], grounds.join(' '));
  });

  it('replaces the one connection, or makes another with allowMultipleConnections', async () => {
    const page = await here.open();
    const once = async (options) => {
      await start(page, 'ui-6', { integrationKey: 'keyed', ...options });
      await typeKey(page, 'k');
      const { value } = await outcome(page);
      await overlayGone(page);
      return value.id;
    };
    const first = await once({ name: 'First', connectorParameters: { region: 'us' } });
    assert.equal(await once({ allowMultipleConnections: false }), first);
    assert.deepEqual((await here.client('ui-6').connection(first).get()).connectorParameters, { region: 'us' }, 'kept by a connect that does not name it');
    const second = await once({ allowMultipleConnections: true, name: 'Second' });
    assert.notEqual(second, first);
    assert.equal((await list('ui-6')).length, 2);
    await page.context().close();
  });

  it('reconnects the connection that it names', async () => {
    const { id } = await here.connect('ui-7', { connectorParameters: { region: 'us' } });
    const page = await here.open();
    await start(page, 'ui-7', { connectionId: id });
    await typeKey(page, 'k-renewed');
    assert.equal((await outcome(page)).value.id, id);
    const seen = await here.client('ui-7').connection(id).proxy.get('/x');
    assert.deepEqual([seen.headers['x-api-key'], seen.headers['x-region']], ['k-renewed', 'us']);
    await page.context().close();
  });

  it('fits a narrow window', async () => {
    const page = await here.open({ viewport: { width: 340, height: 480 } });
    await start(page, 'ui-8', { integrationKey: 'keyed' });
    await typeKey(page, 'k');
    assert.ok((await outcome(page)).value.id);
    await page.context().close();
  });
});
