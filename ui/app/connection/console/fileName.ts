/** What the file of an answer's body is called, until the developer says otherwise. */

const ENDINGS: Record<string, string> = { "application/json": "json", "text/csv": "csv", "application/xml": "xml", "text/xml": "xml", "text/html": "html", "text/plain": "txt", "application/pdf": "pdf", "image/png": "png", "image/jpeg": "jpg", "application/zip": "zip" };

/** The last part of the path, with the ending of the content's type where it has none of its own. */
export function fileNameOf(path: string, contentType: string | undefined): string {
  const last = path.split(/[?#]/)[0]?.split("/").filter(Boolean).at(-1) ?? "answer";
  if (/\.[a-z0-9]{1,5}$/i.test(last)) return last;
  const type = contentType?.split(";")[0]?.trim().toLowerCase() ?? "";
  const ending = ENDINGS[type] ?? (type.endsWith("+json") ? "json" : "bin");
  return `${last}.${ending}`;
}
