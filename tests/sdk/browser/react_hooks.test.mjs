// The hooks of @membranehq/react in a real page: they list, page, patch and archive.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { browserStage } from '../support/browser_stage.mjs';

let url;
const here = browserStage({
  async prepare({ host }) {
    url = await host.bundled('/hooks', new URL('../pages/hooks.jsx', import.meta.url));
  },
});

/** The application, showing one connection; its hooks have their first answers. */
async function application(tenant, connectionId) {
  const { token, apiUri } = here.auth(tenant);
  const page = await here.open({ url: `${url}#${encodeURIComponent(JSON.stringify({ auth: { token, apiUri }, connectionId }))}` });
  await page.waitForFunction(() => window.hooks?.connections?.loading === false && window.hooks.integrations.loading === false && window.hooks.connection.connection && window.hooks.spec.data && window.hooks.found.items.length > 0);
  return page;
}

describe('the hooks', () => {
  it('list and page', async () => {
    let last;
    for (const name of ['One', 'Two', 'Three', 'Four']) last = await here.connect('hooks-pager', { name, allowMultipleConnections: true });
    const page = await application('hooks-pager', last.id);
    const names = () => page.evaluate(() => window.hooks.connections.items.map(({ name }) => name));
    assert.equal((await names()).length, 2);
    assert.deepEqual(await page.evaluate(() => window.hooks.found.items.map(({ name }) => name)), ['Keyed CRM']);
    assert.deepEqual(await page.evaluate(() => window.hooks.integrations.items.map(({ key }) => key).sort()), ['keyed', 'sandbox']);
    assert.equal(await page.evaluate(() => window.hooks.integration.integration.connection.name), 'Four');
    await page.evaluate(() => window.hooks.connections.loadMore());
    await page.waitForFunction(() => window.hooks.connections.items.length === 4);
    assert.deepEqual((await names()).sort(), ['Four', 'One', 'Three', 'Two']);
    // The last page was full: asking for more finds nothing, and does not start over.
    await page.evaluate(() => window.hooks.connections.loadMore());
    await page.waitForFunction(() => !window.hooks.connections.loadingMore && !window.hooks.connections.refreshing);
    assert.equal((await names()).length, 4);
    assert.equal(await page.locator('li').count(), 4);
    await page.context().close();
  });

  it('patch by PUT, which erases nothing', async () => {
    const { id } = await here.connect('hooks-patcher', { name: 'Before', connectorParameters: { region: 'us', privateNote: 'hush' } });
    const page = await application('hooks-patcher', id);
    await page.evaluate(() => window.hooks.connection.patch({ name: 'After' }));
    await page.getByRole('heading', { name: 'After' }).waitFor();
    const seen = await here.client('hooks-patcher').connection(id).proxy.get('/x');
    assert.deepEqual([seen.headers['x-api-key'], seen.headers['x-region']], ['k-123', 'us']);
    const full = await here.admin().connection(id).get({ includeSecrets: true });
    assert.equal(full.connectorParameters.privateNote, 'hush', 'a mask that came back keeps the value');
    assert.ok(here.traffic.to(`/connections/${id}`).some(({ method, status }) => method === 'PUT' && status === 200));
    await page.context().close();
  });

  it('archive', async () => {
    const { id } = await here.connect('hooks-archiver', { name: 'Going' });
    const page = await application('hooks-archiver', id);
    await page.evaluate(() => window.hooks.connection.archive());
    await page.waitForFunction(() => window.hooks.connection.connection?.archivedAt);
    await page.evaluate(() => window.hooks.connections.refresh());
    await page.waitForFunction(() => window.hooks.connections.items.length === 0);
    await page.context().close();
  });

  it('hear of changes by the workspace’s events', async () => {
    const { id } = await here.connect('hooks-hearer');
    const page = await application('hooks-hearer', id);
    await page.waitForFunction(() => window.hooks.events.some(({ type }) => type === 'connected'));
    await here.client('hooks-hearer').connection(id).patch({ name: 'Changed elsewhere' });
    await page.getByRole('heading', { name: 'Changed elsewhere' }).waitFor();
    const events = await page.evaluate(() => window.hooks.events);
    assert.ok(events.some(({ type, elementType, elementId }) => type === 'element-update' && elementType === 'connection' && elementId === id), JSON.stringify(events));
    await page.context().close();
  });
});
