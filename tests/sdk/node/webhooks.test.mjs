// What the workspace's webhook is told, and how it can tell that it was us.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import { before, describe, it } from 'node:test';

import { stage } from '../support/stage.mjs';
import { until } from '../support/until.mjs';

const deliveries = [];
let refuse = 0;
const receiver = createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const delivery = { headers: request.headers, text: Buffer.concat(chunks).toString() };
  if (refuse > 0) {
    refuse -= 1;
    response.writeHead(503).end();
    return;
  }
  deliveries.push({ ...delivery, body: JSON.parse(delivery.text) });
  response.writeHead(204).end();
});
await new Promise((done) => receiver.listen(0, '127.0.0.1', done));
const url = `http://127.0.0.1:${receiver.address().port}/hook`;

const here = stage({
  prepare: ({ patchbay }) => patchbay.cli('webhook', 'set', url),
  finish() {
    receiver.closeAllConnections();
    receiver.close();
  },
});

const told = (eventType, id) => until(() => deliveries.find(({ body }) => body.eventType === eventType && body.data.connection?.id === id));

describe('webhooks', () => {
  let id;
  before(async () => ({ id } = await here.connect('hooked', { name: 'Hooked' })));

  it('tell of a connection’s life', async () => {
    const created = await told('connection.created', id);
    const { connection } = created.body.data;
    assert.equal(connection.integrationKey, 'keyed');
    assert.equal(connection.name, 'Hooked');
    assert.equal(connection.disconnected, false);
    const { id: customerId } = await here.client('hooked').self.get();
    assert.equal(connection.customerId, customerId);
    await here.connect('hooked', { connectionId: id, input: { apiKey: 'k-2' } });
    await told('connection.reconnected', id);
    await here.client('hooked').connection(id).archive();
    await told('connection.deleted', id);
    assert.ok(!JSON.stringify(deliveries.map(({ text }) => text)).includes('k-2'), 'no secret');
  });

  it('are signed', async () => {
    const { headers, text } = await told('connection.created', id);
    const secret = JSON.parse(await here.patchbay.cli('webhook', '--reveal', '--json')).value;
    // Standard Webhooks, symmetric form.
    const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
    const expected = createHmac('sha256', key).update(`${headers['webhook-id']}.${headers['webhook-timestamp']}.${text}`).digest('base64');
    assert.equal(headers['webhook-signature'], `v1,${expected}`);
  });

  it('are tried again where the receiver fails', async () => {
    refuse = 1;
    const { id: later } = await here.connect('retried');
    await told('connection.created', later);
    const log = JSON.parse(await here.patchbay.cli('webhook', 'deliveries', '--json'));
    const entry = (log.deliveries ?? log).find(({ connectionId, event }) => connectionId === later && event === 'connection.created');
    assert.ok(entry.attempts >= 2, JSON.stringify(entry));
  });

  it('go to no other host unless it is listed', async () => {
    const { code, err, out } = await here.patchbay.tryCli('webhook', 'set', 'https://hooks.example/in');
    assert.notEqual(code, 0);
    assert.match(out + err, /hosts/);
  });
});
