//! Which tokens are accepted (security A6.3, RFC 8725): the workspace's own, in force, by the algorithms that are meant.

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use patchbay_engine::{Code, Who};
use serde_json::{Value, json};

use crate::support::workbench::Workbench;

struct Mint {
    bench: Workbench,
    key: String,
    secret: String,
}

impl Mint {
    async fn start() -> Self {
        let bench = Workbench::start().await;
        let workspace = bench.engine.workspace().await.unwrap();
        Self {
            key: workspace.key,
            secret: workspace.secret.expose().clone(),
            bench,
        }
    }

    /// Claims that are right, but for these. `null` takes one away.
    fn claims(&self, but: &Value) -> Value {
        let now = self.bench.engine.now() / 1000;
        let mut claims = json!({ "iss": self.key, "id": "ada", "exp": now + 600 });
        for (name, value) in but.as_object().unwrap() {
            if value.is_null() {
                claims.as_object_mut().unwrap().remove(name);
            } else {
                claims[name] = value.clone();
            }
        }
        claims
    }

    fn sign(&self, algorithm: Algorithm, but: &Value) -> String {
        let key = EncodingKey::from_secret(self.secret.as_bytes());
        encode(&Header::new(algorithm), &self.claims(but), &key).unwrap()
    }

    async fn who(&self, token: &str) -> Result<Who, Code> {
        let bearer = self.bench.engine.verify_token(token).await;
        bearer.map(|bearer| bearer.who).map_err(|error| error.code)
    }

    async fn refused(&self, token: &str, what: &str) {
        assert_eq!(self.who(token).await, Err(Code::NotAuthenticated), "{what}");
    }
}

#[tokio::test]
async fn the_workspaces_tokens_are_accepted_in_both_spellings() {
    let mint = Mint::start().await;
    for algorithm in [Algorithm::HS256, Algorithm::HS384, Algorithm::HS512] {
        let Ok(Who::Tenant(tenant)) = mint.who(&mint.sign(algorithm, &json!({}))).await else {
            panic!("{algorithm:?}");
        };
        assert_eq!(tenant.key, "ada");
    }
    let newer = json!({ "iss": null, "id": null, "workspaceKey": mint.key, "tenantKey": "bob", "name": "Bob", "fields": { "plan": "pro" } });
    let Ok(Who::Tenant(bob)) = mint.who(&mint.sign(Algorithm::HS256, &newer)).await else {
        panic!("the newer names");
    };
    assert_eq!((bob.key.as_str(), bob.name.as_str()), ("bob", "Bob"));
    assert_eq!(bob.fields, json!({ "plan": "pro" }));
    let admin = json!({ "id": null, "isAdmin": true });
    assert_eq!(
        mint.who(&mint.sign(Algorithm::HS512, &admin)).await,
        Ok(Who::Admin)
    );
    let both = mint.sign(Algorithm::HS256, &json!({ "isAdmin": true }));
    assert!(
        matches!(mint.who(&both).await, Ok(Who::Tenant(_))),
        "a tenant's token is never more"
    );
}

#[tokio::test]
async fn claims_that_are_wrong_are_refused() {
    let mint = Mint::start().await;
    let now = mint.bench.engine.now() / 1000;
    for (but, what) in [
        (json!({ "exp": null }), "no expiry"),
        (json!({ "exp": now - 10 }), "expired"),
        (json!({ "exp": "soon" }), "an expiry that is no time"),
        (json!({ "exp": now + 25 * 3600 }), "more than a day"),
        (json!({ "exp": 1e300 }), "no such time"),
        (json!({ "nbf": now + 300 }), "not yet"),
        (json!({ "iss": "another" }), "another workspace"),
        (json!({ "iss": null }), "no workspace"),
        (json!({ "workspaceKey": "another" }), "two workspaces"),
        (json!({ "id": null }), "nobody"),
        (json!({ "tenantKey": "eve" }), "two tenants"),
        (json!({ "id": "" }), "an empty tenant"),
        (json!({ "id": ["ada"] }), "a list of tenants"),
        (json!({ "id": "a\nb" }), "two lines"),
        (json!({ "id": null, "isAdmin": "true" }), "text for a flag"),
    ] {
        mint.refused(&mint.sign(Algorithm::HS256, &but), what).await;
    }
}

#[tokio::test]
async fn other_keys_algorithms_and_headers_are_refused() {
    let mint = Mint::start().await;
    let part = |value: &Value| BASE64_URL_SAFE_NO_PAD.encode(value.to_string());
    let claims = mint.claims(&json!({}));
    for alg in ["none", "None", "nOnE", ""] {
        let token = format!(
            "{}.{}.",
            part(&json!({ "alg": alg, "typ": "JWT" })),
            part(&claims)
        );
        mint.refused(&token, alg).await;
    }
    let good = mint.sign(Algorithm::HS256, &json!({}));
    let pieces: Vec<&str> = good.split('.').collect();
    mint.refused(&format!("{}.{}.", pieces[0], pieces[1]), "no signature")
        .await;
    let eve = part(&mint.claims(&json!({ "id": "eve" })));
    mint.refused(&format!("{}.{eve}.{}", pieces[0], pieces[2]), "another's claims")
        .await;
    let other = EncodingKey::from_secret(b"another secret that is long enough for HS256");
    mint.refused(
        &encode(&Header::default(), &claims, &other).unwrap(),
        "another key",
    )
    .await;
    // Signed with the secret, but announced as RSA: no public key is registered, and the secret is none.
    for alg in ["RS256", "ES256", "PS256", "EdDSA"] {
        let token = format!("{}.{}.{}", part(&json!({ "alg": alg })), pieces[1], pieces[2]);
        mint.refused(&token, alg).await;
    }
    let mut header = Header::new(Algorithm::HS256);
    header.jku = Some("http://127.0.0.1:9/keys".to_owned());
    header.kid = Some("../../etc/passwd".to_owned());
    let key = EncodingKey::from_secret(mint.secret.as_bytes());
    let steered = encode(&header, &claims, &key).unwrap();
    assert!(
        mint.who(&steered).await.is_ok(),
        "what a header says of keys is not followed, nor needed"
    );
    for token in ["", "pat-abc", "a.b.c", "Bearer x", &"a".repeat(9000)] {
        mint.refused(token, "no token").await;
    }
}

#[tokio::test]
async fn an_accepted_token_ends_with_its_time_and_with_the_secret() {
    let mint = Mint::start().await;
    let token = mint.sign(Algorithm::HS256, &json!({}));
    assert!(mint.who(&token).await.is_ok());
    mint.bench.clock.advance(11 * 60);
    mint.refused(&token, "it was accepted before it expired").await;
}
