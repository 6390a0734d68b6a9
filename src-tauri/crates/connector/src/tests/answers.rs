//! Every quirk of security A2.1 to A2.6, with the answer that causes it.

use serde_json::{Value, json};

use super::{connector, names, with_option};
use crate::{Connector, TokenAnswer, TokenEndpoint, TokenFailure};

fn endpoint(connector: &Connector, option: Option<&str>) -> TokenEndpoint {
    let effective = with_option(connector, option, json!({"clientId": "id"}), json!({}));
    effective
        .endpoints(&names(&effective), None)
        .unwrap()
        .token
        .unwrap()
}

fn read(key: &str, status: u16, body: &Value) -> Result<TokenAnswer, TokenFailure> {
    endpoint(&connector(key), None).read(
        status,
        Some("application/json; charset=utf-8"),
        body.to_string().as_bytes(),
    )
}

fn life(expires: &Value) -> Option<i64> {
    read(
        "sandbox",
        200,
        &json!({"access_token": "AT", "token_type": "bearer", "expires_in": expires}),
    )
    .unwrap()
    .expires_in_ms
}

#[test]
fn token_types() {
    for kind in ["Bearer", "bearer", "BEARER"] {
        assert_eq!(
            read("sandbox", 200, &json!({"access_token": "AT", "token_type": kind}))
                .unwrap()
                .token_type,
            kind
        );
    }
    for (answer, kind) in [
        (json!({"access_token": "AT", "token_type": "mac"}), "mac"),
        (json!({"access_token": "AT"}), ""),
    ] {
        assert_eq!(
            read("sandbox", 200, &answer).unwrap_err(),
            TokenFailure::UnknownTokenType(kind.into())
        );
    }
    assert_eq!(
        read("slack", 200, &json!({"ok": true, "access_token": "AT"}))
            .unwrap()
            .token_type,
        "Bearer"
    );
    assert_eq!(
        read(
            "slack",
            200,
            &json!({"ok": true, "access_token": "AT", "token_type": "bot"})
        )
        .unwrap()
        .token_type,
        "bot"
    );
}

#[test]
fn lifetimes() {
    for (given, ms) in [
        (json!(3600), 3_600_000),
        (json!("3600"), 3_600_000),
        (json!(59.5), 59_500),
        (json!("1e3"), 1_000_000),
    ] {
        assert_eq!(life(&given), Some(ms), "{given}");
    }
    for given in [
        json!(0),
        json!(-1),
        json!("never"),
        json!("NaN"),
        json!("inf"),
        json!(1e300),
        json!(null),
        json!(""),
        json!([1]),
    ] {
        assert_eq!(life(&given), None, "{given}");
    }
    let missing = read(
        "salesforce",
        200,
        &json!({"access_token": "AT", "token_type": "Bearer"}),
    )
    .unwrap();
    assert_eq!(
        (missing.expires_in_ms, missing.never_expires),
        (Some(7_200_000), false)
    );
    let never = read(
        "github",
        200,
        &json!({"access_token": "AT", "token_type": "bearer"}),
    )
    .unwrap();
    assert_eq!((never.expires_in_ms, never.never_expires), (None, true));
    let at = include_str!("../../../../connectors/sandbox.toml").replace(
        "[auth.revoke]",
        "[auth.response]\nexpires = { path = \"ends\", kind = \"at\", unit = \"iso\" }\n[auth.revoke]",
    );
    let answer = endpoint(&Connector::parse(&at).unwrap(), None)
        .read(
            200,
            None,
            br#"{"access_token":"AT","token_type":"Bearer","ends":"1970-01-01T00:01:00Z"}"#,
        )
        .unwrap();
    assert_eq!((answer.expires_at_ms, answer.expires_in_ms), (Some(60_000), None));
}

#[test]
fn refresh_tokens_and_scopes() {
    for absent in [json!(null), json!("")] {
        let answer = read(
            "sandbox",
            200,
            &json!({"access_token": "AT", "token_type": "Bearer", "refresh_token": absent}),
        )
        .unwrap();
        assert!(answer.refresh_token.is_none() && answer.scope.is_none());
    }
    let answer = read(
        "sandbox",
        200,
        &json!({"access_token": "AT", "token_type": "Bearer", "refresh_token": "RT", "scope": "a  b a"}),
    )
    .unwrap();
    assert_eq!(
        (answer.refresh_token, answer.scope),
        (Some("RT".into()), Some(vec!["a".into(), "b".into()]))
    );
    let list = read(
        "sandbox",
        200,
        &json!({"access_token": "AT", "token_type": "Bearer", "scope": ["a", "b"]}),
    )
    .unwrap();
    assert_eq!(list.scope.unwrap(), ["a", "b"]);
}

#[test]
fn bodies_of_all_sorts() {
    let github = endpoint(&connector("github"), None);
    let form = "access_token=AT&scope=repo%2Cuser&token_type=bearer";
    for kind in [
        Some("application/x-www-form-urlencoded; charset=utf-8"),
        Some("text/plain"),
        None,
        Some("application/json"),
    ] {
        let answer = github.read(200, kind, form.as_bytes()).unwrap();
        assert_eq!(
            (answer.access_token.expose().as_str(), answer.scope.unwrap()),
            ("AT", vec!["repo".to_owned(), "user".to_owned()])
        );
    }
    let json = "\u{feff}{\"access_token\":\"AT\",\"token_type\":\"bearer\"}";
    for kind in [Some("application/x-www-form-urlencoded"), Some("text/html"), None] {
        assert!(github.read(200, kind, json.as_bytes()).is_ok());
    }
    for body in [
        "",
        "<html>a=b</html>",
        "[]",
        "null",
        "not a form = at all",
        "{\"access_token\":",
    ] {
        assert_eq!(
            github.read(200, None, body.as_bytes()).unwrap_err(),
            TokenFailure::Unparsable { status: 200 },
            "{body}"
        );
    }
    let deep = format!(
        "{{\"access_token\":\"AT\",\"token_type\":\"bearer\",\"x\":{}1{}}}",
        "[".repeat(70),
        "]".repeat(70)
    );
    assert!(github.read(200, None, deep.as_bytes()).is_err());
    let long = format!(
        "{{\"access_token\":\"{}\",\"token_type\":\"bearer\"}}",
        "x".repeat(1024 * 1024)
    );
    assert!(github.read(200, None, long.as_bytes()).is_err());
}

#[test]
fn errors_with_any_status() {
    let github = read(
        "github",
        200,
        &json!({"error": "bad_verification_code", "error_description": "It is\nwrong."}),
    )
    .unwrap_err();
    assert_eq!(
        github,
        TokenFailure::Provider {
            error: "bad_verification_code".into(),
            description: Some("It is wrong.".into()),
            status: 200
        }
    );
    let slack = read("slack", 200, &json!({"ok": false, "error": "invalid_code"})).unwrap_err();
    assert!(matches!(slack, TokenFailure::Provider { error, status: 200, .. } if error == "invalid_code"));
    assert!(
        matches!(read("slack", 200, &json!({"ok": false})), Err(TokenFailure::Provider { error, .. }) if error == "not_ok")
    );
    assert_eq!(
        read("sandbox", 200, &json!({"token_type": "Bearer"})).unwrap_err(),
        TokenFailure::NoAccessToken
    );
    let grant = read("sandbox", 400, &json!({"error": "invalid_grant"})).unwrap_err();
    let client = read("sandbox", 401, &json!({"error": "invalid_client"})).unwrap_err();
    assert!(
        grant.is_invalid_grant()
            && !grant.is_invalid_client()
            && client.is_invalid_client()
            && !client.is_invalid_grant()
    );
    assert!(
        matches!(read("sandbox", 400, &json!({"message": "no"})), Err(TokenFailure::Provider { description: Some(text), .. }) if text == "no")
    );
    let html = endpoint(&connector("sandbox"), None).read(403, Some("text/html"), b"<h1>Forbidden</h1>");
    assert_eq!(html.unwrap_err(), TokenFailure::Unparsable { status: 403 });
    for status in [429, 500, 502, 503, 504] {
        assert_eq!(
            read("sandbox", status, &json!({"error": "invalid_grant"})).unwrap_err(),
            TokenFailure::Unavailable { status }
        );
    }
    assert!(
        read(
            "sandbox",
            200,
            &json!({"access_token": "AT", "token_type": "Bearer", "error": null})
        )
        .is_ok()
    );
    let long = read(
        "sandbox",
        400,
        &json!({"error": "x", "error_description": "y".repeat(5_000)}),
    )
    .unwrap_err();
    assert!(matches!(long, TokenFailure::Provider { description: Some(text), .. } if text.len() == 500));
}

#[test]
fn nested_answers_and_captures() {
    let body = json!({"ok": true, "team": {"id": "T1"}, "authed_user": {"access_token": "xoxp", "token_type": "user", "scope": "a,b", "expires_in": 43200}});
    let answer = endpoint(&connector("slack"), Some("user"))
        .read(200, None, body.to_string().as_bytes())
        .unwrap();
    assert_eq!(
        (
            answer.access_token.expose().as_str(),
            answer.scope.unwrap(),
            answer.expires_in_ms
        ),
        ("xoxp", vec!["a".to_owned(), "b".to_owned()], Some(43_200_000))
    );
    assert_eq!(answer.captured.to_value(), json!({"teamId": "T1"}));
    let salesforce = read(
        "salesforce",
        200,
        &json!({"access_token": "AT", "token_type": "Bearer", "instance_url": "https://na1.salesforce.com"}),
    )
    .unwrap();
    assert_eq!(
        salesforce.captured.to_value(),
        json!({"instanceUrl": "https://na1.salesforce.com"})
    );
}
