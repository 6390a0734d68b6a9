/** The main window: navigation at the left, one screen beside it, and the vault before both while its key has no source. */
import { QueryClientProvider } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { follow, newClient } from "../shared/query";
import css from "./App.module.css";
import { FormAskBanner } from "./api/FormAskBanner";
import { Screen } from "./Screen";
import { Nav } from "./shell/Nav";
import { VaultGate } from "./shell/VaultGate";

export function App() {
  const [client] = useState(newClient);
  useEffect(() => follow(client), [client]);
  return (
    <QueryClientProvider client={client}>
      <VaultGate>
        {(banner) => (
          <div className={css.window}>
            <Nav />
            <div className={css.main}>
              {banner}
              <FormAskBanner />
              <main className={css.screen}>
                <Screen />
              </main>
            </div>
          </div>
        )}
      </VaultGate>
    </QueryClientProvider>
  );
}
