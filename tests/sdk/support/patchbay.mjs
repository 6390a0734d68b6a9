// A `patchbay serve` of its own: a temporary data folder, a key that is only in memory, free ports, the built-in provider.
import { spawn } from 'node:child_process';
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

import { mint } from './tokens.mjs';

const PROGRAM =
  process.env.PATCHBAY_PROGRAM ??
  join(fileURLToPath(new URL('../../../target/debug/', import.meta.url)), process.platform === 'win32' ? 'patchbay.exe' : 'patchbay');

/** Nothing of the machine it runs on but where programs are: no keyring, no home, no proxy. */
const surroundings = (folder) => ({ PATH: process.env.PATH, HOME: folder, PATCHBAY_DATA_DIR: folder, TMPDIR: tmpdir() });

export class Patchbay {
  #folder;
  #process;
  #errors = '';

  /** Starts one, with `connectors` as `{name: toml}` in its data folder. */
  static async start({ connectors = {} } = {}) {
    const folder = await mkdtemp(join(tmpdir(), 'patchbay-sdk-'));
    await mkdir(join(folder, 'connectors'), { recursive: true });
    for (const [name, text] of Object.entries(connectors)) await writeFile(join(folder, 'connectors', `${name}.toml`), text);
    const patchbay = new Patchbay();
    await patchbay.#start(folder);
    return patchbay;
  }

  async #start(folder) {
    this.#folder = folder;
    const args = ['serve', '--port', '0', '--sandbox', '--keyring', 'memory', '--json'];
    this.#process = spawn(PROGRAM, args, { env: surroundings(folder), stdio: ['ignore', 'pipe', 'pipe'] });
    this.#process.stderr.on('data', (chunk) => (this.#errors += chunk));
    const lines = createInterface({ input: this.#process.stdout });
    const first = await Promise.race([
      new Promise((done) => lines.once('line', done)),
      new Promise((_, fail) => this.#process.once('error', fail)),
      new Promise((_, fail) => this.#process.once('exit', () => fail(new Error(`patchbay serve ended: ${this.#errors}`)))),
    ]);
    this.url = JSON.parse(first).apiUri;
    const settings = Object.fromEntries(
      (await this.cli('env', '--reveal')).split('\n').filter(Boolean).map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
    );
    this.workspaceKey = settings.MEMBRANE_WORKSPACE_KEY;
    this.workspaceSecret = settings.MEMBRANE_WORKSPACE_SECRET;
    this.settings = settings;
  }

  /** Runs a command on the same folder; gives what it prints. */
  async cli(...args) {
    const { code, out, err } = await this.tryCli(...args);
    if (code !== 0) throw new Error(`patchbay ${args.join(' ')} ended with ${code}: ${out}${err}`);
    return out;
  }

  /** The same, also where it fails. */
  async tryCli(...args) {
    const child = spawn(PROGRAM, args, { env: surroundings(this.#folder), stdio: ['ignore', 'pipe', 'pipe'] });
    let out = '';
    let err = '';
    child.stdout.on('data', (chunk) => (out += chunk));
    child.stderr.on('data', (chunk) => (err += chunk));
    const code = await new Promise((done, fail) => child.once('close', done).once('error', fail));
    return { code, out, err };
  }

  /** Makes an integration of a connector, with parameters as text. */
  async integration(key, connector, parameters = {}, ...more) {
    const set = Object.entries(parameters).flatMap(([name, value]) => ['--param', `${name}=${value}`]);
    await this.cli('integration', 'add', key, '--connector', connector, ...set, ...more);
  }

  /** A valid token of a tenant. */
  token(tenant = 'ada', claims = {}) {
    return mint({ id: tenant, iss: this.workspaceKey, ...claims }, this.workspaceSecret);
  }

  /** A valid token of whoever runs the workspace. */
  admin(claims = {}) {
    return mint({ isAdmin: true, iss: this.workspaceKey, ...claims }, this.workspaceSecret);
  }

  /** What it wrote to standard error so far. */
  get errors() {
    return this.#errors;
  }

  async stop() {
    if (this.#process.exitCode === null) {
      const ended = new Promise((done) => this.#process.once('exit', done));
      this.#process.kill('SIGTERM');
      const late = setTimeout(() => this.#process.kill('SIGKILL'), 5000);
      await ended;
      clearTimeout(late);
    }
    await rm(this.#folder, { recursive: true, force: true });
  }
}
