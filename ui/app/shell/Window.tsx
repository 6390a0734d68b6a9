/** The window around the screens: navigation, what needs saying on every screen, the screen itself, and what may lie over it. */
import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useEffect, useRef } from "react";
import { GlobalActions } from "../actions/GlobalActions";
import { listenToKeys } from "../actions/keyboard";
import { useOverlay } from "../actions/overlay";
import { Palette } from "../actions/palette/Palette";
import { ShortcutSheet } from "../actions/ShortcutSheet";
import { FormAskBanner } from "../api/FormAskBanner";
import { formatRoute, useRoute } from "../route";
import { Screen } from "../Screen";
import { FaultsNote } from "../sandbox/FaultsNote";
import { useTheme } from "../settings/theme";
import { StartBar } from "../start/StartBar";
import { useFirstStart } from "../start/useFirstStart";
import { ErrorBoundary } from "./ErrorBoundary";
import { ListenerBanner } from "./ListenerBanner";
import { Nav } from "./Nav";
import { ReconnectWatch } from "./ReconnectWatch";
import { Toasts } from "./Toasts";
import { useHeadingFocus } from "./useHeadingFocus";
import css from "./Window.module.css";

export function Window({ banner }: { banner: ReactNode }) {
  const route = useRoute();
  const overlay = useOverlay();
  const main = useRef<HTMLElement>(null);
  const client = useQueryClient();
  // An answer that a screen broke on would break it again: what nobody shows is asked anew.
  const forget = () => client.removeQueries({ type: "inactive" });
  useEffect(listenToKeys, []);
  useTheme();
  const undecided = useFirstStart();
  useHeadingFocus(main, route);
  return (
    <div className={css.window}>
      <GlobalActions />
      <Nav />
      <div className={css.main}>
        {banner}
        <ListenerBanner />
        <FormAskBanner />
        <FaultsNote />
        <StartBar />
        <main ref={main} className={css.screen}>
          <ErrorBoundary place={formatRoute(route)} onBroken={forget}>
            {!undecided && <Screen />}
          </ErrorBoundary>
        </main>
      </div>
      <ReconnectWatch />
      <Toasts />
      {overlay === "palette" && <Palette />}
      {overlay === "shortcuts" && <ShortcutSheet />}
    </div>
  );
}
