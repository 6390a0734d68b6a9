/** Says on every screen that a form without a token waits. What it wants is seen before it is allowed, so this only leads there, or refuses. */
import { Button } from "../../shared/components/Button";
import { Lamp } from "../../shared/components/Lamp";
import { useAsk } from "../../shared/query";
import { go, useRoute } from "../route";
import css from "./FormAskBanner.module.css";
import { useFormAnswer } from "./useFormAnswer";

export function FormAskBanner() {
  const asks = useAsk("form_asks", {});
  const route = useRoute();
  const answer = useFormAnswer();
  const [first, ...others] = asks.data ?? [];
  if (!first || (route.screen === "api" && route.tab === "access")) return null;
  return (
    <section className={css.banner} role="alert" aria-label="A form waits for your answer" data-testid="form-ask-banner">
      <Lamp light="amber" />
      <p className={css.text}>
        <b>{first.origin}</b> asks to connect <b>{first.integrationName}</b> without a token{others.length > 0 && `, and ${others.length} more wait`}.
        {answer.error && <span className={css.error}> {answer.error.message}</span>}
      </p>
      <div className={css.acts}>
        <Button onClick={() => go({ screen: "api", tab: "access" })} data-testid="form-ask-review">
          See what it wants
        </Button>
        <Button look="quiet" busy={answer.isPending} onClick={() => answer.mutate({ id: first.id, allow: false })} data-testid="form-ask-banner-refuse">
          Refuse
        </Button>
      </div>
    </section>
  );
}
