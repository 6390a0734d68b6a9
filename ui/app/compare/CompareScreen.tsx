/** Two sides, leaf by leaf and as text. */
import { Page } from "../../shared/components/Page";

export function CompareScreen({ left, right }: { left: string; right: string }) {
  return <Page title="Compare">{left + right}</Page>;
}
