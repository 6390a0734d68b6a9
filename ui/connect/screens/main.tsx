/** Starts the page that an end user sees in the SDK's overlay, or in a tab. */
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import "./base.css";
import { readBoot } from "./boot";
import { joinFrame } from "./frame";
import { Screens } from "./Screens";
import { applyTheme } from "./theme";

// The overlay gives three seconds for the handshake: nothing comes before it.
const frame = joinFrame();
const boot = readBoot();
applyTheme(boot.theme, frame !== null);
const root = document.getElementById("root");
if (root) createRoot(root).render(<StrictMode><Screens boot={boot} frame={frame} /></StrictMode>);
