/** Who may use the API: pages by their origin, redirects by their exact URI, forms without a token, tokens by their key. */
import type { ApiView } from "../../shared/generated/ApiView";
import { AllowList } from "./AllowList";
import { judgeOrigin, judgeRedirectUri } from "./allow";
import css from "./Api.module.css";
import { FormAsks } from "./FormAsks";
import { PublicKeys } from "./PublicKeys";
import { Section } from "./Section";
import { TokenlessForms } from "./TokenlessForms";
import { useAccess } from "./useAccess";

export function AccessTab({ api }: { api: ApiView }) {
  const origins = useAccess();
  const uris = useAccess();
  return (
    <div className={css.columns}>
      <FormAsks />
      <div className={css.column}>
        <Section title="Allowed origins" lead="Pages on these origins may ask the API from a browser. Every other page is refused, whatever token it has.">
          <AllowList name="Allowed origins" label="Add an origin" placeholder="https://app.example.com" fixed={api.builtinOrigins} entries={api.origins} judge={judgeOrigin} onAdd={(origin) => origins.mutateAsync({ addOrigins: [origin] })} onRemove={(origin) => origins.mutateAsync({ removeOrigins: [origin] })} error={origins.error} empty="No origin is listed: no page can use the API." testId="origins" />
        </Section>
        <Section title="Redirect URIs" lead="Where your backend's connect form may send the user when it is done. Compared exactly; only the port of an address on this machine is free.">
          <AllowList name="Redirect URIs" label="Add a redirect URI" placeholder="https://app.example.com/connected" entries={api.redirectUris} judge={judgeRedirectUri} onAdd={(uri) => uris.mutateAsync({ addRedirectUris: [uri] })} onRemove={(uri) => uris.mutateAsync({ removeRedirectUris: [uri] })} error={uris.error} empty="None yet. They are needed only where a form posts to /connect with a redirectUri." testId="redirect-uris" />
        </Section>
      </div>
      <div className={css.column}>
        <TokenlessForms on={api.tokenlessForms} />
        <PublicKeys keys={api.publicKeys} />
      </div>
    </div>
  );
}
