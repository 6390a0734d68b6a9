/** The switch for forms without a token, and what it allows. */
import { Switch } from "react-aria-components";
import { ErrorBox } from "../../shared/components/ErrorBox";
import css from "./Api.module.css";
import { Section } from "./Section";
import forms from "./TokenlessForms.module.css";
import { useAccess } from "./useAccess";

export function TokenlessForms({ on }: { on: boolean }) {
  const access = useAccess();
  return (
    <Section title="Forms without a token">
      <Switch className={forms.switch ?? ""} isSelected={on} isDisabled={access.isPending} onChange={(next) => access.mutate({ tokenlessForms: next })} data-testid="tokenless-forms">
        <span className={forms.track} aria-hidden="true" />
        Take forms that post to /connect without a token
      </Switch>
      <p className={on ? forms.warning : css.lead}>
        {on ? "On: any" : "Off: such a form is refused. When on, any"} page on an allowed origin can ask to connect as the tenant <code>test</code>, with an override of its choosing. Patchbay asks you each time, with a banner on every screen, and nothing starts before you allow it. Without this window open, such a form is refused.
      </p>
      {access.error && <ErrorBox error={access.error} />}
    </Section>
  );
}
