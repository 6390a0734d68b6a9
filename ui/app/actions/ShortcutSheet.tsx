/** The shortcuts as a sheet over the window. */
import { Dialog } from "../../shared/components/Dialog";
import { lay } from "./overlay";
import { ShortcutList } from "./ShortcutList";

export function ShortcutSheet() {
  return (
    <Dialog title="Keyboard shortcuts" open wide closes onClose={() => lay(null)}>
      <ShortcutList />
    </Dialog>
  );
}
