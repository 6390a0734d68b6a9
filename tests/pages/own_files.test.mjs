// The developer's own connector files: problems as they are written, connections that follow, folders, and an import.
import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, test } from 'node:test';

import { until } from '../sdk/support/until.mjs';
import { findings } from './support/axe.mjs';
import { clipboard } from './support/editor.mjs';
import { connectOwn, connectorFile, startProvider } from './support/provider.mjs';
import { stage } from './support/stage.mjs';

const provider = await startProvider();
after(() => provider.stop());
const good = connectorFile(provider.url);
const here = stage({ connectors: { own: good }, prepare: async (stage) => (stage.connection = await connectOwn(stage.engine)) });
const save = (text, name = 'own') => writeFile(join(here.engine.folder, 'connectors', `${name}.toml`), text);

const own = async () => {
  const window = await here.open({ route: '#/connectors' });
  await window.id('catalogue').waitFor();
  await window.page.locator('h1').click();
  await window.page.keyboard.press('o');
  await window.id('connector-folder').first().waitFor();
  return window;
};

test('what is wrong in a file is told with its line while it is written, and goes when it is mended', async () => {
  const window = await own();
  await window.id('connector-folder').filter({ hasText: 'own.toml' }).waitFor();
  await save(good.replace('kind = "key"', 'kind = "kay"').replace('title = "Region"', 'titel = "Region"'));
  await window.id('file-problem').filter({ hasText: /line 15.*"titel".*Did you mean "title"/ }).waitFor();
  await window.id('file-problem').filter({ hasText: /line 18.*"kay".*Did you mean "key"/ }).waitFor();
  assert.deepEqual(await findings(window.page), []);
  // What is connected goes on with the file that was good.
  const answer = await here.engine.rpc('call', { connection: here.connection, method: 'GET', path: '/while-broken', headers: [] });
  assert.equal(answer.status, 200);
  await save(good);
  await window.id('file-problem').first().waitFor({ state: 'detached' });
  await window.id('connector-folder').getByRole('link', { name: 'own' }).click();
  await window.id('connector-text').waitFor();
});

test('a connection that is being looked at follows the file, and says what changed', async () => {
  const window = await here.open({ route: `#/connection/${here.connection}/parameters` });
  await window.id('leaf-region').filter({ hasText: 'eu' }).waitFor();
  await save(good.replace('default = "eu"', 'default = "us"').replace('[auth]', '[params.plan]\ntype = "string"\ndefault = "free"\ntitle = "Plan"\n\n[auth]'));
  await window.id('leaf-region').filter({ hasText: 'us' }).filter({ hasText: 'changed by the connector file' }).waitFor();
  await window.id('leaf-plan').filter({ hasText: 'free' }).waitFor();
  await window.id('toast').filter({ hasText: 'The connector file changed: region, plan.' }).waitFor();
  assert.deepEqual(await findings(window.page), []);
  await here.engine.rpc('call', { connection: here.connection, method: 'GET', path: '/after', headers: [] });
  assert.equal(provider.seen.at(-1).headers['x-region'], 'us');
  await save(good);
  await window.id('leaf-region').filter({ hasText: 'eu' }).waitFor();
});

test('a new file is in the catalogue at once; another folder is added, taken away and brought back', async () => {
  const window = await own();
  await window.id('only-own').check();
  await save(good.replaceAll('"own"', '"second"').replace('Own provider', 'Second provider'), 'second');
  await window.page.getByText('Second provider').waitFor();
  const elsewhere = join(here.engine.folder, 'elsewhere');
  await mkdir(elsewhere);
  await writeFile(join(elsewhere, 'third.toml'), good.replaceAll('"own"', '"third"').replace('Own provider', 'Third provider'));
  await window.id('folder-path').fill('not/a/whole/path');
  await window.id('folder-add').click();
  await window.id('error-box').filter({ hasText: 'is not the whole path of a folder' }).waitFor();
  await window.id('folder-path').fill(elsewhere);
  await window.id('folder-add').click();
  await window.page.getByText('Third provider').waitFor();
  await window.id('connector-folder').filter({ hasText: 'elsewhere' }).getByRole('button', { name: 'Remove' }).click();
  await window.page.getByText('Third provider').waitFor({ state: 'detached' });
  await window.id('toast-undo').click();
  await window.page.getByText('Third provider').waitFor();
  assert.deepEqual(await findings(window.page), []);
});

const EXPORT = `key: books
name: Example Books
type: oauth2
getOAuthConfig:
  type: mapping
  mapping:
    clientId: { $var: $.connectorParameters.clientId }
    clientSecret: { $var: $.connectorParameters.clientSecret }
    authorizeUri: https://login.books.example/authorize
    tokenUri: https://login.books.example/token
makeApiClient:
  type: mapping
  mapping:
    baseUri: https://api.books.example
    headers: { Authorization: { $concat: ['Bearer ', { $var: credentials.access_token }] } }
refreshCredentials:
  type: javascript
  code: "export default async function () {}"
`;

test('an export of Membrane becomes a file; what was not carried over is listed; saved, it is in the catalogue', async () => {
  const window = await here.open({ route: '#/connectors' });
  const copied = await clipboard(window);
  await window.id('connector-import').click();
  await window.id('import-text').fill('no export at all');
  await window.id('import-make').click();
  await window.id('error-box').waitFor();
  assert.deepEqual(await findings(window.page), []);
  await window.id('import-text').fill(EXPORT);
  await window.id('import-make').click();
  await window.id('imported').filter({ hasText: 'books.toml' }).waitFor();
  await window.id('import-notes').filter({ hasText: 'JavaScript' }).waitFor();
  assert.deepEqual(await findings(window.page), []);
  await window.id('import-copy').click();
  await until(async () => (await copied()).includes('key = "books"'));
  await save(await copied(), 'books');
  await window.id('import-close').click();
  await window.id('find-connector').fill('example books');
  await window.page.getByText('Example Books').waitFor();
});
