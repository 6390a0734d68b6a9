// Two connections of one integration, each in its own environment, by methods 1 and 2; and a reconnect that names nothing.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { browserStage } from '../support/browser_stage.mjs';
import { begin, outcome } from '../support/host.mjs';
import { answer, overlayGone, pressConnect } from '../support/screen.mjs';

const here = browserStage();

const TESTING = { variant: 'sandbox', scopes: ['contacts.read', 'offline_access'] };

const WAYS = {
  'the screen': {
    call: ({ auth, options }) => new window.MembraneClient(auth).ui.connect(options),
    fresh: (options) => ({ integrationKey: 'sandbox', ...options }),
    again: (connectionId) => ({ connectionId }),
    popup: (page) => pressConnect(page),
    over: (page) => overlayGone(page),
  },
  'the function': {
    call: ({ auth, options: { connectionId, ...options } }) => {
      const client = new window.MembraneClient(auth);
      return connectionId ? client.connection(connectionId).reconnect(options) : client.integration('sandbox').connect(options);
    },
    fresh: (options) => options,
    again: (connectionId) => ({ connectionId }),
    popup: (page, opened) => opened,
    over: async () => {},
  },
};

for (const [name, way] of Object.entries(WAYS)) {
  describe(`by ${name}, one integration`, () => {
    it('has connections in two environments at once, and a reconnect stays where the override says', async () => {
      const tenant = `two-${name.split(' ')[1]}`;
      const page = await here.open();
      const connect = async (options) => {
        const opened = page.waitForEvent('popup');
        await begin(page, way.call, { auth: here.auth(tenant), options });
        const popup = await way.popup(page, opened);
        await popup.locator('#allow').waitFor();
        const asked = new URL(popup.url());
        await answer(popup);
        const { value, error } = await outcome(page);
        assert.equal(error, undefined);
        await way.over(page);
        return { id: value.id, origin: asked.origin, scope: asked.searchParams.get('scope') };
      };
      const environment = async (id) => (await here.client(tenant).connection(id).proxy.get('/me')).environment;

      const live = await connect(way.fresh({ name: 'Live' }));
      const testing = await connect(way.fresh({ name: 'Test', allowMultipleConnections: true, connectorParameters: TESTING }));
      assert.notEqual(testing.id, live.id);
      assert.notEqual(testing.origin, live.origin);
      assert.equal(testing.scope, TESTING.scopes.join(' '));
      assert.deepEqual([await environment(live.id), await environment(testing.id)], ['production', 'sandbox']);

      const renewed = await connect(way.again(testing.id));
      assert.deepEqual(renewed, testing, 'the same connection, place and scope');
      assert.equal(await environment(testing.id), 'sandbox');
      await page.context().close();
    });
  });
}
