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
fn what_the_command_line_lacks_is_said_as_json_where_results_are() {
    let patchbay = Patchbay::new();
    let error = patchbay
        .run(&["--json", "connection", "show"])
        .failed(2, &[])
        .json();
    assert_eq!(error["error"]["code"], "invalid_request");
    let message = error["error"]["message"].as_str().unwrap();
    assert!(
        message.contains("<CONNECTION>") && !message.contains("Usage"),
        "{message}"
    );
    assert!(
        patchbay
            .run(&["connection", "show"])
            .failed(2, &["Usage"])
            .out
            .is_empty()
    );
}

#[cfg(target_os = "linux")]
#[test]
fn a_result_that_cannot_be_written_is_no_success() {
    let patchbay = ready();
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let ended = patchbay
        .command(&["integration", "list"])
        .stdout(full)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&ended.stderr);
    assert_eq!(ended.status.code(), Some(1), "{said}");
    assert!(said.contains("could not be written"), "{said}");
}

#[test]
fn a_preset_of_nothing_replaces_none() {
    let patchbay = ready();
    patchbay
        .run(&["preset", "save", "Partner", "--param", "apiVersion=2025-01"])
        .done();
    patchbay
        .run(&["preset", "save", "Partner"])
        .failed(2, &["--from", "nothing was changed"]);
    let kept = patchbay.run(&["preset", "list"]).done();
    assert!(kept.out.contains("2025-01"), "{}", kept.out);
}

#[test]
fn a_wrong_name_shows_the_right_ones() {
    let patchbay = ready();
    patchbay
        .run(&["integration", "add", "crm", "--connector", "salesforse"])
        .failed(3, &["Did you mean salesforce?"]);
    patchbay
        .run(&["connect", "sandbox", "--dry-run", "--param", "variant=nowhere"])
        .failed(2, &["Choose one of sandbox"]);
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
