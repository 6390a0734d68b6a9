// A real authorization server in this process: oidc-provider, on a free loopback port.
import { createServer } from 'node:http';

// The library's notices about development interactions are nothing to a test's reader.
console.info = () => {};
console.warn = () => {};
const { default: Provider } = await import('oidc-provider');

export const ROBOT = { clientId: 'robot', clientSecret: 'r0bot:s3cret +%2F&=~' };
export const APP = { clientId: 'app' };

/**
 * Starts one for the integration `acme` of the Patchbay at `apiUri`. `settings.coop` makes every page of it send
 * `Cross-Origin-Opener-Policy: same-origin`, which cuts a popup off from the page that opened it.
 */
export async function startOidc(apiUri) {
  const settings = { coop: false };
  let handler = (request, response) => response.writeHead(503).end();
  const server = createServer((request, response) => {
    if (settings.coop) response.setHeader('cross-origin-opener-policy', 'same-origin');
    handler(request, response);
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const tokenRequests = [];
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: APP.clientId,
        application_type: 'native',
        token_endpoint_auth_method: 'none',
        redirect_uris: [`${apiUri}/oauth-callback/acme`],
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
      },
      { client_id: ROBOT.clientId, client_secret: ROBOT.clientSecret, token_endpoint_auth_method: 'client_secret_basic', redirect_uris: [], response_types: [], grant_types: ['client_credentials'] },
    ],
    scopes: ['openid', 'offline_access', 'contacts.read', 'contacts.write', 'deals.read'],
    claims: { openid: ['sub'], profile: ['name'] },
    pkce: { required: () => true },
    cookies: { keys: ['only for tests'] },
    ttl: { AccessToken: 3600, ClientCredentials: 3600, RefreshToken: 86400, Grant: 86400, Session: 86400, Interaction: 600, AuthorizationCode: 60, IdToken: 3600 },
    findAccount: async (_, id) => ({ accountId: id, claims: async () => ({ sub: id, name: `Account ${id}` }) }),
    features: { devInteractions: { enabled: true }, clientCredentials: { enabled: true }, revocation: { enabled: true }, userinfo: { enabled: true } },
  });
  provider.use(async (ctx, next) => {
    await next();
    if (ctx.path === '/token') tokenRequests.push({ status: ctx.status, grantType: ctx.oidc?.params?.grant_type, scope: ctx.body?.scope });
  });
  handler = provider.callback();
  return {
    issuer,
    settings,
    tokenRequests,
    async stop() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

/** Signs in and consents in a page that is at the provider. */
export async function approve(page) {
  await page.fill('input[name=login]', 'ada');
  await page.fill('input[name=password]', 'anything');
  await page.click('button[type=submit]');
  await page.getByRole('button', { name: /continue/i }).click();
}

/** Turns the request down. */
export async function turnDown(page) {
  await page.getByRole('link', { name: /cancel/i }).click();
}
