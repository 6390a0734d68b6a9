//! Tokens as the command line mints them.

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use serde_json::Value;

use crate::harness::ready;

/// Header and claims of a JWT (RFC 7519 §3).
fn decoded(token: &str) -> (Value, Value) {
    let parts: Vec<_> = token.trim_end().split('.').collect();
    assert_eq!(parts.len(), 3, "{token}");
    let read = |part: &str| serde_json::from_slice(&BASE64_URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap();
    (read(parts[0]), read(parts[1]))
}

#[test]
fn a_tenant_s_token_says_what_the_sdk_says() {
    let patchbay = ready();
    let api = patchbay.run(&["api", "show", "--json"]).done().json();
    let (header, claims) = decoded(
        &patchbay
            .run(&["token", "--tenant", "acme", "--ttl", "60"])
            .done()
            .out,
    );
    assert_eq!(header["alg"], "HS512");
    assert_eq!(claims["id"], "acme");
    assert_eq!(claims["iss"], api["workspaceKey"]);
    assert_eq!(
        claims["exp"].as_i64().unwrap() - claims["iat"].as_i64().unwrap(),
        60
    );
    assert_eq!(claims.get("isAdmin"), None);
}

#[test]
fn without_a_tenant_it_is_test_s_for_an_hour() {
    let patchbay = ready();
    let answer = patchbay.run(&["token", "--json"]).done().json();
    let (_, claims) = decoded(answer["token"].as_str().unwrap());
    assert_eq!(claims["id"], "test");
    assert_eq!(
        claims["exp"].as_i64().unwrap() - claims["iat"].as_i64().unwrap(),
        3600
    );
    assert_eq!(answer["expiresAt"], claims["exp"].as_i64().unwrap() * 1000);
}

#[test]
fn an_admin_s_token_names_no_tenant() {
    let (_, claims) = decoded(&ready().run(&["token", "--admin"]).done().out);
    assert_eq!(claims["isAdmin"], true);
    assert_eq!(claims.get("id").or(claims.get("tenantKey")), None);
}

#[test]
fn what_cannot_be_a_token_is_refused() {
    let patchbay = ready();
    for ttl in ["0", "86401"] {
        patchbay
            .run(&["token", "--ttl", ttl])
            .failed(2, &["between 1 second and 24 hours"]);
    }
    patchbay.run(&["token", "--ttl=-1"]).failed(2, &[]);
    patchbay
        .run(&["token", "--tenant", "a\nb"])
        .failed(2, &["on one line"]);
    patchbay.run(&["token", "--tenant", ""]).failed(2, &["1 to 200"]);
}
