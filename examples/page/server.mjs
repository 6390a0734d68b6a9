// Serves the page and mints its tokens. A real application does the same in its own backend, for the user who is signed in.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

import { MembraneClient } from '@membranehq/sdk';

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
const port = Number(process.env.PORT ?? 4100);

// The secret stays on this side. The SDK signs a token with it that says which customer is asking, and lasts an hour.
const backend = new MembraneClient({ apiUri, workspaceKey, workspaceSecret, tenantKey: 'example-customer' });

const sdk = join(dirname(createRequire(import.meta.url).resolve('@membranehq/sdk')), 'bundle.js');
const FILES = {
  '/': [new URL('public/index.html', import.meta.url), 'text/html'],
  '/done': [new URL('public/index.html', import.meta.url), 'text/html'],
  '/app.js': [new URL('public/app.js', import.meta.url), 'text/javascript'],
  '/style.css': [new URL('public/style.css', import.meta.url), 'text/css'],
  '/sdk.js': [sdk, 'text/javascript'],
};

const server = createServer(async (request, response) => {
  const { pathname } = new URL(request.url, `http://localhost:${port}`);
  try {
    if (pathname === '/session') {
      const session = { apiUri, token: await backend.getToken(), redirectUri: `http://localhost:${port}/done` };
      response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' });
      return response.end(JSON.stringify(session));
    }
    const [file, type] = FILES[pathname] ?? [];
    if (!file) return response.writeHead(404).end('There is nothing here.');
    response.writeHead(200, { 'content-type': `${type}; charset=utf-8` });
    return response.end(await readFile(file));
  } catch (error) {
    console.error(error.message);
    return response.writeHead(500).end(error.message);
  }
});
server.listen(port, '127.0.0.1', () => console.log(`Open http://localhost:${port}`));
