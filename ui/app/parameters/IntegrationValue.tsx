/** Sets one parameter in the integration, from where its value is seen. What that does to the other connections is said first. */
import { type FormEvent, useId, useState } from "react";
import { Button } from "../../shared/components/Button";
import { Dialog } from "../../shared/components/Dialog";
import { ErrorBox } from "../../shared/components/ErrorBox";
import { scopesKnown } from "../../shared/editor/knowledge";
import type { IntegrationDetail } from "../../shared/generated/IntegrationDetail";
import { fromInput, isMask, showValue } from "../../shared/params/value";
import { useAsk } from "../../shared/query";
import { formatRoute } from "../route";
import css from "./IntegrationValue.module.css";
import { fieldOn, type Workbench } from "./model";
import { Siblings } from "./Siblings";
import { ownValue, useIntegrationValue } from "./useIntegrationValue";
import { toRaw, ValueInput } from "./ValueInput";

interface Props {
  bench: Workbench;
  /** Null while none is edited. */
  path: string | null;
  onClose: () => void;
}

export function IntegrationValue({ bench, path, onClose }: Props) {
  // The last one stays while the dialog goes.
  const [shown, setShown] = useState(path);
  if (path !== null && path !== shown) setShown(path);
  return (
    <Dialog title={`${shown ?? ""} in the integration`} open={path !== null} onClose={onClose}>
      {path !== null && <Asked key={path} bench={bench} path={path} onClose={onClose} />}
    </Dialog>
  );
}

/** The option whose own parameters are meant: where the value that is seen comes from there. */
function optionOf(bench: Workbench, path: string): string | null {
  const leaf = bench.preview?.leaves.find((one) => one.path === path);
  const isOptions = leaf?.layer === "integrationOption" || leaf?.beneath.some((one) => one.layer === "integrationOption");
  return isOptions ? bench.option : null;
}

function Asked({ bench, path, onClose }: { bench: Workbench; path: string; onClose: () => void }) {
  const { data, error } = useAsk("integration_show", { key: bench.integration });
  if (error) return <ErrorBox error={error} />;
  return data ? <Editing bench={bench} detail={data} path={path} onClose={onClose} /> : null;
}

function Editing({ bench, detail, path, onClose }: { bench: Workbench; detail: IntegrationDetail; path: string; onClose: () => void }) {
  const option = optionOf(bench, path);
  const leaf = bench.preview?.leaves.find((one) => one.path === path);
  const field = { ...fieldOn(bench, path), secret: leaf?.secret ?? fieldOn(bench, path).secret };
  if (field.kind === "json" && typeof leaf?.value === "string") field.kind = "string";
  const note = useId();
  const [raw, setRaw] = useState(() => toRaw(ownValue(detail, option, path), field));
  const { own, problem, effect, save, saving, error } = useIntegrationValue(detail, option, field, raw, onClose);
  const beneath = detail.leaves.find((one) => one.path === path);
  const inherited = beneath?.layer === "integration" ? beneath.beneath[0]?.value : beneath?.value;
  const same = raw === toRaw(own, field);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const read = fromInput(raw, field);
    if (!same && raw !== "" && "value" in read) save(read.value);
  };
  return (
    <form className={css.form} onSubmit={submit} data-testid="integration-value">
      <ValueInput label={`${path} in ${detail.summary.name}`} field={field} value={raw} onValue={setRaw} suggestions={path === "scopes" ? scopesKnown(bench.preview?.leaves ?? [], bench.schema) : []} placeholder={inherited === undefined || inherited === null ? field.placeholder : showValue(inherited)} problemId={problem === null ? undefined : note} autoFocus />
      {problem !== null && (
        <p id={note} className={css.problem} role="alert">
          {problem}
        </p>
      )}
      {option !== null && (
        <p className={css.fine}>
          The value for those who sign in by <code>{option}</code>. It lies above the one for every way to sign in.
        </p>
      )}
      {problem === null && field.description !== "" && <p className={css.fine}>{field.description}</p>}
      {isMask(own) && <p className={css.fine}>A secret is set. A new one takes its place, and the old one cannot be brought back.</p>}
      <div role="status">
        <Siblings integration={bench.integration} option={option} path={path} effect={effect} connection={bench.connection} />
      </div>
      {error && <ErrorBox error={error} />}
      <div className={css.acts}>
        <Button type="submit" look="primary" busy={saving} disabled={same || raw === "" || problem !== null} data-testid="integration-value-save">
          Save in {detail.summary.name}
        </Button>
        {own !== undefined && (
          <Button disabled={saving} onClick={() => save(undefined)} title="The integration no longer sets it: what lies beneath holds" data-testid="integration-value-reset">
            Reset
          </Button>
        )}
        <Button look="quiet" onClick={onClose}>
          Cancel
        </Button>
        <a href={formatRoute({ screen: "integration", key: bench.integration })}>Open the integration</a>
      </div>
    </form>
  );
}
