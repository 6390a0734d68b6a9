// A provider of the tests' own: answers that the sandbox never gives, and a connection to it by an API key.
import { createServer } from 'node:http';

export const KEY = 'key-that-must-not-be-shown';
const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
const many = () => JSON.stringify({ items: Array.from({ length: 40_000 }, (_, at) => ({ id: at, name: `Item ${at}`, tags: ['a', 'b'] })) });

const ANSWERS = {
  '/image': () => ['image/png', PNG],
  '/text': () => ['text/plain; charset=utf-8', 'Plain words,\nünïcode in the second line.\n'],
  '/page': () => ['text/html', '<script>document.title = "taken over"</script><h1>Hello</h1>'],
  '/line': () => ['text/plain', 'x'.repeat(250_000)],
  '/many': () => ['application/json', many()],
  '/cut': () => ['application/json', many() + ' '.repeat(5_500_000)],
  '/empty': () => ['application/json', ''],
  '/odd': () => ['application/json', '{"id": 12345678901234567890, "__proto__": {"a": null}, "": "no name", "a/b": [[]]}'],
  '/nested': () => ['application/json', `${'['.repeat(5000)}${']'.repeat(5000)}`],
};

/** Starts it. `seen` has the requests that came. */
export async function startProvider() {
  const seen = [];
  const server = createServer(async (request, response) => {
    const path = request.url.split('?')[0];
    let body = '';
    for await (const chunk of request) body += chunk;
    seen.push({ method: request.method, url: request.url, headers: request.headers, body });
    if (path === '/broken') return request.socket.destroy();
    if (path === '/elsewhere') return response.writeHead(302, { location: 'https://elsewhere.example/' }).end();
    const [type, content] = ANSWERS[path]?.() ?? ['application/json', JSON.stringify({ path: request.url })];
    response.writeHead(200, { 'content-type': type, 'x-own': 'yes', 'set-cookie': 'session=cookie-that-must-not-be-shown' }).end(content);
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  return { seen, url: `http://127.0.0.1:${server.address().port}`, stop: () => new Promise((done) => server.close(done).closeAllConnections()) };
}

/** The connector file that leads to it. */
export const connectorFile = (url, version = '1.0.0') => `format = 1
key = "own"
name = "Own provider"
version = "${version}"

[params.apiKey]
source = "user"
required = true
title = "API key"
secret = true

[params.region]
type = "string"
default = "eu"
title = "Region"

[auth]
kind = "key"

[http]
base_url = "${url}"
headers = { Api-Token = "\${apiKey}", X-Region = "\${region}" }
`;

/** A connection to it. */
export async function connectOwn(engine, name = 'Own Inc') {
  await engine.rpc('integration_add', { key: 'own', connector: 'own', version: null, name: null, redirect: null, surface: null });
  const attempt = await engine.rpc('connect_start', { integration: 'own', overrides: {}, name, tenant: 'acme', multiple: true, input: { apiKey: KEY } });
  return (await engine.rpc('attempt_wait', { attempt: attempt.id })).connectionId;
}
