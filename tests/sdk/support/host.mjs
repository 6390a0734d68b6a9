// The developer's web application: pages on an origin that is not the API's, with the SDKs loaded from npm.
import { createRequire } from 'node:module';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const bundle = (name) => readFile(join(dirname(require.resolve(name)), 'bundle.js'));

/** Runs `task` at a click, as a user's gesture; what became of it is in `outcome`. Scripts are served from files. */
const PAGE = `<!doctype html>
<meta charset="utf-8">
<title>Host application</title>
<script src="/membrane.js"></script>
<script src="/integration-app.js"></script>
<button id="go">Go</button>
<script>
  const told = (error) => ({ error: { message: error.message, typed: Boolean(error.isMembraneError || error.isIntegrationAppError), data: error.data ?? null } });
  const go = () => { window.outcome = window.task().then((value) => ({ value: value === undefined ? null : value }), told); };
  document.querySelector('#go').addEventListener('click', go);
</script>
`;

export class Host {
  #server;
  #pages = new Map();

  /** Listens on a free port; `name` is the host name under which its pages are opened. */
  static async start({ name = 'localhost' } = {}) {
    const host = new Host();
    const scripts = { '/membrane.js': await bundle('@membranehq/sdk'), '/integration-app.js': await bundle('@integration-app/sdk') };
    host.#server = createServer((request, response) => {
      const { pathname } = new URL(request.url, 'http://host');
      const script = scripts[pathname];
      const page = host.#pages.get(pathname);
      if (script) response.writeHead(200, { 'content-type': 'text/javascript; charset=utf-8' }).end(script);
      else if (page !== undefined) response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...page.headers }).end(page.html);
      else response.writeHead(404).end();
    });
    host.#pages.set('/', { html: PAGE });
    await new Promise((done) => host.#server.listen(0, '127.0.0.1', done));
    host.origin = `http://${name}:${host.#server.address().port}`;
    return host;
  }

  /** Serves this HTML too; gives its URL. */
  page(path, html, headers = {}) {
    this.#pages.set(path, { html, headers });
    return this.origin + path;
  }

  /** Serves a script, with whatever it needs bundled, in a page of its own; gives its URL. */
  async bundled(path, entry) {
    const { build } = await import('esbuild');
    const { outputFiles } = await build({
      entryPoints: [fileURLToPath(entry)],
      bundle: true,
      write: false,
      format: 'iife',
      platform: 'browser',
      jsx: 'automatic',
      loader: { '.css': 'empty' },
      define: { 'process.env.NODE_ENV': '"production"' },
      logLevel: 'error',
    });
    return this.page(path, `<!doctype html><meta charset="utf-8"><title>Host application</title><div id="root"></div><script>${outputFiles[0].text.replaceAll('</script', '<\\/script')}</script>`);
  }

  async stop() {
    this.#server.closeAllConnections();
    await new Promise((done) => this.#server.close(done));
  }
}

/** Runs `task(argument)` in the page at a click; returns when it has begun. */
export async function begin(page, task, argument) {
  await page.evaluate(
    ({ source, given }) => {
      // eslint-disable-next-line no-eval -- the task is the test's own
      const run = eval(`(${source})`);
      window.outcome = undefined;
      window.task = async () => run(given);
    },
    { source: task.toString(), given: argument },
  );
  await page.click('#go');
}

/** What became of the task: `{value}` or `{error: {message, typed, data}}`. */
export const outcome = (page) =>
  page.evaluate(() => Promise.race([window.outcome, new Promise((_, fail) => setTimeout(fail, 20_000, new Error('The task came to no end in 20 s')))]));
