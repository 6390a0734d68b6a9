// A backend that connects a customer's account and makes calls through it, with the SDK and no page of its own.
//
//   npm start              the whole way: lists, connects by JSON, waits for the user, calls
//   npm start -- form      connects by the form that a server renders, and hears of the end at its redirectUri
import { once } from 'node:events';
import { createServer } from 'node:http';

import { isMembraneError, MembraneClient } from '@membranehq/sdk';

// The three lines of `patchbay env --reveal`, in the file .env beside this one or in the environment.
try {
  process.loadEnvFile(new URL('.env', import.meta.url));
} catch (error) {
  if (error.code !== 'ENOENT') throw error;
}
const { MEMBRANE_API_URI: apiUri = 'http://127.0.0.1:7282', MEMBRANE_WORKSPACE_KEY: workspaceKey, MEMBRANE_WORKSPACE_SECRET: workspaceSecret } = process.env;
if (!workspaceKey || !workspaceSecret) {
  console.error('The workspace key and secret are missing. Write them here with:\n\n    patchbay env --reveal > .env\n');
  process.exit(1);
}
const port = Number(process.env.PORT ?? 4200);

/** With the workspace's key and secret the SDK signs its own tokens, here for one customer. */
const membrane = new MembraneClient({ apiUri, workspaceKey, workspaceSecret, tenantKey: 'example-customer' });

/** What this connection has different from the integration's defaults: fewer scopes, at the provider's test environment. */
const connection = {
  integrationKey: 'sandbox',
  name: 'Made by the backend',
  connectorParameters: { scopes: ['contacts.read', 'offline_access'], variant: 'sandbox' },
  allowMultipleConnections: true,
};

/** JSON: the answer is the connection, and where the user has to go if they must sign in. */
async function connectByJson() {
  const begun = await membrane.post('/connect', connection);
  if (begun.state === 'READY') return begun.id;
  console.log(`\nOpen this to sign in (it works once):\n\n    ${begun.clientAction.uiUrl}\n`);
  for (;;) {
    const { state } = await membrane.connection(begun.id).get();
    if (state === 'READY') return begun.id;
    await new Promise((done) => setTimeout(done, 1000));
  }
}

/** The form: this server renders it, the user's browser posts it, and comes back to `/done`. */
async function connectByForm() {
  const redirectUri = `http://localhost:${port}/done`;
  const payload = JSON.stringify({ ...connection, token: await membrane.getToken(), redirectUri });
  const quoted = payload.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
  const page = `<!doctype html><meta charset="utf-8"><title>Connect</title>
<form method="POST" action="${apiUri}/connect">
  <input type="hidden" name="payload" value="${quoted}">
  <button>Connect the sandbox</button>
</form>`;
  const server = createServer((request, response) => {
    const url = new URL(request.url, redirectUri);
    if (url.pathname === '/') return response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page);
    if (url.pathname !== '/done') return response.writeHead(404).end();
    response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8', 'connection': 'close' }).end('Thank you. You can close this page.');
    return server.emit('done', url.searchParams);
  });
  server.listen(port, '127.0.0.1');
  console.log(`\nThe address to come back to must be registered once:\n\n    patchbay redirect-uris add ${redirectUri}\n\nThen open http://localhost:${port} and press the button.`);
  const [result] = await once(server, 'done');
  server.close();
  if (result.has('error')) throw new Error(result.get('error'));
  return result.get('connectionId');
}

try {
  const { items: integrations } = await membrane.integrations.find();
  console.log('Integrations:', integrations.map(({ name }) => name).join(', '));
  const id = process.argv[2] === 'form' ? await connectByForm() : await connectByJson();
  const made = await membrane.connection(id).get();
  console.log(`Connected: ${made.name}, with ${JSON.stringify(made.connectorParameters)}`);

  // A call: the credential is added on the way, and the connection's own parameters hold for it.
  const { environment, contacts } = await membrane.connection(id).proxy.get('/contacts');
  console.log(`${contacts.length} contacts of the provider's ${environment} environment, the first:`, contacts[0]);
  const { items: connections } = await membrane.connections.find();
  console.log('Connections:', connections.map(({ name }) => name).join(', '));
} catch (error) {
  // Errors of the API say what happened and what to do next.
  console.error(isMembraneError(error) ? `${error.data.type}/${error.data.key ?? ''}: ${error.message}` : error.message);
  process.exitCode = 1;
}
