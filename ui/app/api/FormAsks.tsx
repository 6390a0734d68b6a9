/** The forms without a token that wait for an answer, before everything else: somebody sits in front of each. */
import { ErrorBox } from "../../shared/components/ErrorBox";
import { useAsk } from "../../shared/query";
import { FormAskCard } from "./FormAskCard";
import { Section } from "./Section";
import css from "./TokenlessForms.module.css";

export function FormAsks() {
  const asks = useAsk("form_asks", {});
  if (!asks.error && (asks.data ?? []).length === 0) return null;
  return (
    <div className={css.waiting}>
      <Section title="Waiting for your answer">
        {asks.error && <ErrorBox error={asks.error} />}
        <ul className={css.asks} aria-label="Forms that wait for your answer">
          {asks.data?.map((ask) => (
            <li key={ask.id}>
              <FormAskCard ask={ask} />
            </li>
          ))}
        </ul>
      </Section>
    </div>
  );
}
