/** What could not be done at the provider when a connection was archived, until it is read. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { QueryClient } from "@tanstack/react-query";
import { Button } from "../../shared/components/Button";
import css from "./ConnectionsScreen.module.css";

const KEY = ["archive-notice"];

/** Keeps the remark of an archive for the list that comes next. */
export function noteArchive(client: QueryClient, warning: string | null): void {
  client.setQueryData(KEY, warning);
}

export function ArchiveNotice() {
  const client = useQueryClient();
  const { data: warning } = useQuery<string | null>({ queryKey: KEY, queryFn: () => null, initialData: null, staleTime: Infinity });
  if (warning === null) return null;
  return (
    <p role="status" className={css.notice} data-testid="archive-notice">
      <span>{warning}</span>
      <Button look="quiet" onClick={() => noteArchive(client, null)}>
        Dismiss
      </Button>
    </p>
  );
}
