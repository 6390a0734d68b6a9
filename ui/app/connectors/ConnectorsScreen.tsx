/** The catalogue: every connector, found as one types, and the developer's own files with what is wrong with them. */
import { useMemo, useRef, useState } from "react";
import { Button } from "../../shared/components/Button";
import { Empty } from "../../shared/components/Empty";
import { ErrorBox } from "../../shared/components/ErrorBox";
import { Page } from "../../shared/components/Page";
import { SelectField } from "../../shared/components/TextField";
import type { VirtualTableHandle } from "../../shared/components/VirtualTable";
import { count } from "../../shared/format";
import type { AuthKind } from "../../shared/generated/AuthKind";
import type { ConnectorSummary } from "../../shared/generated/ConnectorSummary";
import { useAsk } from "../../shared/query";
import { useActions } from "../actions/actions";
import { Loading } from "../connections/Loading";
import { KIND_WORDS } from "../integrations/kinds";
import { Catalogue } from "./Catalogue";
import css from "./Connectors.module.css";
import { ImportDialog } from "./ImportDialog";
import { OwnFiles } from "./OwnFiles";
import { EVERYTHING, keepWanted, lastWanted, type Wanted } from "./session";

const KINDS = [{ value: "", label: "Any sign-in" }, ...(Object.keys(KIND_WORDS) as AuthKind[]).map((kind) => ({ value: kind as string, label: KIND_WORDS[kind] }))];
const NONE: readonly ConnectorSummary[] = [];

const fits = (one: ConnectorSummary, wanted: Wanted): boolean => (wanted.kind === "" || one.kind === wanted.kind) && (!wanted.variants || one.variants.length > 0) && (!wanted.own || one.own);

export function ConnectorsScreen() {
  const [wanted, setWanted] = useState(lastWanted);
  const [files, setFiles] = useState(false);
  const table = useRef<VirtualTableHandle>(null);
  const search = wanted.search.trim();
  const connectors = useAsk("connectors", search === "" ? {} : { search }, { keep: true });
  const found = connectors.data ?? NONE;
  const shown = useMemo(() => found.filter((one) => fits(one, wanted)), [found, wanted]);
  const change = (next: Partial<Wanted>) => {
    keepWanted({ ...wanted, ...next });
    setWanted({ ...wanted, ...next });
  };
  const [importing, setImporting] = useState(false);
  useActions(useMemo(() => [{ id: "connectors.import", title: "Import a connector…", group: "Connectors", keys: "i", words: "membrane export", run: () => setImporting(true) }, { id: "connectors.files", title: files ? "Hide your own connector files" : "Show your own connector files", group: "Connectors", keys: "o", words: "folders problems toml", run: () => setFiles(!files) }], [files]));
  return (
    <Page
      title="Connectors"
      actions={
        <>
          <Button look="quiet" onClick={() => setImporting(true)} title="I" data-testid="connector-import">
            Import…
          </Button>
          <Button onClick={() => setFiles(!files)} aria-expanded={files} title="O" data-testid="own-files">
            {files ? "Hide your own files" : "Your own files"}
          </Button>
        </>
      }
    >
      {files && (
        <div className={css.folders}>
          <OwnFiles />
        </div>
      )}
      <div className={css.find}>
        <input
          type="search"
          aria-label="Find a connector"
          placeholder="Find a provider"
          value={wanted.search}
          onChange={(event) => change({ search: event.target.value })}
          onKeyDown={(event) => {
            if (!["ArrowDown", "Enter"].includes(event.key) || shown.length === 0) return;
            event.preventDefault();
            table.current?.focus(0);
          }}
          data-filter
          data-testid="find-connector"
          autoFocus
        />
        <span role="status">{connectors.data && count(shown.length, "connector")}</span>
        <div className={css.filters}>
          <SelectField label="Sign-in" value={wanted.kind} onValue={(kind) => change({ kind: kind as Wanted["kind"] })} items={KINDS} data-testid="kind" />
          <label>
            <input type="checkbox" checked={wanted.variants} onChange={(event) => change({ variants: event.target.checked })} data-testid="with-variants" /> Other environments
          </label>
          <label>
            <input type="checkbox" checked={wanted.own} onChange={(event) => change({ own: event.target.checked })} data-testid="only-own" /> Only your own
          </label>
        </div>
      </div>
      {connectors.error && (
        <div className={css.error}>
          <ErrorBox error={connectors.error}>
            <Button onClick={() => void connectors.refetch()}>Ask again</Button>
          </ErrorBox>
        </div>
      )}
      {connectors.isPending && <Loading words="The catalogue is being read." />}
      {connectors.data && shown.length === 0 && (
        <Empty title="No connector fits" action={<Button onClick={() => change(EVERYTHING)}>Show all</Button>}>
          {wanted.own && !found.some((one) => one.own) ? "You have no file of your own yet. Open a connector and make your own copy of it, or put a file into a folder under “Your own files”." : "A provider that is not here can be written as one file: make your own copy of one that is like it, and change that."}
        </Empty>
      )}
      <ImportDialog open={importing} onClose={() => setImporting(false)} />
      {shown.length > 0 && <Catalogue connectors={shown} handle={table} />}
    </Page>
  );
}
