//! What an application needs, and who may use the API.

use crate::harness::{Patchbay, connect, ready};

/// The value of a variable in `.env` text.
fn variable<'a>(dotenv: &'a str, name: &str) -> &'a str {
    let line = dotenv
        .lines()
        .find_map(|line| line.strip_prefix(name)?.strip_prefix('='));
    line.unwrap_or_else(|| panic!("no {name}: {dotenv}"))
}

#[test]
fn the_environment_is_ready_to_paste_and_its_secret_masked() {
    let patchbay = ready();
    let shown = patchbay.run(&["env"]).done();
    let secret = variable(&shown.out, "MEMBRANE_WORKSPACE_SECRET");
    assert!(!secret.bytes().any(|byte| byte.is_ascii_hexdigit()), "{secret}");
    assert!(shown.err.contains("--reveal"), "{}", shown.err);

    let revealed = patchbay.run(&["env", "--reveal"]).done();
    let secret = variable(&revealed.out, "MEMBRANE_WORKSPACE_SECRET");
    assert_eq!(secret.len(), 64);
    assert!(revealed.err.is_empty(), "{}", revealed.err);
    assert_eq!(
        variable(&revealed.out, "MEMBRANE_API_URI"),
        "http://127.0.0.1:7282"
    );
    assert_eq!(
        variable(&revealed.out, "MEMBRANE_CONSOLE_URI"),
        "http://127.0.0.1:7282"
    );
    assert_eq!(variable(&revealed.out, "MEMBRANE_TEST_CUSTOMER_ID"), "test");
    let key = variable(&revealed.out, "MEMBRANE_WORKSPACE_KEY");

    let yaml = patchbay.run(&["env", "--format", "yaml", "--reveal"]).done().out;
    let expected = format!(
        "apiUri: \"http://127.0.0.1:7282\"\nworkspaceKey: \"{key}\"\nworkspaceSecret: \"{secret}\"\n\
         consoleUri: \"http://127.0.0.1:7282\"\ntestCustomerId: \"test\"\n"
    );
    assert_eq!(yaml, expected);
    for masked in [
        patchbay.run(&["env", "--json"]).done().out,
        patchbay.run(&["env", "--format", "yaml"]).done().out,
        patchbay.run(&["api", "show", "--json"]).done().out,
    ] {
        assert!(masked.contains(key) && !masked.contains(secret), "{masked}");
    }
}

#[test]
fn origins_are_listed_added_and_removed() {
    let patchbay = ready();
    let listed = patchbay.run(&["origins"]).done().out;
    assert!(listed.contains("http://localhost:*"), "{listed}");
    patchbay
        .run(&[
            "origins",
            "add",
            "https://App.example.com/",
            "http://dev.local:3000",
        ])
        .done();
    let json = patchbay.run(&["origins", "--json"]).done().json();
    assert_eq!(
        json["origins"],
        serde_json::json!(["https://app.example.com", "http://dev.local:3000"]),
        "as a browser writes it"
    );
    patchbay
        .run(&["origins", "remove", "https://other.example.com"])
        .failed(3, &["other.example.com", "nothing was changed"]);
    patchbay
        .run(&["origins", "remove", "http://dev.local:3000"])
        .done();
    let json = patchbay.run(&["origins", "--json"]).done().json();
    assert_eq!(json["origins"], serde_json::json!(["https://app.example.com"]));
}

#[test]
fn what_is_no_origin_is_refused_and_nothing_listed() {
    let patchbay = ready();
    for wrong in [
        "*",
        "null",
        "app.example.com",
        "https://*.example.com",
        "https://app.example.com/path",
        "https://app.example.com?x",
        "https://user@app.example.com",
        "javascript:alert(1)",
        "file:///etc/passwd",
    ] {
        patchbay
            .run(&["origins", "add", "https://good.example.com", wrong])
            .failed(2, &["is no origin", "scheme, host and port"]);
    }
    let json = patchbay.run(&["origins", "--json"]).done().json();
    assert_eq!(json["origins"], serde_json::json!([]), "all or nothing");
}

#[test]
fn a_redirect_uri_is_registered_in_one_spelling() {
    let patchbay = ready();
    let empty = patchbay.run(&["redirect-uris"]).done().out;
    assert!(empty.contains("redirect-uris add"), "{empty}");
    for wrong in [
        "localhost:3000/connected",
        "//app.example.com/connected",
        "javascript:alert(1)",
        "data:text/html,x",
        "myapp://connected",
        "http://app.example.com/connected",
        "https://user:pass@app.example.com/connected",
        "https://app.example.com/connected#here",
        "https://app.example.com/connected?next=1",
        "https://app.example.com\\@evil.example/connected",
        "https://app.example.com/a b",
        "https://app.example.com/connected\r\nx: y",
        "",
    ] {
        patchbay
            .run(&["redirect-uris", "add", wrong])
            .failed(2, &["cannot be registered", "https URL (http on this machine)"]);
    }
    patchbay
        .run(&["redirect-uris", "add", "http://localhost:3000/connected"])
        .done();
    let twice = patchbay
        .run(&[
            "redirect-uris",
            "add",
            "http://localhost:3000/connected",
            "--json",
        ])
        .done()
        .json();
    assert_eq!(
        twice["redirectUris"],
        serde_json::json!(["http://localhost:3000/connected"])
    );
    patchbay
        .run(&["redirect-uris", "remove", "http://localhost:3000/CONNECTED"])
        .failed(3, &["is not listed"]);
    patchbay
        .run(&["redirect-uris", "remove", "http://localhost:3000/connected"])
        .done();
}

#[test]
fn forms_without_a_token_are_refused_until_the_developer_says_so() {
    let patchbay = ready();
    let switch = || patchbay.run(&["api", "show", "--json"]).done().json()["tokenlessForms"].clone();
    assert_eq!(switch(), false);
    patchbay.run(&["api", "tokenless-forms", "on"]).done();
    assert_eq!(switch(), true);
    patchbay.run(&["api", "tokenless-forms", "off"]).done();
    assert_eq!(switch(), false);
}

#[test]
fn a_public_key_is_registered_and_forgotten() {
    // A P-256 key made for this test; only its public half was kept.
    const PUBLIC: &str = "-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEAP1TmIFZwmdN9tl2J27ZR6tq+Gky\n\
         /vZVw8hucAVqHDYAQyWgWjDLOP0ZR9PhrHO5rHaMvYj/K2TKyhrka5EoVA==\n-----END PUBLIC KEY-----\n";
    const FINGERPRINT: &str = "dec7e0053de4b584bdcbbbc41d639a59e2f5c0deda8bca73064480aa6fc3703a";
    let patchbay = ready();
    let add = |text: &str| patchbay.run_with_input(&["api", "public-key", "add", "-", "--json"], text);
    let shown = add(PUBLIC).done().json();
    let key = &shown["publicKeys"][0];
    assert_eq!(key["fingerprint"], FINGERPRINT);
    assert_eq!(key["algorithm"], "EC");
    let id = key["id"].as_str().unwrap();

    add("-----BEGIN PRIVATE KEY-----\nplanted-private-key\n-----END PRIVATE KEY-----\n")
        .failed(2, &["public key"]);
    let refused = add("planted text that is no key").failed(2, &["BEGIN PUBLIC KEY"]);
    assert!(!refused.out.contains("planted"), "{}", refused.out);
    patchbay
        .run(&["api", "public-key", "add", "/no/such/file"])
        .failed(2, &["/no/such/file"]);
    patchbay
        .run(&["api", "public-key", "remove", "0000000000000000"])
        .failed(3, &["is not listed"]);
    let shown = patchbay
        .run(&["api", "public-key", "remove", id, "--json"])
        .done()
        .json();
    assert_eq!(shown["publicKeys"], serde_json::json!([]));
}

#[test]
fn tenants_are_listed() {
    let patchbay = ready();
    let tenants = patchbay.run(&["tenants", "--json"]).done().json();
    assert_eq!(tenants[0]["key"], "test");
    assert!(patchbay.run(&["tenants"]).done().out.contains("test"));
    let requests = patchbay.run(&["api", "requests"]).done().out;
    assert!(requests.contains("No request"), "{requests}");
}

#[tokio::test]
async fn a_connection_is_named_by_its_key() {
    let patchbay = Patchbay::new();
    let _serve = patchbay.serve(&["--keyring", "memory", "--sandbox"]);
    let connected = connect(&patchbay, &[]).await;
    let id = connected["connection"]["id"].as_str().unwrap();
    let keyed = patchbay
        .run(&["connection", "set-key", id, "acme-crm"])
        .done()
        .out;
    assert!(keyed.contains("acme-crm"), "{keyed}");
    let shown = patchbay
        .run(&["connection", "show", "acme-crm", "--json"])
        .done()
        .json();
    assert_eq!(shown["summary"]["id"], id);

    let other = connect(&patchbay, &["--multiple"]).await;
    let other = other["connection"]["id"].as_str().unwrap();
    patchbay
        .run(&["connection", "set-key", other, "acme-crm"])
        .failed(2, &["acme-crm"]);
    patchbay
        .run(&["connection", "set-key", "acme-crm", "--remove"])
        .done();
    patchbay
        .run(&["connection", "show", "acme-crm"])
        .failed(3, &["acme-crm"]);
}
