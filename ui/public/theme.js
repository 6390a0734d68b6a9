// The theme that was chosen last, before the first paint. The page's own script comes too late for that, and the engine later
// still; the policy allows no inline script. `app/settings/theme.ts` keeps the choice here.
try {
  const theme = localStorage.getItem("patchbay.theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
  // Without storage the system's theme holds until the engine has told.
}
