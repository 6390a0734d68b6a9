/** Connections that are being prepared: few, so they stand above the list as a group of their own. */
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "../../shared/components/Button";
import { Tag } from "../../shared/components/Tag";
import { parseFilter, passes } from "../../shared/filter";
import { count } from "../../shared/format";
import type { DraftView } from "../../shared/generated/DraftView";
import type { IntegrationSummary } from "../../shared/generated/IntegrationSummary";
import { rpc } from "../../shared/host";
import { isObject, readPatch } from "../../shared/params/patch";
import { useAsk } from "../../shared/query";
import { say, sayProblem } from "../../shared/toast";
import { formatRoute } from "../route";
import css from "./DraftRows.module.css";
import { Ago } from "./TimeCell";

/** Shown without being asked for. */
const FEW = 3;

interface Draft {
  view: DraftView;
  id: string;
  name: string;
  integration: string;
  variant: string | null;
  overrides: number;
}

function leaves(value: unknown): number {
  return isObject(value) ? Object.values(value).reduce<number>((sum, inner) => sum + leaves(inner), 0) : 1;
}

function draftsOf(views: readonly DraftView[], integrations: readonly IntegrationSummary[]): Draft[] {
  return views.flatMap((view) => {
    if (view.id === null || view.connection !== undefined || view.defaults === true) return [];
    const integration = integrations.find((one) => one.key === view.integration)?.name ?? view.integration;
    const patch = readPatch(view.text) ?? {};
    const variant = patch["variant"];
    return [{ view, id: view.id, name: view.name || integration, integration, variant: typeof variant === "string" ? variant : null, overrides: leaves(patch) }];
  });
}

function fits(draft: Draft, filter: string): boolean {
  const variant = draft.variant ?? "";
  return passes(parseFilter(filter), { name: draft.name, integration: `${draft.integration} ${draft.view.integration}`, tenant: draft.view.tenant, env: variant, variant, option: draft.view.option ?? "", is: "draft", override: draft.overrides > 0 ? "any" : "none", needs: "", key: "" });
}

/** The drafts that the filter lets through. */
export function useDrafts(filter: string): { found: readonly Draft[]; all: number } {
  const drafts = useAsk("drafts", {});
  const integrations = useAsk("integrations", {});
  const all = draftsOf(drafts.data ?? [], integrations.data ?? []);
  return { found: all.filter((draft) => fits(draft, filter)), all: all.length };
}

export function DraftRows({ drafts }: { drafts: readonly Draft[] }) {
  const client = useQueryClient();
  const [all, setAll] = useState(false);
  const renew = () => void client.invalidateQueries({ queryKey: ["drafts"] });
  const discard = ({ view, id, name }: Draft) => {
    const undo = () => rpc("draft_save", { ...view, id: null }).then(renew);
    rpc("draft_discard", { id }).then(() => {
      renew();
      say(`Discarded the draft “${name}”.`, { undo });
    }, sayProblem);
  };
  if (drafts.length === 0) return null;
  const shown = all ? drafts : drafts.slice(0, FEW);
  return (
    <section className={css.drafts} aria-label="Being prepared">
      <h2>
        Being prepared <span>{drafts.length}</span>
      </h2>
      <ul>
        {shown.map((draft) => (
          <li key={draft.id} className={css.draft}>
            <a href={formatRoute({ screen: "draft", id: draft.id })} data-testid="draft-row">
              <b dir="auto">{draft.name}</b>
              <Tag look="override">draft</Tag>
              {draft.variant !== null && <Tag look="variant">{draft.variant}</Tag>}
              <span className={css.facts}>
                {draft.integration} · tenant {draft.view.tenant} · {draft.overrides > 0 ? count(draft.overrides, "value") : "no override yet"}
              </span>
              <span className={css.when}>
                <Ago at={draft.view.updatedAt} />
              </span>
            </a>
            <Button look="quiet" aria-label={`Discard the draft ${draft.name}`} onClick={() => discard(draft)} data-testid="draft-discard">
              Discard
            </Button>
          </li>
        ))}
      </ul>
      {drafts.length > FEW && (
        <button type="button" className={css.all} aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? "Show fewer" : `Show all ${drafts.length}`}
        </button>
      )}
    </section>
  );
}
