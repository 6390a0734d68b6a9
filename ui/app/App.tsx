/** The main window's page: what the engine's state allows, and around it what catches whatever breaks. */
import { QueryClientProvider } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { follow, newClient } from "../shared/query";
import { ErrorBoundary } from "./shell/ErrorBoundary";
import { VaultGate } from "./shell/VaultGate";
import { Window } from "./shell/Window";

export function App() {
  const [client] = useState(newClient);
  useEffect(() => follow(client), [client]);
  return (
    <ErrorBoundary>
      <QueryClientProvider client={client}>
        <VaultGate>{(banner) => <Window banner={banner} />}</VaultGate>
      </QueryClientProvider>
    </ErrorBoundary>
  );
}
