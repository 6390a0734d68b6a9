/** Two ways to give a parameter its value: in this override, or in the integration, where every connection gets it. */
import { Button } from "../../shared/components/Button";
import { usePlaces } from "./places";

/** `as` tells the buttons apart where they stand more than once. */
export function Mend({ path, as }: { path: string; as: string }) {
  const places = usePlaces();
  return (
    <>
      <Button onClick={() => places.integration(path)} data-testid={`${as}-integration-${path}`}>
        Set it in the integration…
      </Button>
      <Button onClick={() => places.here(path)} data-testid={`${as}-here-${path}`}>
        Only here
      </Button>
    </>
  );
}
