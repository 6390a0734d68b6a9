/** The switch for forms without a token, what it allows, and the forms that wait for an answer. */
import { Switch } from "react-aria-components";
import { ErrorBox } from "../../shared/components/ErrorBox";
import { useAsk } from "../../shared/query";
import css from "./Api.module.css";
import { FormAskCard } from "./FormAskCard";
import { Section } from "./Section";
import forms from "./TokenlessForms.module.css";
import { useAccess } from "./useAccess";

export function TokenlessForms({ on }: { on: boolean }) {
  const access = useAccess();
  const asks = useAsk("form_asks", {});
  return (
    <Section title="Forms without a token">
      <Switch className={forms.switch ?? ""} isSelected={on} isDisabled={access.isPending} onChange={(next) => access.mutate({ tokenlessForms: next })} data-testid="tokenless-forms">
        <span className={forms.track} aria-hidden="true" />
        Take forms that post to /connect without a token
      </Switch>
      <p className={on ? forms.warning : css.lead}>
        {on ? "On: any" : "Off: such a form is refused. When on, any"} page on an allowed origin can ask to connect as the tenant <code>test</code>, with an override of its choosing. Patchbay asks you each time, here and above every screen, and nothing starts before you allow it. Without this window open, such a form is refused.
      </p>
      {access.error && <ErrorBox error={access.error} />}
      {asks.error && <ErrorBox error={asks.error} />}
      {(asks.data ?? []).length > 0 && (
        <ul className={forms.asks} aria-label="Forms that wait for your answer">
          {asks.data?.map((ask) => (
            <li key={ask.id}>
              <FormAskCard ask={ask} />
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
