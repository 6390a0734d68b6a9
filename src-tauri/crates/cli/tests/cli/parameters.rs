//! A connection's override, from the command line.

use serde_json::{Value, json};

use crate::harness::{Patchbay, connect};

#[tokio::test]
async fn an_override_is_tried_saved_reset_and_explained() {
    let patchbay = Patchbay::new();
    let _serve = patchbay.serve(&["--keyring", "memory", "--sandbox"]);
    let connected = connect(&patchbay, &[]).await;
    let id = connected["connection"]["id"].as_str().unwrap();

    let tried = patchbay
        .run(&["params", id, "--set", "variant=sandbox", "--dry-run", "--json"])
        .done()
        .json();
    assert_eq!(tried["effect"]["effect"], "reconnect");
    assert_eq!(
        patchbay.run(&["params", id, "--json"]).done().json(),
        json!({}),
        "nothing is saved by a dry run"
    );

    let header = "http.headers.X-Api-Version=2025-01";
    patchbay.run(&["params", id, "--set", header]).done();
    let echoed = patchbay.run(&["call", id, "GET", "/echo"]).done();
    assert!(echoed.out.contains("2025-01"), "{}", echoed.out);
    let effective = patchbay
        .run(&["params", id, "--effective", "--json"])
        .done()
        .json();
    let leaves = effective["leaves"].as_array().unwrap();
    let leaf = leaves
        .iter()
        .find(|leaf| leaf["path"] == "http.headers.X-Api-Version")
        .unwrap();
    assert_eq!(leaf["layer"], "override");
    assert!(
        patchbay
            .run(&["params", id, "--effective"])
            .done()
            .out
            .contains("X-Api-Version")
    );

    patchbay
        .run(&["params", id, "--unset", "http.headers.X-Api-Version"])
        .done();
    assert_eq!(patchbay.run(&["params", id, "--json"]).done().json(), json!({}));
    let history = patchbay.run(&["params", id, "--history", "--json"]).done().json();
    assert!(history.as_array().unwrap().len() >= 2, "{history}");
}

#[tokio::test]
async fn a_dry_run_of_a_connect_sends_nothing() {
    let patchbay = Patchbay::with_passphrase();
    patchbay
        .run(&["--keyring", "passphrase", "integration", "list"])
        .done();
    let args = [
        "connect",
        "sandbox",
        "--dry-run",
        "--param-json",
        r#"scopes=["contacts.read"]"#,
    ];
    // No sandbox runs: a request would fail.
    let text = patchbay.run(&args).done().out;
    assert!(
        text.contains("Authorize request") && text.contains("contacts.read"),
        "{text}"
    );
    // Taken apart, each part with the layer and the parameter that it comes from.
    let row = |name: &str| -> Vec<&str> {
        let found = text
            .lines()
            .map(|line| line.split_whitespace().collect::<Vec<_>>())
            .find(|words| words.get(1) == Some(&name));
        found.unwrap_or_else(|| panic!("{name}: {text}"))
    };
    assert_eq!(
        row("scope"),
        ["query", "scope", "override", "scopes", "contacts.read"]
    );
    assert_eq!(
        row("client_id")[..4],
        ["query", "client_id", "integration", "clientId"]
    );
    assert_eq!(row("state")[..3], ["query", "state", "Patchbay"]);
    assert!(
        text.contains("scopes takes effect when it is connected") && !text.contains("granted"),
        "{text}"
    );
    let mut with_json = args.to_vec();
    with_json.push("--json");
    let preview: Value = patchbay.run(&with_json).done().json();
    assert!(preview["authorize"].is_array() && preview["problems"] == json!([]));
}

#[test]
fn secrets_are_masked_unless_they_are_revealed() {
    let patchbay = Patchbay::with_passphrase();
    let secret = "planted-client-secret";
    let added = patchbay
        .command(&[
            "--keyring",
            "passphrase",
            "integration",
            "add",
            "mine",
            "--connector",
            "sandbox",
        ])
        .args([
            "--param",
            "clientId=me",
            "--param",
            &format!("clientSecret={secret}"),
        ])
        .output()
        .unwrap();
    let (out, err) = (
        String::from_utf8_lossy(&added.stdout),
        String::from_utf8_lossy(&added.stderr),
    );
    assert!(added.status.success(), "{out}{err}");
    assert!(
        err.contains("clientSecret looks like a secret") && !err.contains(secret) && !out.contains(secret)
    );
    for args in [
        vec!["integration", "show", "mine"],
        vec!["integration", "show", "mine", "--json"],
    ] {
        assert!(!patchbay.run(&args).done().out.contains(secret));
    }
    let revealed = patchbay
        .run(&["integration", "show", "mine", "--reveal", "clientSecret"])
        .done();
    assert_eq!(revealed.out.trim_end(), secret);
    // One leaf at a time: what holds several is not printed.
    patchbay
        .run(&[
            "integration",
            "set",
            "mine",
            "--param",
            "http.headers.X-Key=planted-header",
        ])
        .done();
    let whole = patchbay
        .run(&["integration", "show", "mine", "--reveal", "http"])
        .failed(2, &["http.headers.X-Key"]);
    assert!(!format!("{}{}", whole.out, whole.err).contains("planted-header"));
    let quiet = patchbay
        .run_with_input(
            &["integration", "set", "mine", "--param", "clientSecret=-"],
            "another\n",
        )
        .done();
    assert!(!quiet.err.contains("Warning"), "{}", quiet.err);
    let revealed = patchbay
        .run(&["integration", "show", "mine", "--reveal", "clientSecret"])
        .done();
    assert_eq!(revealed.out.trim_end(), "another");
}
