//! What a page may ask of the shell is one file, and it is about the main window alone.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test says no by panicking")]

use std::{fs, path::Path};

use serde_json::{Value, json};

fn json_of(path: &Path) -> Value {
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

#[test]
fn one_capability_for_the_main_window_and_none_for_a_remote_page() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let files: Vec<_> = fs::read_dir(root.join("src-tauri/capabilities"))
        .unwrap()
        .map(|file| file.unwrap().path())
        .collect();
    let [only] = files.as_slice() else {
        panic!("one capability file, not {files:?}")
    };
    let capability = json_of(only);
    assert_eq!(capability["windows"], json!(["main"]));
    assert_eq!(capability["local"], json!(true));
    assert!(capability.get("remote").is_none() && capability.get("webviews").is_none());
    assert_eq!(
        capability["permissions"],
        json!([
            "allow-rpc",
            "allow-save-file",
            "core:event:allow-listen",
            "core:event:allow-unlisten"
        ])
    );

    let config = json_of(&root.join("tauri.conf.json"));
    let security = &config["app"]["security"];
    assert_eq!(security["capabilities"], json!(["main"]));
    assert_eq!(config["app"]["withGlobalTauri"], json!(false));
    assert_eq!(security["assetProtocol"]["enable"], json!(false));
    assert!(
        config["build"].get("devUrl").is_none(),
        "a development server's pages would be local ones"
    );
    let csp = security["csp"].as_str().unwrap();
    assert!(
        csp.starts_with("default-src 'none'; script-src 'self';") && !csp.contains("unsafe-eval"),
        "{csp}"
    );
}

#[test]
fn the_development_profile_shares_neither_identifier_nor_scheme() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (release, development) = (
        json_of(&root.join("tauri.conf.json")),
        json_of(&root.join("tauri.dev.conf.json")),
    );
    assert_ne!(release["identifier"], development["identifier"]);
    let schemes = |config: &Value| config["plugins"]["deep-link"]["desktop"]["schemes"].clone();
    assert_eq!(schemes(&release), json!(["patchbay"]));
    assert_eq!(schemes(&development), json!(["patchbay-dev"]));
}

/// With an inline style in the page, a nonce joins the policy, and every style that is added later is ignored.
#[test]
fn the_page_has_no_inline_style_and_no_inline_script() {
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("ui/dist/index.html")).unwrap();
    assert!(!page.contains("<style") && !page.contains("style="), "{page}");
    for script in page.split("<script").skip(1) {
        assert!(script.split('>').next().unwrap().contains("src="), "{page}");
    }
}
