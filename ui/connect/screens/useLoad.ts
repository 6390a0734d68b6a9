/** Something that is asked for when a screen opens. */
import { useEffect, useEffectEvent, useState } from "react";
import type { Told } from "../../shared/components/ErrorBox";
import { asTold } from "./wire";

export interface Load<T> {
  data: T | null;
  error: Told | null;
  /** Asks again; what is there stays until the answer comes. */
  again: () => void;
}

/** `load` is asked once for each `key`, and at every `again`. */
export function useLoad<T>(key: string, load: () => Promise<T>): Load<T> {
  const [state, setState] = useState<{ key: string; data: T | null; error: Told | null }>({ key, data: null, error: null });
  const [turn, setTurn] = useState(0);
  const ask = useEffectEvent(load);
  useEffect(() => {
    let left = false;
    ask().then(
      (data) => !left && setState({ key, data, error: null }),
      (thrown: unknown) => !left && setState({ key, data: null, error: asTold(thrown) }),
    );
    return () => {
      left = true;
    };
  }, [key, turn]);
  const fresh = state.key === key;
  return { data: fresh ? state.data : null, error: fresh ? state.error : null, again: () => setTurn((turns) => turns + 1) };
}
