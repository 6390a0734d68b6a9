// An application of React components on Membrane's hooks. What they hold is on `window.hooks`, for the test to read and call.
import { MembraneProvider, useConnection, useConnections, useConnectorSpec, useElementsBackgroundSync, useIntegration, useIntegrations, useMembrane } from '@membranehq/react';
import { createRoot } from 'react-dom/client';

const { auth, connectionId } = JSON.parse(decodeURIComponent(location.hash.slice(1)));
window.hooks = { events: [] };
const handlers = { onMessage: (event) => window.hooks.events.push(event) };

function Lists() {
  window.hooks.integrations = useIntegrations({ limit: 3 });
  window.hooks.found = useIntegrations({ search: 'keyed' });
  window.hooks.connections = useConnections({ limit: 2 });
  useElementsBackgroundSync(handlers, useMembrane());
  return (
    <ul>
      {window.hooks.connections.items.map((connection) => (
        <li key={connection.id}>{connection.name}</li>
      ))}
    </ul>
  );
}

function One() {
  window.hooks.connection = useConnection(connectionId);
  window.hooks.integration = useIntegration('keyed');
  window.hooks.spec = useConnectorSpec('keyed');
  return <h1>{window.hooks.connection.connection?.name}</h1>;
}

createRoot(document.getElementById('root')).render(
  <MembraneProvider {...auth}>
    <Lists />
    <One />
  </MembraneProvider>,
);
