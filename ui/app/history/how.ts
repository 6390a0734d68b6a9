/** By which way an override was changed. */
import type { How } from "../../shared/generated/How";

const WORDS: Record<string, string> = { window: "in the window", cli: "on the command line", sdk: "with the SDK", form: "by a form", preset: "by a preset", file: "from a file", restore: "restored" };

export const howWords = (how: How): string => WORDS[how] ?? how;
