/** The requests that are kept for this integration. Picking one puts it into the form; taking one away can be undone. */
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "../../../shared/components/Button";
import type { SavedRequest } from "../../../shared/generated/SavedRequest";
import { rpc } from "../../../shared/host";
import { say, sayProblem } from "../../../shared/toast";
import { RenameRequest } from "./RenameRequest";
import css from "./Side.module.css";

interface Props {
  saved: readonly SavedRequest[];
  chosen: string | null;
  onPick: (request: SavedRequest) => void;
}

export function Saved({ saved, chosen, onPick }: Props) {
  const client = useQueryClient();
  const [renamed, setRenamed] = useState<SavedRequest | null>(null);
  const renew = () => client.invalidateQueries({ queryKey: ["saved_requests"] });
  const forget = async (request: SavedRequest) => {
    if (request.id === null) return;
    try {
      await rpc("saved_request_delete", { id: request.id });
      const undo = async () => {
        await rpc("saved_request_save", { ...request, id: null });
        await renew();
      };
      say(`“${request.name}” is no longer saved.`, { undo });
    } catch (thrown) {
      sayProblem(thrown);
    }
    await renew();
  };
  return (
    <section aria-label="Saved requests">
      <h2>Saved</h2>
      {saved.length === 0 && <p className={css.none}>None yet. “Save…” keeps the request for every connection of this integration.</p>}
      <ul>
        {saved.map((request) => (
          <li key={request.id} className={css.saved}>
            <button type="button" className={css.item} aria-current={chosen === request.id || undefined} onClick={() => onPick(request)} title={`${request.method} ${request.path}`} data-testid="saved-request">
              <span className={css.title}>{request.name}</span>
              <span className={css.what}>
                {request.method} {request.path}
              </span>
            </button>
            <Button look="quiet" className={css.rename} aria-label={`Rename ${request.name}`} title="Rename" onClick={() => setRenamed(request)} data-testid="saved-rename">
              ✎
            </Button>
            <Button look="quiet" className={css.forget} data-testid="saved-forget" aria-label={`Forget ${request.name}`} onClick={() => void forget(request)}>
              ×
            </Button>
          </li>
        ))}
      </ul>
      <RenameRequest request={renamed} saved={saved} onClose={() => setRenamed(null)} />
    </section>
  );
}
