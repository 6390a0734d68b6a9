/** Which screen this page is, and the way between those that lead to others. */
import { useState } from "react";
import { Card } from "./Card";
import type { Boot, Params } from "./boot";
import { Connect } from "./Connect";
import { ConnectionView } from "./ConnectionView";
import type { Frame } from "./frame";
import { IntegrationView } from "./IntegrationView";
import { MainView } from "./MainView";
import { Problem } from "./Pieces";
import { asked, renewal } from "./subject";
import { type Connection, Wire } from "./wire";

type View =
  | { at: "connect"; params: Params }
  | { at: "reconnect"; selector: string; params: Params }
  | { at: "connection"; selector: string }
  | { at: "integration"; selector: string }
  | { at: "main" };

const BARE: Params = { allowMultipleConnections: false };
/** How long a person sees that it worked before the overlay goes. */
export const READ_MS = 1400;

/** The view that a page starts with; null where it does not say of what. */
function first({ screen, params }: Boot): View | null {
  const connection = params.connectionId ?? params.connectionKey;
  const integration = params.integrationId ?? params.integrationKey;
  switch (screen) {
    case "connect":
      return (connection ?? integration ?? params.connectorId ?? params.connectorKey) === undefined ? null : { at: "connect", params };
    case "reconnect":
      return connection === undefined ? null : { at: "reconnect", selector: connection, params };
    case "connection":
      return connection === undefined ? null : { at: "connection", selector: connection };
    case "integration":
      return integration === undefined ? null : { at: "integration", selector: integration };
    case "main":
      return { at: "main" };
  }
}

const NOTHING = { message: "The application did not say what to connect.", next: "Go back to it and try again. If it happens again, tell the people who run it.", problems: [] };

export function Screens({ boot, frame }: { boot: Boot; frame: Frame | null }) {
  const [wire] = useState(() => new Wire(boot.token));
  const [views, setViews] = useState<View[]>(() => [first(boot)].filter((view) => view !== null));
  const close = frame ? () => frame.close() : null;
  if (boot.error) {
    return (
      <Card content="refused" onClose={close}>
        <Problem provider="!" title={boot.error.title} error={{ message: boot.error.message, next: boot.error.next, problems: [] }} onClose={close} />
      </Card>
    );
  }
  const [root] = views;
  const view = views.at(-1);
  if (!root || !view) {
    return (
      <Card content="refused" onClose={close}>
        <Problem provider="!" title="Nothing to connect" error={NOTHING} onClose={close} />
      </Card>
    );
  }
  const go = (next: View) => setViews((all) => [...all, next]);
  const leave = () => setViews((all) => all.slice(0, -1));
  const back = views.length > 1 ? leave : null;
  // The lists are places to come back to; everything else is there for one connection and ends with it.
  const browsing = root.at === "integration" || root.at === "main";
  const done = (connection: Connection) => {
    if (browsing) {
      setTimeout(leave, READ_MS);
    } else if (frame) {
      // Told at once: a person who closes the overlay now has connected all the same.
      frame.succeed(connection);
      setTimeout(close ?? leave, READ_MS);
    }
  };
  const after = browsing ? "Going back…" : frame ? "Returning to the application…" : "You can close this page.";
  const shared = { wire, onBack: back, onClose: close };
  const connect = { ...shared, after, onDone: done, redirectUri: frame === null ? (boot.params.redirectUri ?? null) : null };
  switch (view.at) {
    case "connect":
      return <Connect key={views.length} {...connect} about={JSON.stringify(view.params)} load={() => asked(wire, view.params)} />;
    case "reconnect":
      return <Connect key={views.length} {...connect} about={view.selector} load={() => renewal(wire, view.selector, view.params)} />;
    case "connection":
      return <ConnectionView key={views.length} {...shared} selector={view.selector} onReconnect={(connection) => go({ at: "reconnect", selector: connection.id, params: BARE })} />;
    case "integration":
      return (
        <IntegrationView
          key={views.length}
          {...shared}
          selector={view.selector}
          onOpen={(connection) => go({ at: "connection", selector: connection.id })}
          onConnect={(integration, another) => go({ at: "connect", params: { integrationId: integration.id, allowMultipleConnections: another } })}
        />
      );
    case "main":
      return <MainView key={views.length} wire={wire} onClose={close} onOpen={(integration) => go({ at: "integration", selector: integration.id })} />;
  }
}
