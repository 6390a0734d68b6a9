// Every screen of the window: how to get there, and what is there once it is.

/** `{name, route, ready}`; `ready` is a test id. `here` holds the ids of what was prepared. */
export const SCREENS = (here) => [
  { name: 'start', route: '#/start', ready: 'start' },
  { name: 'connections', route: '#/connections', ready: 'connection-row' },
  { name: 'new-connection', route: '#/new', ready: 'draft-continue' },
  { name: 'draft', route: `#/draft/${here.draft}`, ready: 'preview-authorize' },
  { name: 'overview', route: `#/connection/${here.narrow}/overview`, ready: 'token-left' },
  { name: 'parameters', route: `#/connection/${here.narrow}/parameters`, ready: 'preview-authorize' },
  { name: 'console', route: `#/connection/${here.narrow}/calls`, ready: 'past-call' },
  { name: 'code', route: `#/connection/${here.narrow}/code`, ready: 'code' },
  { name: 'compare', route: `#/compare/${encodeURIComponent(`connection:${here.narrow}`)}/${encodeURIComponent('integration:sandbox')}`, ready: 'compare-table' },
  { name: 'integrations', route: '#/integrations', ready: 'integration-sandbox' },
  { name: 'integration', route: '#/integration/sandbox', ready: 'redirect-uri' },
  { name: 'connectors', route: '#/connectors', ready: 'catalogue' },
  { name: 'connector', route: '#/connector/hubspot', ready: 'connector-text' },
  { name: 'calls', route: '#/calls', ready: 'call-row' },
  { name: 'sandbox', route: '#/sandbox', ready: 'sandbox-grant' },
  { name: 'api', route: '#/api/setup', ready: 'environment' },
  { name: 'settings', route: '#/settings/general', ready: 'data-dir' },
  { name: 'vault', route: '#/settings/vault', ready: 'vault-state' },
  { name: 'tenants', route: '#/settings/tenants', ready: 'tenant-row' },
  { name: 'presets', route: '#/settings/presets', ready: 'presets-list' },
  { name: 'diagnostics', route: '#/settings/diagnostics', ready: 'check' },
  { name: 'shortcuts', route: '#/settings/shortcuts', ready: 'shortcuts' },
];

/** What a developer has after a morning's work: connections in both environments, a draft, calls, a preset. */
export async function morning(engine) {
  const here = {};
  here.acme = await engine.connectSandbox({ name: 'Acme Inc', tenant: 'acme' });
  here.narrow = await engine.connectSandbox({ name: 'Globex, narrow scopes', tenant: 'globex', overrides: { scopes: ['contacts.read', 'offline_access'], variant: 'sandbox', http: { headers: { 'X-Trace': 'on' } } } });
  await engine.rpc('parameters_save', { connection: here.narrow, overrides: { scopes: ['contacts.read', 'deals.read', 'offline_access'], variant: 'sandbox', http: { headers: { 'X-Trace': 'on' } } } });
  for (const path of ['/me', '/contacts', '/deals', '/nowhere']) await engine.rpc('call', { connection: here.narrow, method: 'GET', path, headers: [] });
  here.draft = (await engine.rpc('draft_save', { id: null, integration: 'sandbox', tenant: 'initech', name: 'Initech', option: null, text: '{\n  "scopes": [\n    "contacts.read"\n  ]\n}', updatedAt: 0 })).id;
  await engine.rpc('preset_save', { name: 'Read only, sandbox', integration: 'sandbox', text: '{"scopes": ["contacts.read"], "variant": "sandbox"}' });
  return here;
}
