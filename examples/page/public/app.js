// The page: one function for each way to connect, and a list of what is connected.
const at = (id) => document.getElementById(id);

/** A fresh token from our own backend; the SDK asks again shortly before it expires. */
const session = () => fetch('/session').then((answer) => answer.json());
let membrane;

async function begin() {
  const { apiUri } = await session();
  at('api').textContent = apiUri;
  membrane = new window.MembraneClient({ apiUri, uiUri: apiUri, fetchToken: async () => (await session()).token });
}
const begun = begin();

function say(text, bad = false) {
  at('message').textContent = text;
  at('message').classList.toggle('bad', bad);
  at('message').hidden = false;
}

/** What the developer sets. Throws where the text is not JSON. */
function chosen() {
  const text = at('parameters').value.trim();
  return {
    integrationKey: at('integration').value.trim(),
    connectorParameters: text === '' ? undefined : JSON.parse(text),
    allowMultipleConnections: at('multiple').checked,
  };
}

/** Runs one way to connect and says what came of it: a connection, nothing (the user left), or an error. */
async function attempt(connect) {
  try {
    await begun;
    const connection = await connect(chosen());
    say(connection ? `Connected: ${connection.name}` : 'Nothing was connected: the user left.');
    await list();
  } catch (error) {
    say(error.message, true);
  }
}

// 1. The screen.
at('screen').onclick = () => attempt((options) => membrane.ui.connect(options));

// 2. The function.
at('function').onclick = () => attempt(({ integrationKey, ...options }) => membrane.integration(integrationKey).connect(options));

// 3. The form. The payload is what a server would have written into the page.
at('form').onsubmit = async (event) => {
  event.preventDefault();
  const form = event.currentTarget;
  try {
    const { token, apiUri, redirectUri } = await session();
    form.action = `${apiUri}/connect`;
    form.elements.payload.value = JSON.stringify({ token, redirectUri, ...chosen() });
    form.submit();
  } catch (error) {
    say(error.message, true);
  }
};

function cell(...content) {
  const td = document.createElement('td');
  td.append(...content);
  return td;
}

function action(label, act) {
  const button = document.createElement('button');
  button.className = 'small';
  button.textContent = label;
  button.onclick = () => act().catch((error) => say(error.message, true));
  return button;
}

async function list() {
  const { items } = await membrane.connections.find({ limit: 50 });
  const rows = items.map((connection) => {
    const row = document.createElement('tr');
    const parameters = document.createElement('code');
    parameters.textContent = JSON.stringify(connection.connectorParameters ?? {});
    const call = action('Call', async () => {
      const answer = await membrane.connection(connection.id).proxy.get('/me');
      at('answer').textContent = `GET /me through ${connection.name}\n\n${JSON.stringify(answer, null, 2)}`;
      at('answer').hidden = false;
    });
    const archive = action('Archive', async () => {
      await membrane.connection(connection.id).archive();
      await list();
    });
    row.append(cell(connection.name), cell(connection.integration?.name ?? ''), cell(parameters), cell(call, archive));
    return row;
  });
  if (rows.length === 0) {
    const empty = document.createElement('tr');
    const only = cell('Nothing is connected yet. Use one of the three ways above.');
    only.colSpan = 4;
    empty.append(only);
    rows.push(empty);
  }
  at('connections').replaceChildren(...rows);
}

// Back from the form: the address says what happened.
const back = new URLSearchParams(location.search);
if (back.has('connectionId')) say(`Connected: ${back.get('connectionId')}`);
if (back.has('error')) say(back.get('error'), true);
if (location.pathname === '/done') history.replaceState(null, '', '/');

begun.then(list).catch((error) => say(`${error.message}. Is Patchbay running?`, true));
