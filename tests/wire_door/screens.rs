//! The screens in the SDK's frame: what the server writes into them, and what it refuses.

use serde_json::{Value, json};

use crate::bench::{Answer, LISTED, Wire};
use crate::support::recorder::Recorder;

/// What the page was told; none where the pages were not built with this program.
fn boot(answer: &Answer) -> Option<Value> {
    let (_, rest) = answer.body.split_once("id=\"boot\">")?;
    serde_json::from_str(rest.split("</script>").next()?).ok()
}

async fn post(wire: &Wire, path: &str, fields: &[(&str, &str)], headers: &[(&str, &str)]) -> Answer {
    let form = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish();
    let all = [
        &[
            ("content-type", "application/x-www-form-urlencoded"),
            ("accept", "text/html,application/xhtml+xml,*/*;q=0.8"),
        ],
        headers,
    ]
    .concat();
    wire.bare("POST", path, &all, &form).await
}

#[tokio::test]
async fn a_form_of_the_sdk_gets_its_screen() {
    let api = Recorder::start().await;
    let wire = Wire::start(&api.origin).await;
    let fields = [
        ("token", wire.token.as_str()),
        ("integrationKey", "keyed"),
        ("allowMultipleConnections", "1"),
        ("name", "</script><script>alert(1)</script>"),
        ("theme", "dark"),
        ("connectorParameters", r#"{"scopes":["contacts"]}"#),
        ("intent", "[object Object]"),
    ];
    let answer = post(&wire, "/screens/connect", &fields, &[("origin", LISTED)]).await;
    let policy = answer.header("content-security-policy");
    assert!(
        policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'self' http://localhost:*")
    );
    assert!(policy.ends_with(LISTED), "{policy}");
    for absent in ["x-frame-options", "cross-origin-opener-policy"] {
        assert_eq!(answer.header(absent), "");
    }
    assert_eq!(
        (answer.header("cache-control"), answer.header("referrer-policy")),
        ("no-store", "same-origin")
    );
    assert!(!answer.body.contains("<script>alert"));
    assert_eq!(wire.last_logged().who.as_deref(), Some("alice"));
    let Some(boot) = boot(&answer) else {
        assert_eq!(answer.status, 503);
        assert!(answer.body.contains("cargo xtask run"));
        return;
    };
    assert_eq!(answer.status, 200);
    assert_eq!(
        boot,
        json!({
            "screen": "connect", "theme": "dark", "token": wire.token, "error": null,
            "params": {
                "integrationKey": "keyed", "name": "</script><script>alert(1)</script>",
                "allowMultipleConnections": true, "connectorParameters": { "scopes": ["contacts"] },
            },
        })
    );
}

#[tokio::test]
async fn every_screen_answers_forms_and_addresses() {
    let api = Recorder::start().await;
    let wire = Wire::start(&api.origin).await;
    let id = wire.connection.as_str();
    for (path, screen, params) in [
        ("/screens/connect".to_owned(), "connect", json!({})),
        ("/screens/connection".to_owned(), "connection", json!({})),
        (
            "/screens/integrations/keyed/connect".to_owned(),
            "connect",
            json!({ "integrationKey": "keyed" }),
        ),
        (
            "/embed/integrations/keyed/connect".to_owned(),
            "connect",
            json!({ "integrationKey": "keyed" }),
        ),
        (
            "/embed/integrations/keyed".to_owned(),
            "integration",
            json!({ "integrationKey": "keyed" }),
        ),
        (
            format!("/embed/connections/{id}/refresh"),
            "reconnect",
            json!({ "connectionId": id }),
        ),
        ("/embed/main".to_owned(), "main", json!({})),
    ] {
        let by_address = wire
            .bare("GET", &format!("{path}?token={}", wire.token), &[], "")
            .await;
        let by_form = post(
            &wire,
            &path,
            &[("token", &wire.token)],
            &[("origin", "http://localhost:3000")],
        )
        .await;
        for answer in [by_address, by_form] {
            assert!([200, 503].contains(&answer.status), "{path}: {}", answer.status);
            if let Some(boot) = boot(&answer) {
                assert_eq!(boot["screen"], screen, "{path}");
                for (name, value) in params.as_object().unwrap() {
                    assert_eq!(&boot["params"][name], value, "{path}");
                }
            }
        }
    }
}

#[tokio::test]
async fn a_refusal_is_drawn_inside_the_frame() {
    let api = Recorder::start().await;
    let wire = Wire::start(&api.origin).await;
    let drawn = |answer: &Answer, status: u16| {
        assert!(answer.header("content-type").starts_with("text/html"));
        let Some(boot) = boot(answer) else {
            assert_eq!(answer.status, 503);
            return;
        };
        assert_eq!(answer.status, status, "{boot}");
        assert_eq!(
            (&boot["token"], &boot["params"]),
            (&Value::Null, &json!({ "allowMultipleConnections": false }))
        );
        assert!(!boot["error"]["message"].as_str().unwrap().is_empty());
    };
    for bad in ["", "nonsense", "eyJhbGciOiJub25lIn0.eyJpZCI6ImFsaWNlIn0."] {
        drawn(
            &post(&wire, "/screens/connect", &[("token", bad), ("name", "N")], &[]).await,
            401,
        );
    }
    let wrong = [
        ("token", wire.token.as_str()),
        ("connectorParameters", "[object Object]"),
    ];
    drawn(&post(&wire, "/screens/connect", &wrong, &[]).await, 400);

    // An origin that is not listed is told so in its own frame, and only there.
    let fields = [("token", wire.token.as_str())];
    let stranger = post(
        &wire,
        "/screens/connect",
        &fields,
        &[("origin", "https://other.example")],
    )
    .await;
    if stranger.status != 503 {
        drawn(&stranger, 403);
        assert!(
            stranger
                .body
                .contains("patchbay origins add https://other.example")
        );
    }
    assert!(
        stranger
            .header("content-security-policy")
            .ends_with("https://other.example")
    );
    assert!(!stranger.body.contains(&wire.token));
    let null = post(&wire, "/screens/connect", &fields, &[("origin", "null")]).await;
    assert_eq!(null.status, 403);
    assert!(!null.body.contains(&wire.token));
}

#[tokio::test]
async fn files_are_kept_by_browsers_and_nothing_else_is_a_file() {
    let api = Recorder::start().await;
    let wire = Wire::start(&api.origin).await;
    let page = wire
        .bare("GET", &format!("/embed/main?token={}", wire.token), &[], "")
        .await;
    for file in page
        .body
        .split('"')
        .filter(|text| text.starts_with("/screens/assets/"))
    {
        let answer = wire
            .bare("GET", file, &[("origin", "https://other.example")], "")
            .await;
        assert_eq!(answer.status, 200, "{file}");
        assert!(answer.header("cache-control").contains("immutable"), "{file}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
    }
    for path in [
        "connect.html",
        "nowhere.js",
        "..%2f..%2fCargo.toml",
        "%2e%2e/Cargo.toml",
    ] {
        let answer = wire
            .bare("GET", &format!("/screens/assets/{path}"), &[], "")
            .await;
        assert_eq!(answer.status, 404, "{path}");
    }
}

#[tokio::test]
async fn a_prepared_connect_is_opened_by_its_link() {
    let api = Recorder::start().await;
    let wire = Wire::start(&api.origin).await;
    let asked = json!({ "integrationKey": "keyed", "name": "Prepared", "connectorParameters": { "scopes": ["s3cret"] } });
    let made = wire
        .ask(
            "POST",
            "/connection-requests",
            &[("content-type", "application/json")],
            &asked.to_string(),
        )
        .await;
    assert!((200..300).contains(&made.status), "{}", made.body);
    let id = made.json()["requestId"].as_str().unwrap().to_owned();
    let page = wire
        .bare(
            "GET",
            &format!("/screens/connections?connectionRequestId={id}"),
            &[],
            "",
        )
        .await;
    let Some(shown) = boot(&page) else {
        assert_eq!(page.status, 503);
        return;
    };
    assert_eq!(page.status, 200, "{shown}");
    assert_eq!(shown["params"]["connectionRequestId"], id);
    assert_eq!(shown["params"]["name"], "Prepared");
    assert!(shown["token"].as_str().is_some_and(|token| token != wire.token));
    assert!(
        !page.body.contains("s3cret"),
        "the override is not the end user's to see"
    );

    let unknown = "/screens/connections?connectionRequestId=0123456789abcdef01234567";
    let page = wire.bare("GET", unknown, &[], "").await;
    assert_eq!(page.status, 404);
    assert_eq!(boot(&page).unwrap()["token"], Value::Null);
}
