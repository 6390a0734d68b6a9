//! Prepares what Tauri embeds.
fn main() { tauri_build::build() }
