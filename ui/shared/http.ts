/** What is read off an HTTP message: a header by its name, and whether a body is meant as JSON. */

/** The first header of a name, however it is written; undefined where there is none. */
export const headerIn = (headers: readonly (readonly [string, string])[], name: string): string | undefined => headers.find(([one]) => one.toLowerCase() === name.toLowerCase())?.[1];

/** Whether a text begins as a JSON object or list does: it need not be JSON yet. */
export const beginsLikeJson = (text: string): boolean => /^\s*[[{]/.test(text);
