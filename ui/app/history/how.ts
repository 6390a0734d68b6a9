/** By which way an override was changed. */
import type { How } from "../../shared/generated/How";

const WORDS: Record<How, string> = { window: "in the window", cli: "on the command line", sdk: "with the SDK", form: "by a form" };

export const howWords = (how: How): string => WORDS[how];
