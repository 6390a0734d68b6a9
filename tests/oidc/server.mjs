// A real authorization server for the tests: oidc-provider on a free loopback port.
//
// Reads its configuration as one JSON line on standard input, prints {"issuer", "port"} as one line when it answers,
// and ends when standard input is closed, so that no test leaves it behind. What the tests need besides OpenID Connect:
//   GET  /test/requests   every request to the token endpoint so far: grant type, client, scope, and what came of it
//   GET  /test/others     every request to the authorization, PAR, registration and device authorization endpoints
//   POST /test/faults     a JSON array; each entry is for one of the next requests to the token endpoint
//   POST /test/settings   {"accessTokenTtl": seconds}
// What is asked for in the configuration besides: `requirePar`, `dpopNonces` (the server gives nonces and insists on
// them), `registration` (anybody may register a client).
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';

// Standard output is for the one line; what the library has to say goes to standard error.
console.info = console.error;
console.log = console.error;
const { default: Provider } = await import('oidc-provider');

const lines = createInterface({ input: process.stdin });
const asked = JSON.parse((await lines[Symbol.asyncIterator]().next()).value);
process.stdin.on('close', () => process.exit(0));
process.stdin.on('end', () => process.exit(0));
process.stdin.resume();

const settings = { accessTokenTtl: asked.accessTokenTtl ?? 3600 };
const requests = [];
const others = [];
let faults = [];

const server = createServer((request, response) => {
  if (request.url.startsWith('/test/')) return control(request, response);
  return handler(request, response);
});
await new Promise((done) => server.listen(0, '127.0.0.1', done));
const { port } = server.address();
const issuer = `http://127.0.0.1:${port}`;

const provider = new Provider(issuer, {
  clients: asked.clients,
  scopes: ['openid', 'offline_access', ...(asked.scopes ?? [])],
  claims: { openid: ['sub'], profile: ['name'] },
  pkce: { required: () => true },
  clockTolerance: 0,
  rotateRefreshToken: () => asked.rotate !== false,
  cookies: { keys: ['only for tests'] },
  ttl: {
    AccessToken: () => settings.accessTokenTtl,
    ClientCredentials: () => settings.accessTokenTtl,
    RefreshToken: 86400,
    Grant: 86400,
    Session: 86400,
    Interaction: 600,
    AuthorizationCode: 60,
    IdToken: 3600,
  },
  findAccount: async (_, id) => ({ accountId: id, claims: async () => ({ sub: id, name: `Account ${id}` }) }),
  features: {
    devInteractions: { enabled: true },
    revocation: { enabled: true, allowedPolicy: () => true },
    introspection: { enabled: true, allowedPolicy: () => true },
    clientCredentials: { enabled: true },
    userinfo: { enabled: true },
    deviceFlow: { enabled: true },
    registration: { enabled: asked.registration === true },
    pushedAuthorizationRequests: { enabled: true, requirePushedAuthorizationRequests: asked.requirePar === true },
    dPoP: { enabled: true, nonceSecret: Buffer.alloc(32, 7), requireNonce: () => asked.dpopNonces === true },
  },
});

provider.use(async (ctx, next) => {
  if (['/auth', '/request', '/reg', '/device/auth'].includes(ctx.path)) others.push({ path: ctx.path, method: ctx.method, query: ctx.querystring });
  if (ctx.path !== '/token' || ctx.method !== 'POST') return next();
  const entry = { grantType: null, clientId: null, scope: null, status: null };
  requests.push(entry);
  const fault = faults.shift() ?? {};
  if (fault.delayMs) await new Promise((done) => setTimeout(done, fault.delayMs));
  if (fault.drop === 'before') {
    entry.status = 'dropped';
    return ctx.req.socket.destroy();
  }
  if (fault.status) {
    entry.status = fault.status;
    ctx.status = fault.status;
    if (fault.retryAfter !== undefined) ctx.set('Retry-After', String(fault.retryAfter));
    ctx.body = fault.body ?? { error: 'temporarily_unavailable' };
    return undefined;
  }
  await next();
  const { oidc } = ctx;
  entry.grantType = oidc?.params?.grant_type ?? null;
  entry.clientId = oidc?.client?.clientId ?? null;
  entry.scope = ctx.body?.scope ?? null;
  entry.status = ctx.status;
  entry.dpop = ctx.get('DPoP') !== '';
  entry.error = ctx.body?.error ?? null;
  // The token was rotated, and nobody will hear of it.
  if (fault.drop === 'after') {
    entry.status = 'dropped';
    ctx.req.socket.destroy();
  }
  return undefined;
});

const handler = provider.callback();

async function control(request, response) {
  const answer = (status, body) => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body));
  };
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = chunks.length ? JSON.parse(Buffer.concat(chunks)) : undefined;
  switch (`${request.method} ${request.url}`) {
    case 'GET /test/requests':
      return answer(200, requests);
    case 'GET /test/others':
      return answer(200, others);
    case 'POST /test/faults':
      faults = body;
      return answer(200, faults);
    case 'POST /test/settings':
      Object.assign(settings, body);
      return answer(200, settings);
    default:
      return answer(404, { error: 'not_found' });
  }
}

process.stdout.write(`${JSON.stringify({ issuer, port })}\n`);
