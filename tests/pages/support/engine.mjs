// A real engine for a page in Chromium: the example `page_engine` of patchbay-api, spoken to by lines of JSON.
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const PROGRAM = process.env.PATCHBAY_PAGE_ENGINE ?? join(fileURLToPath(new URL('../../../target/debug/examples/', import.meta.url)), 'page_engine');

export class Engine {
  #folder;
  #process;
  #errors = '';
  #waiting = new Map();
  #asked = 0;
  /** Hears what changed: `(changed) => void`. */
  hearers = new Set();
  /** Sign-in pages that would be shown: `{attempt, url}`, the newest last. */
  opened = [];

  /** Starts one on a new folder, with `connectors` as `{name: toml}`, and as many invented connections and calls. */
  static async start({ connectors = {}, connections = 0, calls = 0 } = {}) {
    const engine = new Engine();
    engine.#folder = await mkdtemp(join(tmpdir(), 'patchbay-pages-'));
    await mkdir(join(engine.#folder, 'connectors'), { recursive: true });
    for (const [name, text] of Object.entries(connectors)) await writeFile(join(engine.#folder, 'connectors', `${name}.toml`), text);
    const args = [engine.#folder, '--connections', String(connections), '--calls', String(calls)];
    engine.#process = spawn(PROGRAM, args, { env: { PATH: process.env.PATH, HOME: engine.#folder, TMPDIR: tmpdir() }, stdio: ['pipe', 'pipe', 'pipe'] });
    engine.#process.stderr.on('data', (chunk) => (engine.#errors += chunk));
    await new Promise((ready, fail) => {
      engine.#process.once('error', fail);
      engine.#process.once('exit', () => fail(new Error(`page_engine ended: ${engine.#errors}`)));
      createInterface({ input: engine.#process.stdout }).on('line', (line) => engine.#hear(JSON.parse(line), ready));
    });
    return engine;
  }

  #hear(line, ready) {
    if ('ready' in line) {
      this.url = `http://${line.ready}`;
      ready();
    } else if ('changed' in line) this.hearers.forEach((hear) => hear(line.changed));
    else if ('opened' in line) this.opened.push(line.opened);
    else if ('id' in line) {
      this.#waiting.get(line.id)?.(line);
      this.#waiting.delete(line.id);
    }
  }

  get folder() {
    return this.#folder;
  }

  /** Asks; gives `{ok}` or `{error}`, as the page's bridge wants it. */
  ask(cmd, payload = {}) {
    const id = (this.#asked += 1);
    return new Promise((done) => {
      this.#waiting.set(id, done);
      this.#process.stdin.write(`${JSON.stringify({ id, cmd, payload })}\n`);
    });
  }

  /** Asks, and gives the answer or throws what a person would read. */
  async rpc(cmd, payload = {}) {
    const answer = await this.ask(cmd, payload);
    if ('error' in answer) throw Object.assign(new Error(`${cmd}: ${answer.error.message}`), { view: answer.error });
    return answer.ok;
  }

  /** A connection of the sandbox, made by really signing in: consent is given over HTTP. */
  async connectSandbox({ overrides = {}, name = 'Acme Inc', tenant = 'acme' } = {}) {
    const attempt = await this.rpc('connect_start', { integration: 'sandbox', overrides, name, tenant, multiple: true });
    await this.approve(attempt.authorizeUrl);
    const ended = await this.rpc('attempt_wait', { attempt: attempt.id });
    if (ended.state !== 'succeeded') throw new Error(`The sandbox did not connect: ${JSON.stringify(ended.error)}`);
    return ended.connectionId;
  }

  /** Presses Allow on the sandbox's consent page, as a form is sent. */
  async approve(authorizeUrl) {
    const page = await fetch(authorizeUrl);
    const html = await page.text();
    const form = new URLSearchParams();
    for (const [tag] of html.matchAll(/<(?:input|button)[^>]*>/g)) {
      const name = /name="([^"]*)"/.exec(tag)?.[1];
      const value = /value="([^"]*)"/.exec(tag)?.[1] ?? '';
      const radio = /type="radio"/.test(tag) && !/ checked/.test(tag);
      const deny = tag.startsWith('<button') && !/allow/i.test(value);
      if (name && !radio && !deny) form.set(name, value.replaceAll('&amp;', '&'));
    }
    const action = (/<form[^>]*action="([^"]*)"/.exec(html)?.[1] ?? page.url).replaceAll('&amp;', '&');
    const url = new URL(action, page.url);
    const sent = await fetch(url, { method: 'POST', body: form, redirect: 'manual', headers: { origin: url.origin } });
    const to = sent.headers.get('location');
    if (!to) throw new Error(`The consent page answered ${sent.status}: ${await sent.text()}`);
    await fetch(to, { redirect: 'manual' });
  }

  async stop() {
    if (this.#process.exitCode === null) {
      this.#process.removeAllListeners('exit');
      const ended = new Promise((done) => this.#process.once('exit', done));
      // At once: an orderly end waits three seconds for the connections that this process keeps alive.
      this.#process.kill('SIGKILL');
      await ended;
    }
    await rm(this.#folder, { recursive: true, force: true });
  }
}
