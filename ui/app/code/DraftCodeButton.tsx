/** The code of a draft, over its workbench: a draft has no tabs of its own. */
import { useMemo, useState } from "react";
import { Button } from "../../shared/components/Button";
import type { DraftView } from "../../shared/generated/DraftView";
import { type Action, useActions } from "../actions/actions";
import { Drawer } from "../history/Drawer";
import { DraftCode } from "./CodePanel";

export function DraftCodeButton({ draft, text }: { draft: DraftView; text: string }) {
  const [open, setOpen] = useState(false);
  useActions(useMemo((): Action[] => [{ id: "draft.code", title: "Show the code of this draft", group: "Parameters", keys: "alt+4", words: "snippet sdk copy", run: () => setOpen(true) }], []));
  return (
    <>
      <Button look="quiet" onClick={() => setOpen(true)} title="Alt+4" data-testid="draft-code">
        Code
      </Button>
      <Drawer title="Code of this draft" open={open} onClose={() => setOpen(false)}>
        {open && <DraftCode draft={draft} text={text} />}
      </Drawer>
    </>
  );
}
