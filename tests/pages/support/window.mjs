// The window's pages in Chromium, under the policy that the app gives them, with a real engine behind the same commands.
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.woff2': 'font/woff2', '.svg': 'image/svg+xml' };

/** Serves the built pages with the app's own content security policy. */
export async function servePages() {
  const { csp } = JSON.parse(await readFile(join(ROOT, 'tauri.conf.json'), 'utf8')).app.security;
  const server = createServer(async (request, response) => {
    const path = normalize(new URL(request.url, 'http://x').pathname).replace(/^\/+/, '') || 'index.html';
    if (path === 'favicon.ico') return response.writeHead(204).end();
    try {
      const body = await readFile(join(ROOT, 'ui/dist', path));
      response.writeHead(200, { 'content-type': TYPES[extname(path)] ?? 'application/octet-stream', 'content-security-policy': csp, 'cache-control': 'no-store' });
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  return { url: `http://127.0.0.1:${server.address().port}/`, stop: () => new Promise((done) => server.close(done).closeAllConnections()) };
}

/** Runs in the page, before its own scripts: what Tauri puts there, as far as our page uses it. */
function bridge() {
  const callbacks = new Map();
  let made = 0;
  const heard = [];
  window.__TAURI_INTERNALS__ = {
    metadata: { currentWindow: { label: 'main' }, currentWebview: { label: 'main' } },
    transformCallback: (callback) => {
      const id = (made += 1);
      callbacks.set(id, callback);
      return id;
    },
    unregisterCallback: (id) => callbacks.delete(id),
    invoke: async (command, args) => {
      if (command === 'plugin:event|listen') return heard.push(args.handler);
      if (command.startsWith('plugin:')) return null;
      if (command === 'save_file') return (window.patchbaySaved ??= []).push(args) && `/chosen/${args.name}`;
      const answer = await window.patchbayRpc(args.cmd, args.payload ?? {});
      if ('error' in answer) throw answer.error;
      return answer.ok;
    },
  };
  window.__TAURI_EVENT_PLUGIN_INTERNALS__ = { unregisterListener: () => undefined };
  window.patchbayChanged = (payload) => heard.forEach((id) => callbacks.get(id)?.({ event: 'changed', id, payload }));
}

/**
 * Opens the window's page. `answers` may answer commands instead of the engine: `{cmd: (payload, engine) => answer}`, with
 * a promise that never settles for an engine that hangs, or `fail({...})` for an error.
 */
export async function openWindow(browser, pages, engine, { answers = {}, route = '', theme = 'dark', size = { width: 1280, height: 820 }, reducedMotion = 'reduce' } = {}) {
  const context = await browser.newContext({ viewport: size, colorScheme: theme, reducedMotion });
  const page = await context.newPage();
  const window = { page, context, answers, complaints: [] };
  page.on('console', (message) => message.type() === 'error' && window.complaints.push(message.text()));
  page.on('pageerror', (error) => window.complaints.push(String(error)));
  await page.exposeFunction('patchbayRpc', async (cmd, payload) => {
    if (!window.answers[cmd]) return engine.ask(cmd, payload);
    try {
      return { ok: await window.answers[cmd](payload, engine) };
    } catch (thrown) {
      if (!thrown.view) throw thrown;
      return { error: thrown.view };
    }
  });
  await page.addInitScript(bridge);
  const hear = (changed) => void page.evaluate((payload) => globalThis.patchbayChanged?.(payload), changed).catch(() => undefined);
  engine.hearers.add(hear);
  window.close = async () => {
    engine.hearers.delete(hear);
    await context.close();
  };
  window.go = async (fragment) => {
    await page.evaluate((hash) => (location.hash = hash), fragment);
  };
  window.id = (testId) => page.locator(`[data-testid="${testId}"]`);
  await page.goto(`${pages.url}${route}`);
  return window;
}

/** An error of the engine's, thrown by an answer. */
export function fail(view) {
  throw Object.assign(new Error(view.message), { view: { code: 'internal', next: null, path: null, problems: [], ...view } });
}
