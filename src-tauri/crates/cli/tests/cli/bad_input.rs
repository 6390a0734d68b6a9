//! Bad input: each a clear message, nothing half written.

use crate::harness::{Patchbay, ready};

#[test]
fn an_override_that_does_not_fit_says_where_and_what_is_near() {
    let patchbay = ready();
    let dry = |param: &[&str]| {
        let mut args = vec!["connect", "sandbox", "--dry-run"];
        args.extend(param);
        patchbay.run(&args)
    };
    dry(&["--param", "scope=contacts.read"]).failed(2, &["scope", "scopes"]);
    dry(&["--param", "scopes=contacts.read"]).failed(2, &["scopes"]);
    dry(&["--param", "variant=nowhere"]).failed(2, &["nowhere"]);
    dry(&["--param", "authorizeParams.state=mine"]).failed(2, &["state"]);
    dry(&["--param", "http.headers.Authorization=mine"]).failed(2, &["Authorization"]);
    dry(&["--param-json", "scopes=[\"a\""]).failed(2, &["scopes", "not JSON"]);
    dry(&["--param", "scopes"]).failed(2, &["no “=”"]);
}

#[test]
fn a_params_file_that_is_not_json_names_the_place() {
    let patchbay = ready();
    let file = patchbay.dir().join("params.json");
    std::fs::write(&file, "{\n  \"scopes\": [}\n}").unwrap();
    let path = file.to_str().unwrap();
    patchbay
        .run(&["connect", "sandbox", "--dry-run", "--params-file", path])
        .failed(2, &["params.json", "line 2"]);
}

#[test]
fn what_does_not_exist_is_not_found() {
    let patchbay = ready();
    patchbay
        .run(&["connection", "show", "nothing"])
        .failed(3, &["nothing"]);
    patchbay
        .run(&["integration", "show", "nothing"])
        .failed(3, &["nothing"]);
    patchbay
        .run(&["connect", "nothing", "--surface", "print"])
        .failed(3, &["nothing"]);
    let error = patchbay
        .run(&["connector", "show", "nothing", "--json"])
        .failed(3, &[])
        .json();
    assert_eq!(error["error"]["code"], "not_found");
    assert!(error["error"]["hint"].is_string());
}

#[test]
fn a_connector_file_s_error_names_its_line() {
    let patchbay = Patchbay::new();
    let file = patchbay.dir().join("broken.toml");
    std::fs::write(&file, "key = \"broken\"\nname = 7\n").unwrap();
    let checked = patchbay
        .run(&["connector", "check", file.to_str().unwrap()])
        .failed(2, &["broken.toml:", "error"]);
    assert!(checked.out.contains(":2"), "{}", checked.out);
    patchbay
        .run(&["connector", "check", "/no/such/file"])
        .failed(2, &["/no/such/file"]);
}

#[test]
fn no_key_source_names_the_three_choices() {
    let patchbay = Patchbay::new();
    patchbay.run(&["serve", "--port", "0"]).failed(
        4,
        &["--keyring system", "--keyring passphrase", "--keyring memory"],
    );
}

#[test]
fn a_wrong_passphrase_opens_nothing_and_breaks_nothing() {
    let patchbay = ready();
    let wrong = patchbay
        .command(&["integration", "show", "sandbox"])
        .env("PATCHBAY_PASSPHRASE", "wrong")
        .output()
        .unwrap();
    assert_eq!(
        wrong.status.code(),
        Some(4),
        "{}",
        String::from_utf8_lossy(&wrong.stderr)
    );
    patchbay.run(&["integration", "show", "sandbox"]).done();
}

#[test]
fn another_key_source_than_the_folder_s_is_refused() {
    let patchbay = ready();
    patchbay
        .run(&["serve", "--port", "0", "--keyring", "memory"])
        .failed(4, &["passphrase"]);
}
