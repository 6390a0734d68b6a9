// The other ways to a running engine than its window: the command line on the same folder, and the API with a tenant's token.
import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PROGRAM = process.env.PATCHBAY_PROGRAM ?? join(fileURLToPath(new URL('../../../target/debug/', import.meta.url)), 'patchbay');

/** Runs `patchbay` on the engine's folder; gives what it prints. */
export async function cli(engine, ...args) {
  const child = spawn(PROGRAM, args, { env: { PATH: process.env.PATH, HOME: engine.folder, PATCHBAY_DATA_DIR: engine.folder, TMPDIR: tmpdir() }, stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '';
  child.stdout.on('data', (chunk) => (out += chunk));
  child.stderr.on('data', (chunk) => (out += chunk));
  const code = await new Promise((done, fail) => child.once('close', done).once('error', fail));
  if (code !== 0) throw new Error(`patchbay ${args.join(' ')} ended with ${code}: ${out}`);
  return out;
}

/** Asks the API as an application's backend does; gives the answer's JSON. */
export async function api(engine, method, path, body, tenant = 'acme') {
  const { token } = await engine.rpc('token', { tenant });
  const answer = await fetch(`${engine.url}${path}`, { method, headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' }, body: JSON.stringify(body) });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
  return JSON.parse(text);
}

/** Connects the sandbox by the form that a backend renders, with consent given; gives the connection's id. */
export async function byForm(engine, payload, tenant = 'acme') {
  const { token } = await engine.rpc('token', { tenant });
  const redirectUri = 'http://localhost:3000/integration/callback';
  const body = new URLSearchParams({ payload: JSON.stringify({ token, integrationKey: 'sandbox', allowMultipleConnections: true, redirectUri, ...payload }) });
  const posted = await fetch(`${engine.url}/connect`, { method: 'POST', body, redirect: 'manual', headers: { origin: 'http://localhost:3000' } });
  const to = posted.headers.get('location');
  if (!to) throw new Error(`The form was answered ${posted.status}: ${await posted.text()}`);
  return to;
}
