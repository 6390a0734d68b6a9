// Which tokens are taken, and how a refusal reaches the caller.
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { writeFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';

import { MembraneClient } from '@membranehq/sdk';

import { rejectsWith } from '../support/errors.mjs';
import { stage } from '../support/stage.mjs';
import { badTokens, mint } from '../support/tokens.mjs';

const here = stage();

describe('tokens', () => {
  it('are taken with HS256, HS384 and HS512', async () => {
    const { workspaceKey: iss, workspaceSecret } = here.patchbay;
    for (const alg of ['HS256', 'HS384', 'HS512']) {
      const self = await here.with(mint({ id: 'ada', iss }, workspaceSecret, { alg })).self.get();
      assert.equal(self.internalId, 'ada', alg);
    }
  });

  it('are taken with a registered key, and only then', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'patchbay-key-'));
    const pairs = { RS256: generateKeyPairSync('rsa', { modulusLength: 2048 }), ES256: generateKeyPairSync('ec', { namedCurve: 'P-256' }) };
    try {
      for (const [alg, { publicKey, privateKey }] of Object.entries(pairs)) {
        const token = () => mint({ id: 'ada', iss: here.patchbay.workspaceKey }, privateKey, { alg });
        await rejectsWith(here.with(token()).self.get(), 'bad_request', 'not_authenticated');
        const file = join(folder, `${alg}.pem`);
        await writeFile(file, publicKey.export({ type: 'spki', format: 'pem' }));
        await here.patchbay.cli('api', 'public-key', 'add', file);
        assert.equal((await here.with(token()).self.get()).internalId, 'ada', alg);
        // The public half is no secret: a token "signed" with it as an HMAC key is a forgery.
        const forged = mint({ id: 'ada', iss: here.patchbay.workspaceKey }, publicKey.export({ type: 'spki', format: 'pem' }));
        await rejectsWith(here.with(forged).self.get(), 'bad_request', 'not_authenticated');
      }
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('that are wrong are refused the same way, and say nothing secret', async () => {
    const before = (await here.admin().customers.find({ limit: 100 })).items.length;
    for (const [what, token] of Object.entries(badTokens(here.patchbay))) {
      const error = await rejectsWith(here.with(token).self.get(), 'bad_request', 'not_authenticated').catch((failure) => {
        throw new Error(`A token ${what}: ${failure.message}`);
      });
      assert.ok(!JSON.stringify(error.data).includes(here.patchbay.workspaceSecret), what);
      const raw = await here.fetch('/self', { token });
      assert.equal(raw.status, 401, what);
    }
    assert.equal((await here.admin().customers.find({ limit: 100 })).items.length, before, 'no tenant was made');
    await rejectsWith(here.oldWith(badTokens(here.patchbay).expired).self.get(), 'bad_request', 'not_authenticated');
  });

  it('are needed on every route', async () => {
    const routes = ['GET /self', 'GET /connections', 'GET /integrations', 'GET /connectors', 'GET /customers', 'GET /external-api-logs', 'GET /connection-attempt-logs', 'POST /connection-options', 'POST /act', 'GET /connections/x/proxy/y', 'DELETE /connections/x', 'GET /sse/workspace'];
    for (const route of routes) {
      const [method, path] = route.split(' ');
      const answer = await here.fetch(path, { method });
      assert.equal(answer.status, 401, route);
      await answer.body?.cancel();
    }
  });

  it('of an admin have no tenant, and of a tenant no rights of an admin', async () => {
    assert.ok(Array.isArray((await here.admin().customers.find()).items));
    const sneaky = here.with(here.patchbay.token('ada', { isAdmin: 'true' }));
    await rejectsWith(sneaky.customers.find(), 'bad_request', 'access_denied').catch(async (failure) => {
      // Refusing the malformed claim altogether is as good.
      await rejectsWith(sneaky.customers.find(), 'bad_request', 'not_authenticated').catch(() => assert.fail(failure.message));
    });
  });

  it('are fetched anew shortly before they expire', async () => {
    let fetched = 0;
    const now = Math.floor(Date.now() / 1000);
    const client = new MembraneClient({
      apiUri: here.patchbay.url,
      fetchToken: async () => {
        fetched += 1;
        return here.patchbay.token('ada', { exp: now + (fetched === 1 ? 5 : 3600) });
      },
    });
    await client.self.get();
    await client.self.get();
    await client.self.get();
    assert.equal(fetched, 2);
  });

  it('are minted by the SDK itself from the workspace’s key and secret', async () => {
    const { workspaceKey, workspaceSecret, url } = here.patchbay;
    const client = new MembraneClient({ workspaceKey, workspaceSecret, tenantKey: 'minted', apiUri: url });
    assert.equal((await client.self.get()).internalId, 'minted');
    const wrong = new MembraneClient({ workspaceKey, workspaceSecret: 'f'.repeat(64), tenantKey: 'minted', apiUri: url });
    await rejectsWith(wrong.self.get(), 'bad_request', 'not_authenticated');
  });

  it('of the command line work, for a tenant and for an admin', async () => {
    const tenant = (await here.patchbay.cli('token', '--tenant', 'from-cli')).trim();
    assert.equal((await here.with(tenant).self.get()).internalId, 'from-cli');
    const admin = (await here.patchbay.cli('token', '--admin', '--ttl', '60')).trim();
    assert.ok(Array.isArray((await here.with(admin).customers.find()).items));
  });
});
