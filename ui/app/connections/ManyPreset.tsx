/** A preset for all that is marked. */
import { useState } from "react";
import { Button } from "../../shared/components/Button";
import { ApplyPreset } from "../presets/ApplyPreset";

/** The engine takes no more at once. */
const MOST = 1_000;

export function ManyPreset({ ids }: { ids: readonly string[] }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)} disabled={ids.length > MOST} title={ids.length > MOST ? "A preset is applied to at most 1,000 at once." : undefined} data-testid="many-preset">
        Apply preset…
      </Button>
      <ApplyPreset connections={ids} open={open} onClose={() => setOpen(false)} />
    </>
  );
}
