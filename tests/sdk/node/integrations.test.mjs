// Integrations and connectors, as tenants and as whoever runs the workspace see them.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { rejectsWith } from '../support/errors.mjs';
import { accepted, acceptedPage } from '../support/schemas.mjs';
import { stage } from '../support/stage.mjs';

const here = stage();
const both = () => [here.client('ada'), here.old('ada')];

describe('integrations', () => {
  it('are listed, searched and read by both SDKs', async () => {
    for (const client of both()) {
      const page = acceptedPage('IntegrationApiResponse', await client.integrations.find());
      assert.deepEqual(page.items.map(({ key }) => key).sort(), ['keyed', 'sandbox']);
      const found = await client.integrations.find({ search: 'keyed c' });
      assert.deepEqual(found.items.map(({ name }) => name), ['Keyed CRM']);
      const all = await client.integrations.findAll();
      assert.equal(all.length, 2);
      const one = accepted('IntegrationApiResponse', await client.integration('keyed').get());
      assert.equal((await client.integration(one.id).get()).key, 'keyed');
      assert.ok(one.logoUri.startsWith(here.patchbay.url), one.logoUri);
    }
  });

  it('have a logo that we draw', async () => {
    const { logoUri } = await here.client('ada').integration('keyed').get();
    const logo = await fetch(logoUri);
    assert.equal(logo.status, 200);
    assert.match(logo.headers.get('content-type'), /^image\//);
  });

  it('show a tenant none of the developer’s secrets', async () => {
    await here.admin().integration('keyed').patch({ parameters: { apiUrl: here.upstream.url, privateNote: 'not for tenants' } });
    for (const client of both()) {
      const seen = JSON.stringify([await client.integration('keyed').get(), await client.integrations.find(), await client.integration('keyed').getConnectorSpec()]);
      assert.ok(!seen.includes('not for tenants'), seen);
    }
    const { parameters } = await here.admin().integration('keyed').get();
    assert.equal(parameters.apiUrl, here.upstream.url);
  });

  it('hold this tenant’s connection, and only this tenant’s', async () => {
    const connection = await here.connect('holder');
    const mine = await here.client('holder').integration('keyed').get();
    assert.equal(mine.connection.id, connection.id);
    const listed = await here.old('holder').integrations.find({ search: 'Keyed' });
    assert.equal(listed.items[0].connection.id, connection.id);
    const theirs = await here.client('somebody-else').integration('keyed').get();
    assert.ok(!theirs.connection, JSON.stringify(theirs.connection));
  });

  it('say how to sign in', async () => {
    for (const client of both()) {
      const spec = await client.integration('keyed').getConnectorSpec();
      assert.equal(spec.auth.type, 'client-credentials');
      assert.ok(spec.inputSchema.properties.apiKey, JSON.stringify(spec.inputSchema));
      assert.ok(!JSON.stringify(spec.inputSchema).includes('region'), 'what the developer sets is nothing to ask for');
      const { authOptions } = await client.integration('keyed').get();
      assert.ok(authOptions.length >= 1 && authOptions[0].inputSchema.properties.apiKey, JSON.stringify(authOptions));
    }
    const oauth = await here.old('ada').integration('sandbox').getConnectorSpec();
    assert.equal(oauth.auth.type, 'oauth2');
  });

  it('answer what an SDK asks besides', async () => {
    for (const client of both()) {
      assert.deepEqual(await client.integration('keyed').getOperations(), []);
      assert.deepEqual(await client.integration('keyed').getDataCollections(), []);
    }
    accepted('IntegrationApiResponse', await here.admin().integration('keyed').setup());
  });

  it('are made, changed, archived and restored by whoever runs the workspace', async () => {
    const admin = here.admin();
    const made = accepted(
      'IntegrationApiResponse',
      await admin.integrations.create({ name: 'Second CRM', connectorKey: 'keyed', parameters: { apiUrl: here.upstream.url, region: 'us' } }),
    );
    assert.equal(made.key, 'second-crm', 'the key is made of the name');
    await rejectsWith(admin.integrations.create({ name: 'x', key: 'second-crm', connectorKey: 'keyed' }), 'bad_request', 'already_exists');
    const patched = accepted('IntegrationApiResponse', await admin.integration(made.id).patch({ name: 'Renamed CRM', meta: { owner: 'ops' } }));
    assert.equal(patched.name, 'Renamed CRM');
    assert.equal(patched.parameters.region, 'us');
    const put = accepted('IntegrationApiResponse', await admin.integration('second-crm').put({ ...patched, description: 'For tests', parameters: undefined }));
    assert.equal(put.description, 'For tests');
    assert.equal(put.parameters.region, 'us', 'PUT does not erase what it omits');
    assert.deepEqual(put.meta, { owner: 'ops' });
    await admin.integration('second-crm').archive();
    assert.equal((await admin.integrations.find({ search: 'Renamed' })).items.length, 0);
    assert.equal((await admin.integrations.find({ search: 'Renamed', includeArchived: true })).items.length, 1);
    const restored = accepted('IntegrationApiResponse', await admin.integration(made.id).restore());
    assert.ok(!restored.archivedAt);
    assert.equal((await admin.integrations.find({ search: 'Renamed' })).items.length, 1);
  });

  it('are not a tenant’s to change', async () => {
    const tenant = here.client('ada');
    await rejectsWith(tenant.integrations.create({ name: 'mine', connectorKey: 'keyed' }), 'bad_request', 'access_denied');
    await rejectsWith(tenant.integration('keyed').patch({ name: 'mine' }), 'bad_request', 'access_denied');
    await rejectsWith(tenant.integration('keyed').archive(), 'bad_request', 'access_denied');
    await rejectsWith(tenant.get('/integrations/keyed/parameters'), 'bad_request', 'access_denied');
    assert.equal((await tenant.integration('keyed').get()).name, 'Keyed CRM');
  });

  it('that are not there are a typed not found', async () => {
    here.traffic.expect(404, '/integrations/nowhere');
    for (const client of both()) await rejectsWith(client.integration('nowhere').get(), 'bad_request', 'not_found');
  });
});

describe('connectors', () => {
  it('are listed and read', async () => {
    const client = here.client('ada');
    const items = [];
    let cursor;
    do {
      const page = acceptedPage('Connector', await client.get('/connectors', { limit: 100, cursor }));
      items.push(...page.items);
      cursor = page.cursor;
    } while (cursor);
    assert.ok(items.length > 200, `${items.length}: the whole catalogue, page by page`);
    const keyed = items.find(({ key }) => key === 'keyed');
    assert.equal(keyed.version, '1.0.0');
    for (const selector of [keyed.id, 'keyed']) {
      const connector = accepted('Connector', await client.get(`/connectors/${selector}`));
      assert.equal(connector.type, 'client-credentials');
      assert.ok(connector.parametersSchema.properties.region);
      assert.ok(connector.inputSchema.properties.apiKey);
    }
    const old = await here.old('ada').get('/connectors');
    assert.ok(Array.isArray(old), 'a bare list for a client that names no version');
    assert.equal(old.length, items.length, 'which has no cursor, and so is whole');
  });
});
