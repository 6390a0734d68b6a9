/** What lets a refused request through the next time, as a button; then that it was done. */
import { Button } from "../../shared/components/Button";
import { Lamp } from "../../shared/components/Lamp";
import type { ApiRequestView } from "../../shared/generated/ApiRequestView";
import type { ApiView } from "../../shared/generated/ApiView";
import { isRemedied } from "./requests";
import css from "./Requests.module.css";
import { useAccess } from "./useAccess";

interface Props {
  request: ApiRequestView;
  remedy: NonNullable<ApiRequestView["remedy"]>;
  api: ApiView;
}

export function Remedy({ request, remedy, api }: Props) {
  const access = useAccess();
  const origin = remedy.kind === "origin";
  if (isRemedied(request, api)) {
    return (
      <span role="status" className={css.done} data-testid="remedied">
        <Lamp light="green" /> {origin ? "Listed now" : "Registered now"}: try it again.
      </span>
    );
  }
  return (
    <>
      <Button busy={access.isPending} onClick={() => access.mutate(origin ? { addOrigins: [remedy.value] } : { addRedirectUris: [remedy.value] })} title={remedy.value} data-testid="remedy">
        {origin ? "List this origin" : "Register this redirect URI"}
      </Button>
      {access.error && (
        <span role="alert" className={css.wrong}>
          {access.error.message} {access.error.next}
        </span>
      )}
    </>
  );
}
