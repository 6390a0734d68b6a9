/** Starts the main window's page. */
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import "../shared/style/base.css";
import { inApp, setHost } from "../shared/host";
import { App } from "./App";

async function start(): Promise<void> {
  if (import.meta.env.DEV && !inApp()) setHost((await import("../shared/fake/host.fake")).newFakeHost());
  const root = document.getElementById("root");
  if (root) createRoot(root).render(<StrictMode><App /></StrictMode>);
}

void start();
