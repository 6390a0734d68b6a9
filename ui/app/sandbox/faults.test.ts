import { expect, it } from "vitest";
import { GROUPS, isOn, isPreset, namesOf, NO_FAULTS, PRESETS, withFault } from "./faults";

const all = GROUPS.flatMap((group) => group.faults);

it("has a switch for every fault there is, once", () => {
  expect(all.map((fault) => fault.key).sort()).toEqual(Object.keys(NO_FAULTS).sort());
});

it("switches each on and off again, alone", () => {
  for (const fault of all) {
    const on = withFault(NO_FAULTS, fault, true);
    expect(all.filter((other) => isOn(on, other.key)).map((other) => other.key)).toEqual([fault.key]);
    expect(withFault(on, fault, false)).toEqual(NO_FAULTS);
  }
});

it("names what is on, with its value", () => {
  expect(namesOf(NO_FAULTS)).toEqual([]);
  expect(namesOf({ ...NO_FAULTS, apiStatus: 503, slowMs: 250, deny: true })).toEqual(["consent: deny", "token endpoint: slow 250 ms", "API: answer with a status 503"]);
});

it("knows a preset only where nothing else is on", () => {
  for (const preset of PRESETS) {
    const faults = { ...NO_FAULTS, ...preset.faults };
    expect(PRESETS.filter((one) => isPreset(faults, one.faults)).map((one) => one.id)).toEqual([preset.id]);
    expect(isPreset({ ...faults, omitExpiresIn: true }, preset.faults)).toBe(false);
  }
});
