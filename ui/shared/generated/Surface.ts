
export type Surface = "window" | "browser" | "popup";
