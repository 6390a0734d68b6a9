// The other overlays of both SDKs: openNewConnection, openNewConnectionV2, openReconnectUI, ui.connection, open.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { browserStage } from '../support/browser_stage.mjs';
import { begin, outcome } from '../support/host.mjs';
import { answer, overlay, overlayGone, pressConnect, typeKey } from '../support/screen.mjs';

const here = browserStage();

describe('overlays', () => {
  it('openNewConnectionV2 connects with an override', async () => {
    const page = await here.open();
    const authorizations = here.authorizations(page);
    await begin(page, ({ auth, options }) => new window.MembraneClient(auth).integration('sandbox').openNewConnectionV2(options), {
      auth: here.auth('v2'),
      options: { name: 'V2', connectorParameters: { scopes: ['deals.read'] } },
    });
    await answer(await pressConnect(page));
    const { value } = await outcome(page);
    await overlayGone(page);
    assert.equal(authorizations.at(-1).searchParams.get('scope'), 'deals.read');
    assert.equal((await here.client('v2').connection(value.id).get()).name, 'V2');
    await page.context().close();
  });

  it('openNewConnection of both SDKs connects, the new one with an override', async () => {
    for (const sdk of ['MembraneClient', 'IntegrationAppClient']) {
      const page = await here.open();
      await begin(page, ({ sdk: name, auth, options }) => new window[name](auth).integration('keyed').openNewConnection(options), {
        sdk,
        auth: here.auth(`embed-${sdk.toLowerCase()}`),
        options: { name: sdk, allowMultipleConnections: true, connectorParameters: { region: 'us' } },
      });
      await typeKey(page, 'k-embedded');
      const { value } = await outcome(page);
      await overlayGone(page);
      const seen = await here.client(`embed-${sdk.toLowerCase()}`).connection(value.id).proxy.get('/x');
      assert.equal(seen.headers['x-api-key'], 'k-embedded');
      assert.equal(seen.headers['x-region'], sdk === 'MembraneClient' ? 'us' : 'eu', 'the older SDK sends no override');
      await page.context().close();
    }
  });

  it('openReconnectUI renews a connection, in both SDKs', async () => {
    for (const sdk of ['MembraneClient', 'IntegrationAppClient']) {
      const tenant = `renew-${sdk.toLowerCase()}`;
      const { id } = await here.connect(tenant, { connectorParameters: { region: 'us' } });
      const page = await here.open();
      await begin(page, ({ sdk: name, auth, id: connection }) => new window[name](auth).connection(connection).openReconnectUI(), { sdk, auth: here.auth(tenant), id });
      await typeKey(page, 'k-renewed');
      assert.equal((await outcome(page)).value.id, id);
      const seen = await here.client(tenant).connection(id).proxy.get('/x');
      assert.deepEqual([seen.headers['x-api-key'], seen.headers['x-region']], ['k-renewed', 'us']);
      await page.context().close();
    }
  });

  it('ui.connection shows a connection, reconnects it, and resolves null when it is closed', async () => {
    const { id } = await here.connect('shown', { name: 'Shown to me' });
    const page = await here.open();
    const show = ({ auth, connectionId }) => new window.MembraneClient(auth).ui.connection({ connectionId, theme: 'dark' });
    await begin(page, show, { auth: here.auth('shown'), connectionId: id });
    await overlay(page).getByText('Shown to me').first().waitFor();
    await overlay(page).getByTestId('close').click();
    assert.deepEqual(await outcome(page), { value: null });
    await overlayGone(page);
    await begin(page, show, { auth: here.auth('shown'), connectionId: id });
    await overlay(page).getByTestId('reconnect').click();
    await typeKey(page, 'k-renewed');
    await overlayGone(page);
    assert.equal((await outcome(page)).value.id, id);
    await page.context().close();
  });

  it('open shows an integration and all of them', async () => {
    const { id } = await here.connect('opener', { name: 'Mine' });
    const page = await here.open();
    await begin(page, ({ auth }) => new window.MembraneClient(auth).integration('keyed').open(), { auth: here.auth('opener') });
    await overlay(page).getByText('Keyed CRM').first().waitFor();
    await overlay(page).getByTestId('close').click();
    await outcome(page);
    await overlayGone(page);
    await begin(page, ({ auth }) => new window.MembraneClient(auth).open(), { auth: here.auth('opener') });
    await overlay(page).getByText('Sandbox').first().waitFor();
    await overlay(page).getByTestId('close').click();
    await outcome(page);
    assert.equal((await here.client('opener').connection('keyed').get()).id, id);
    await page.context().close();
  });
});
