/** What the developer likes, and changing it: at once in the window, taken back if the engine cannot keep it. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { ErrorView } from "../../shared/generated/ErrorView";
import type { Preferences } from "../../shared/generated/Preferences";
import type { PreferencesChange } from "../../shared/generated/PreferencesChange";
import { rpc } from "../../shared/host";
import { keyOf, useAsk } from "../../shared/query";

const KEY = keyOf("preferences", {});

export function usePreferences() {
  const client = useQueryClient();
  const asked = useAsk("preferences", {});
  const set = useMutation<Preferences, ErrorView, PreferencesChange, { before: Preferences | undefined }>({
    mutationFn: (change) => rpc("preferences_set", change),
    onMutate: ({ theme, surface, notify }) => {
      const before = client.getQueryData<Preferences>(KEY);
      if (before) client.setQueryData<Preferences>(KEY, { ...before, theme: theme ?? before.theme, surface: surface ?? before.surface, notify: notify ?? before.notify });
      return { before };
    },
    onSuccess: (kept) => client.setQueryData(KEY, kept),
    onError: (_error, _change, context) => context?.before && client.setQueryData(KEY, context.before),
  });
  return { asked, set };
}
