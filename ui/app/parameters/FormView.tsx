/** The override as a form: what the connector declares, then what every connector takes. An empty field inherits. */
import { fieldsOf, UNIVERSAL_NAMES } from "../../shared/params/schema";
import css from "./FormView.module.css";
import { fieldOn, type Workbench } from "./model";
import { OverrideField } from "./OverrideField";

export function FormView({ bench, editable }: { bench: Workbench; editable: boolean }) {
  const declared = fieldsOf(bench.schema).filter((field) => field.kind !== "json" && !UNIVERSAL_NAMES.includes(field.name));
  const universal = UNIVERSAL_NAMES.filter((name) => name !== "connectorVersion").map((name) => fieldOn(bench, name));
  const group = (title: string, fields: typeof declared) =>
    fields.length > 0 && (
      <fieldset className={css.group}>
        <legend>{title}</legend>
        {fields.map((field) => (
          <OverrideField key={field.name} bench={bench} field={field} editable={editable} />
        ))}
      </fieldset>
    );
  return (
    <div className={css.form}>
      {group("This connector", declared)}
      {group("Every connector", universal)}
      <p className={css.more}>Headers, query parameters, and extra parameters of the authorize and token requests are added in the Effective view or as JSON.</p>
    </div>
  );
}
