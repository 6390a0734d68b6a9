import { act, renderHook } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import type { CallView } from "../../shared/generated/CallView";
import type { Pages } from "../../shared/pages";
import { useHeld } from "./useHeld";

const call = (id: string) => ({ id }) as CallView;

/** A log, newest first, as far as this needs one. */
function pagesOf(ids: readonly string[]): Pages<"call_log"> {
  const items = ids.map(call);
  return { total: ids.length, at: (index) => items[index], show: vi.fn(), head: { items: items.slice(0, 100), total: ids.length, counting: false, dropped: 0 }, error: null, pending: false, stale: false, refetch: () => undefined };
}

it("follows while it is not held, and stands still while it is", () => {
  const log = ["c", "b", "a"];
  const { result, rerender } = renderHook(({ ids, hold, filter = "" }: { ids: string[]; hold: boolean; filter?: string }) => useHeld(pagesOf(ids), hold, filter), { initialProps: { ids: log, hold: false } });
  rerender({ ids: ["d", ...log], hold: false });
  expect(result.current.at(0)?.id).toBe("d");
  rerender({ ids: ["d", ...log], hold: true });
  rerender({ ids: ["f", "e", "d", ...log], hold: true });
  expect([result.current.at(0)?.id, result.current.total, result.current.fresh]).toEqual(["d", 4, 2]);
  rerender({ ids: ["f", "e", "d", ...log], hold: false });
  expect([result.current.at(0)?.id, result.current.total, result.current.fresh]).toEqual(["f", 6, 0]);
});

it("finds its place where more came than a page holds, and where old ones went", () => {
  const many = Array.from({ length: 150 }, (_, at) => `n${at}`);
  const { result, rerender } = renderHook(({ ids }: { ids: string[] }) => useHeld(pagesOf(ids), true, ""), { initialProps: { ids: ["b", "a"] } });
  rerender({ ids: [...many, "b", "a"] });
  expect(result.current.at(0)?.id).toBe("b");
  // The log is full: one came, the oldest went, and the number stayed.
  const { result: full, rerender: again } = renderHook(({ ids }: { ids: string[] }) => useHeld(pagesOf(ids), true, ""), { initialProps: { ids: ["c", "b", "a"] } });
  act(() => again({ ids: ["d", "c", "b"] }));
  expect(full.current.at(0)?.id).toBe("c");
});

it("asks for the pages that are really in sight", () => {
  const pages = pagesOf(["c", "b", "a"]);
  const { result, rerender } = renderHook(({ of }: { of: Pages<"call_log"> }) => useHeld(of, true, ""), { initialProps: { of: pages } });
  const later = pagesOf(["d", "c", "b", "a"]);
  rerender({ of: later });
  result.current.show(0, 2);
  expect(later.show).toHaveBeenCalledWith(1, 3);
});
