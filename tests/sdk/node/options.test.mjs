// What a connect would ask for follows the connector parameters it is given.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { acceptedEach } from '../support/schemas.mjs';
import { rejectsWith } from '../support/errors.mjs';
import { stage } from '../support/stage.mjs';

const here = stage();

describe('sign-in options', () => {
  it('are an array, the unnamed one without a key', async () => {
    const client = here.client('ada');
    const { id } = await client.integration('keyed').get();
    const { id: connectionId } = await here.connect('ada');
    const { id: connectorId } = await client.get('/connectors/keyed');
    for (const target of [{ integrationKey: 'keyed' }, { integrationId: id }, { connectionId }, { connectorId }, { connectorKey: 'keyed' }]) {
      const options = acceptedEach('GeneratedConnectorOption', await client.post('/connection-options', target));
      assert.equal(options.length, 2, JSON.stringify(options));
      const [main, named] = options;
      assert.ok(!main.key, 'an empty key would make the SDK open a popup');
      assert.equal(main.type, 'client-credentials');
      assert.equal(named.key, 'password');
      assert.equal(main.inputSchema.properties.apiKey.title, 'API key');
    }
    const [oauth] = acceptedEach('GeneratedConnectorOption', await client.post('/connection-options', { integrationKey: 'sandbox' }));
    assert.equal(oauth.type, 'oauth2');
    assert.equal(oauth.oAuthCallbackUri, `${here.patchbay.url}/oauth-callback/sandbox`);
  });

  it('vary with the parameters', async () => {
    const client = here.client('ada');
    for (const path of ['/connection-options', '/connectors/keyed/generate-options']) {
      const target = path === '/connection-options' ? { integrationKey: 'keyed' } : {};
      const [main] = acceptedEach('GeneratedConnectorOption', await client.post(path, { ...target, connectorParameters: { variant: 'staging' } }));
      assert.equal(main.inputSchema.properties.apiKey.title, 'Staging API key', path);
      assert.equal(main.connectorParametersSchema.properties.region.default, 'us', path);
      const [plain] = await client.post(path, target);
      assert.equal(plain.connectorParametersSchema.properties.region.default, 'eu', path);
    }
    await rejectsWith(client.post('/connection-options', { integrationKey: 'keyed', connectorParameters: { variant: 'moon' } }), 'bad_request', 'invalid_parameters');
  });

  it('leave out what the integration disables', async () => {
    const admin = here.admin();
    await admin.integration('keyed').patch({ optionsConfig: { password: { disabled: true } } });
    assert.equal((await here.client('ada').post('/connection-options', { integrationKey: 'keyed' })).length, 1);
    await admin.integration('keyed').patch({ optionsConfig: { password: { disabled: false } } });
    assert.equal((await here.client('ada').post('/connection-options', { integrationKey: 'keyed' })).length, 2);
  });
});
