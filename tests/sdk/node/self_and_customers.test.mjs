// Who a token is, and the customers of a workspace.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { MembraneClient } from '@membranehq/sdk';

import { rejectsWith } from '../support/errors.mjs';
import { accepted, acceptedPage } from '../support/schemas.mjs';
import { stage } from '../support/stage.mjs';
import { mint } from '../support/tokens.mjs';
import { until } from '../support/until.mjs';

const here = stage();

describe('self', () => {
  it('is the tenant of the token, with its name and fields', async () => {
    const client = here.with(here.patchbay.token('ada', { name: 'Ada Lovelace', fields: { plan: 'pro' } }));
    const self = accepted('TenantSelfResponse', await client.self.get());
    assert.equal(self.internalId, 'ada');
    assert.equal(self.name, 'Ada Lovelace');
    assert.deepEqual(self.fields, { plan: 'pro' });
    assert.equal(self.workspaceKey, here.patchbay.workspaceKey);
    const old = await here.oldWith(here.patchbay.token('ada')).self.get();
    assert.equal(old.id, self.id);
    assert.equal(old.name, 'Ada Lovelace', 'a token that names nothing changes nothing');
  });

  it('takes both spellings of the claims', async () => {
    const { workspaceKey, workspaceSecret } = here.patchbay;
    const older = await here.client('grace').self.get();
    const newer = await here.with(mint({ workspaceKey, tenantKey: 'grace' }, workspaceSecret)).self.get();
    assert.equal(newer.id, older.id);
  });

  it('keeps credentials, also those given to the constructor', async () => {
    const client = here.client('credentialed');
    accepted('TenantSelfResponse', await client.self.patch({ credentials: { apiToken: 'first' } }));
    const { credentials: first } = await here.admin().customer((await client.self.get()).id).get();
    assert.ok(first === undefined || !JSON.stringify(first).includes('first'), 'not shown to others by accident');
    const answers = here.traffic.to('/self').length;
    const constructed = new MembraneClient({
      token: here.patchbay.token('credentialed'),
      apiUri: here.patchbay.url,
      credentials: { apiToken: 'second' },
    });
    await constructed.self.get();
    // The constructor does not wait for it, so neither is it there when it returns.
    const patched = await until(() => here.traffic.to('/self').slice(answers).find(({ method }) => method === 'PATCH'));
    assert.equal(patched.status, 200);
    const third = await here.old('credentialed').self.patch({ credentials: { apiToken: 'third' } });
    assert.equal(third.internalId, 'credentialed');
  });
});

describe('customers', () => {
  it('are made by the first use of a token, listed, found by id and by key', async () => {
    const self = await here.client('listed').self.get();
    const admin = here.admin();
    const page = acceptedPage('CustomerApiResponse', await admin.customers.find({ search: 'listed' }));
    assert.deepEqual(page.items.map(({ internalId }) => internalId), ['listed']);
    for (const selector of [self.id, 'listed']) {
      const customer = accepted('CustomerApiResponse', await admin.customer(selector).get());
      assert.equal(customer.id, self.id);
    }
  });

  it('are made, changed, archived and come back', async () => {
    const admin = here.admin();
    const made = accepted('CustomerApiResponse', await admin.customers.create({ internalId: 'acme', name: 'Acme', meta: { tier: 1 } }));
    assert.equal(made.name, 'Acme');
    const patched = accepted('CustomerApiResponse', await admin.customer(made.id).patch({ name: 'Acme Inc' }));
    assert.equal(patched.name, 'Acme Inc');
    assert.deepEqual(patched.meta, { tier: 1 });
    const put = accepted('CustomerApiResponse', await admin.customer(made.id).put({ fields: { region: 'eu' } }));
    assert.equal(put.name, 'Acme Inc', 'PUT does not erase what it omits');
    assert.deepEqual(put.fields, { region: 'eu' });
    await admin.customer(made.id).archive();
    const found = await admin.customers.find({ search: 'acme' });
    assert.deepEqual(found.items, []);
    const again = await here.client('acme').self.get();
    assert.equal(again.id, made.id, 'a token brings the customer back');
  });

  it('page, also with findAll', async () => {
    const admin = here.admin();
    for (const key of ['p1', 'p2', 'p3']) await admin.customers.create({ internalId: key, name: `Paged ${key}` });
    const first = await admin.customers.find({ search: 'Paged', limit: 2 });
    assert.equal(first.items.length, 2);
    const second = await admin.customers.find({ search: 'Paged', limit: 2, cursor: first.cursor });
    assert.equal(second.items.length, 1);
    assert.equal(new Set([...first.items, ...second.items].map(({ id }) => id)).size, 3);
    const all = await admin.customers.findAll({ search: 'Paged' });
    assert.equal(all.length, 3);
  });

  it('are for whoever runs the workspace', async () => {
    await rejectsWith(here.client('ada').customers.find(), 'bad_request', 'access_denied');
    here.traffic.expect(404, '/customers/nobody');
    await rejectsWith(here.admin().customer('nobody').get(), 'bad_request', 'not_found');
  });
});
