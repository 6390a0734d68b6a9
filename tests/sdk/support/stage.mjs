// What most files of tests begin with: an upstream API, a Patchbay that knows it, and a watch on the traffic.
import { after, before } from 'node:test';

import { MembraneClient } from '@membranehq/sdk';
import { IntegrationAppClient } from '@integration-app/sdk';

import { KEYED } from './connectors.mjs';
import { Patchbay } from './patchbay.mjs';
import { Traffic } from './traffic.mjs';
import { startUpstream } from './upstream.mjs';

/**
 * Registers start and end with node:test. The object is filled before the first test runs:
 * `patchbay`, `upstream`, `traffic`, `client(tenant)`, `old(tenant)`, `admin()`, `fetch(path, options)`.
 */
export function stage({ connectors = {}, prepare, finish } = {}) {
  const stage = {};
  before(async () => {
    stage.upstream = await startUpstream();
    stage.patchbay = await Patchbay.start({ connectors: { keyed: KEYED, ...connectors } });
    stage.traffic = new Traffic(stage.patchbay.url);
    await stage.patchbay.integration('keyed', 'keyed', { apiUrl: stage.upstream.url }, '--name', 'Keyed CRM');
    await prepare?.(stage);
  });
  after(async () => {
    // One after the other, and each whatever became of those before: nothing may be left running.
    const failures = [];
    for (const end of [finish, () => stage.patchbay?.stop(), () => stage.upstream?.stop(), () => stage.traffic?.check()]) {
      await Promise.resolve(stage)
        .then(end)
        .catch((failure) => failures.push(failure));
    }
    if (failures.length > 0) throw failures[0];
  });
  const options = (token) => ({ token, apiUri: stage.patchbay.url, uiUri: stage.patchbay.url });
  stage.client = (tenant) => new MembraneClient(options(stage.patchbay.token(tenant)));
  stage.old = (tenant) => new IntegrationAppClient(options(stage.patchbay.token(tenant)));
  stage.admin = () => new MembraneClient(options(stage.patchbay.admin()));
  stage.with = (token) => new MembraneClient(options(token));
  stage.oldWith = (token) => new IntegrationAppClient(options(token));
  stage.fetch = (path, { token, json, form, headers = {}, ...rest } = {}) => {
    const all = { ...headers };
    if (token) all.authorization = `Bearer ${token}`;
    let body = rest.body;
    if (json !== undefined) {
      all['content-type'] = 'application/json';
      body = JSON.stringify(json);
    }
    if (form !== undefined) body = new URLSearchParams(form);
    return fetch(stage.patchbay.url + path, { redirect: 'manual', ...rest, headers: all, body });
  };
  /** Connects a tenant by POST /connect with JSON; gives the connection. */
  stage.connect = async (tenant, fields = {}) => {
    const json = { integrationKey: 'keyed', input: { apiKey: 'k-123' }, ...fields };
    const answer = await stage.fetch('/connect', { method: 'POST', token: stage.patchbay.token(tenant), json });
    const body = await answer.json();
    if (answer.status !== 200) throw new Error(`POST /connect answered ${answer.status}: ${JSON.stringify(body)}`);
    return body;
  };
  return stage;
}
