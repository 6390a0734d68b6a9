// The API of a made-up provider that takes keys: says what arrived, streams, and answers any status.
import { createServer } from 'node:http';

/** The key that `/v1/me` refuses. Every other is taken. */
export const BAD_KEY = 'bad-key';

export async function startUpstream() {
  const requests = [];
  const server = createServer(async (request, response) => {
    const url = new URL(request.url, 'http://upstream');
    const entry = { method: request.method, path: url.pathname, url: request.url, query: Object.fromEntries(url.searchParams), headers: request.headers };
    requests.push(entry);
    const answer = (status, body, headers = {}) => {
      response.writeHead(status, { 'content-type': 'application/json', ...headers });
      response.end(JSON.stringify(body));
    };
    if (url.pathname === '/v1/echo-stream') {
      // Each piece goes back as it comes: a proxy that waits for the end of either body would wait for ever.
      response.writeHead(200, { 'content-type': 'application/octet-stream' });
      for await (const chunk of request) response.write(chunk);
      return response.end();
    }
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    entry.body = Buffer.concat(chunks).toString();
    if (url.pathname === '/v1/me') {
      const good = request.headers['x-api-key'] !== BAD_KEY;
      return good ? answer(200, { name: 'Acme account' }) : answer(401, { error: 'unknown key' });
    }
    if (url.pathname === '/v1/ticks') {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      return response.write('data: first\n\n');
    }
    const status = /^\/v1\/status\/(\d+)$/.exec(url.pathname);
    if (status) return answer(Number(status[1]), { status: Number(status[1]) }, { 'x-upstream': 'said so' });
    return answer(200, entry, { 'x-upstream': 'said so' });
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    requests,
    /** The newest request to this path. */
    last: (path) => requests.findLast((request) => request.path === path),
    async stop() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}
