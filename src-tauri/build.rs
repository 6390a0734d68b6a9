//! What must be settled before the shell compiles: which profile this is, which commands a page may name, and that
//! there is a page to embed.
//!
//! A debug build is the *development profile*: its own identifier, scheme and (through the identifier) data folder, so
//! that it never touches the data of an installed Patchbay or takes over its links.

use std::{error::Error, fs, path::Path};

use serde_json::{Value, json};

/// Shown when the pages were not built; `cargo xtask run` and `cargo xtask test` always build them first.
const PLACEHOLDER: &str = "<!doctype html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><title>Patchbay</title></head>\n\
    <body><p>The pages are not built. Run <code>cargo xtask run</code>.</p></body>\n</html>\n";

fn main() -> Result<(), Box<dyn Error>> {
    ensure_page()?;
    choose_profile()?;
    println!("cargo:rerun-if-changed=src-tauri/capabilities");
    let attributes = tauri_build::Attributes::new()
        .capabilities_path_pattern("./src-tauri/capabilities/**/*")
        .app_manifest(tauri_build::AppManifest::new().commands(&["rpc", "save_file"]));
    Ok(tauri_build::try_build(attributes)?)
}

/// The macro that embeds `ui/dist` stops the build where the folder is missing; a check or a lint needs no real page.
fn ensure_page() -> std::io::Result<()> {
    let page = Path::new("ui/dist/index.html");
    println!("cargo:rerun-if-changed={}", page.display());
    if !page.exists() {
        fs::create_dir_all("ui/dist")?;
        fs::write(page, PLACEHOLDER)?;
    }
    Ok(())
}

/// Hands the development profile's changes to `generate_context!`, which reads them from `TAURI_CONFIG` when it expands.
fn choose_profile() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=tauri.dev.conf.json");
    if std::env::var("PROFILE")? != "debug" {
        return Ok(());
    }
    let mut patch: Value = serde_json::from_str(&fs::read_to_string("tauri.dev.conf.json")?)?;
    if let Ok(given) = std::env::var("TAURI_CONFIG") {
        // The Tauri command line passes its own `--config` the same way: it stays on top.
        lay_over(&mut patch, serde_json::from_str(&given)?);
    }
    println!("cargo:rustc-env=TAURI_CONFIG={patch}");
    Ok(())
}

/// Combines two merge patches (RFC 7396) into one; a `null` must stay, as it has yet to remove something.
fn lay_over(below: &mut Value, above: Value) {
    match (below, above) {
        (Value::Object(below), Value::Object(above)) => {
            for (key, value) in above {
                lay_over(below.entry(key).or_insert(json!({})), value);
            }
        }
        (below, above) => *below = above,
    }
}
