/** The defaults as a form made from the connector: what it requires first, then its own, then what every connector takes. */
import type { IntegrationDetail } from "../../../shared/generated/IntegrationDetail";
import { DefaultField } from "./DefaultField";
import css from "./Defaults.module.css";
import { sectionsOf } from "./sections";
import type { Defaults } from "./useDefaults";

export function DefaultForm({ detail, defaults, option }: { detail: IntegrationDetail; defaults: Defaults; option: string | null }) {
  return (
    <div className={css.form}>
      {sectionsOf(detail.parametersSchema, detail.summary.kind, detail.summary.connectorName).map(([title, fields]) => (
        <fieldset key={title} className={css.group}>
          <legend>{title}</legend>
          {fields.map((field) => (
            <DefaultField key={field.name} detail={detail} defaults={defaults} field={field} option={option} />
          ))}
        </fieldset>
      ))}
      <p className={css.hint}>Headers, query parameters, retries and extra parameters of the sign-in are set under JSON.</p>
    </div>
  );
}
