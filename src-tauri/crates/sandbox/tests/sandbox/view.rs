//! What the provider shows of itself, and steering single grants and tokens.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use patchbay_sandbox::{Faults, GrantView, Sandbox, Selection};
use serde_json::Value;

use crate::client::{Client, FULL, ID, REDIRECT, error, start, text};

fn grants(sandbox: &Sandbox, environment: usize) -> Vec<GrantView> {
    sandbox.view().remove(environment).grants
}

#[tokio::test]
async fn grants_are_shown_newest_first_without_any_token() {
    let sandbox = start().await;
    let client = Client::new(sandbox.production_url());
    let first = client.sign_in(&sandbox, FULL).await;
    next_millisecond();
    client.sign_in(&sandbox, "profile").await;
    let renewed: Value = client
        .refresh(&text(&first, "refresh_token"))
        .await
        .json()
        .await
        .unwrap();

    let view = sandbox.view();
    assert_eq!((view[0].name, view[1].name), ("production", "sandbox"));
    assert_eq!(view[0].url, sandbox.production_url());
    assert_eq!(
        (view[0].users[0].name, view[1].users[0].name),
        ("Ada Lovelace", "Alan Turing")
    );
    assert_eq!(
        (
            view[0].clients[0].id.as_str(),
            view[0].clients[0].redirect_uris[0].as_str()
        ),
        (ID, REDIRECT)
    );
    assert!(view[1].grants.is_empty());
    let [second, one] = view[0].grants.as_slice() else {
        panic!("{:?}", view[0].grants)
    };
    assert_eq!(
        (second.scopes.as_slice(), second.has_refresh_token),
        (["profile".to_owned()].as_slice(), false)
    );
    assert_eq!(
        (one.user.as_deref(), one.client.as_str(), one.refreshes),
        (Some("Ada Lovelace"), ID, 1)
    );
    assert_eq!(
        one.tokens.len(),
        2,
        "the refreshed one still counts until it expires"
    );
    let shown = format!("{view:?}");
    for secret in ["access_token", "refresh_token"] {
        assert!(!shown.contains(&text(&first, secret)) && !shown.contains(&text(&renewed, secret)));
    }
}

#[tokio::test]
async fn one_token_or_one_grant_is_expired_or_revoked_alone() {
    let sandbox = start().await;
    let client = Client::new(sandbox.production_url());
    let one = client.sign_in(&sandbox, "profile offline_access").await;
    let other = client.sign_in(&sandbox, "profile").await;
    let (access, kept) = (text(&one, "access_token"), text(&other, "access_token"));
    let find = || {
        let mut all = grants(&sandbox, 0);
        all.retain(|grant| grant.has_refresh_token);
        all.pop()
    };
    let grant = find().unwrap();

    let token = Selection {
        token: Some(grant.tokens[0].id.clone()),
        ..Selection::default()
    };
    assert!(sandbox.expire(&token).unwrap());
    assert_eq!(
        (
            client.status("/me", &access).await,
            client.status("/me", &kept).await
        ),
        (401, 200)
    );
    assert!(sandbox.revoke(&token).unwrap());
    assert!(!sandbox.revoke(&token).unwrap(), "it is gone");
    assert_eq!(find().unwrap().tokens, []);
    let renewed: Value = client
        .refresh(&text(&one, "refresh_token"))
        .await
        .json()
        .await
        .unwrap();
    assert_eq!(client.status("/me", &text(&renewed, "access_token")).await, 200);

    let whole = |environment: &str| Selection {
        environment: Some(environment.to_owned()),
        grant: Some(grant.id.clone()),
        token: None,
    };
    assert!(!sandbox.revoke(&whole("sandbox")).unwrap(), "it is of production");
    assert!(sandbox.revoke(&whole("production")).unwrap());
    let refused = client.refresh(&text(&renewed, "refresh_token")).await;
    assert_eq!(error(refused, 400).await, "invalid_grant");
    assert_eq!(
        client.status("/me", &kept).await,
        200,
        "the other grant is as it was"
    );
    assert!(sandbox.revoke(&Selection::default()).unwrap());
    assert_eq!(client.status("/me", &kept).await, 401);
}

#[tokio::test]
async fn whoever_looks_is_told_of_every_change() {
    let sandbox = start().await;
    let told = Arc::new(AtomicU32::new(0));
    let counter = Arc::clone(&told);
    sandbox.on_change(move || {
        counter.fetch_add(1, Ordering::SeqCst);
    });
    let since = |before: u32| told.load(Ordering::SeqCst) - before;
    let client = Client::new(sandbox.production_url());
    client.sign_in(&sandbox, "profile").await;
    assert_eq!(since(0), 2, "the code and the grant");
    let faults = Faults {
        deny: true,
        ..Faults::default()
    };
    sandbox.set_faults(faults.clone());
    sandbox.set_faults(faults);
    assert_eq!(since(2), 1, "the same faults are no change");
    sandbox.expire(&Selection::default()).unwrap();
    assert_eq!(since(3), 1);
}

/// Waits for the clock's next millisecond: what is of one millisecond has no order.
fn next_millisecond() {
    let now = || {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        since.unwrap().as_millis()
    };
    let before = now();
    while now() == before {
        std::thread::yield_now();
    }
}
