/** The main window. */
export function App() {
  return <main>Patchbay</main>;
}
