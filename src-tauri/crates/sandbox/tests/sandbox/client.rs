//! A client of the sandbox, and the person who answers its consent page.

use std::collections::BTreeMap;
use std::path::PathBuf;

use patchbay_sandbox::{Sandbox, SandboxConfig};
use reqwest::header::LOCATION;
use reqwest::redirect::Policy;
use reqwest::{Response, StatusCode};
use serde_json::Value;
use url::Url;

pub(crate) const ID: &str = "patchbay sandbox";
pub(crate) const SECRET: &str = "s3cret:with+odd%characters";
pub(crate) const REDIRECT: &str = "patchbay://oauth/callback/sandbox?kept=1";
/// RFC 7636, appendix B.
pub(crate) const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
pub(crate) const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
pub(crate) const FULL: &str = "contacts.read contacts.write deals.read deals.write offline_access profile";

pub(crate) fn config(state_file: Option<PathBuf>) -> SandboxConfig {
    SandboxConfig {
        production_port: 0,
        sandbox_port: 0,
        state_file,
        client_id: ID.into(),
        client_secret: SECRET.into(),
        redirect_uris: vec![REDIRECT.into(), "http://127.0.0.1:7282/oauth-callback/*".into()],
    }
}

pub(crate) async fn start() -> Sandbox {
    Sandbox::start(config(None)).await.unwrap()
}

pub(crate) fn http() -> reqwest::Client {
    reqwest::Client::builder()
        .redirect(Policy::none())
        .no_proxy()
        .build()
        .unwrap()
}

/// One environment as a client sees it.
pub(crate) struct Client {
    pub(crate) http: reqwest::Client,
    pub(crate) origin: String,
}

impl Client {
    pub(crate) fn new(origin: &str) -> Self {
        Self {
            http: http(),
            origin: origin.to_owned(),
        }
    }

    /// The authorize URL, with parameters replaced (or, by an empty value, taken away).
    pub(crate) fn authorize_url(&self, scope: &str, changed: &[(&str, &str)]) -> Url {
        let mut parameters = BTreeMap::from([
            ("client_id", ID),
            ("redirect_uri", REDIRECT),
            ("response_type", "code"),
            ("state", "st&te"),
            ("code_challenge", CHALLENGE),
            ("code_challenge_method", "S256"),
            ("scope", scope),
        ]);
        parameters.extend(changed.iter().copied());
        Url::parse_with_params(&format!("{}/authorize", self.origin), parameters).unwrap()
    }

    /// The consent page's single-use token.
    pub(crate) async fn open_consent(&self, url: Url) -> String {
        let answer = self.http.get(url).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK);
        let page = answer.text().await.unwrap();
        let rest = page
            .split(r#"name="request" value=""#)
            .nth(1)
            .expect("a consent page");
        rest.split('"').next().unwrap().to_owned()
    }

    pub(crate) async fn decide(&self, token: &str, user: &str, decision: &str) -> Response {
        let form = [("request", token), ("user", user), ("decision", decision)];
        self.http
            .post(format!("{}/authorize", self.origin))
            .form(&form)
            .send()
            .await
            .unwrap()
    }

    fn first_user(&self, sandbox: &Sandbox) -> &'static str {
        if self.origin == sandbox.production_url() {
            "user_ada"
        } else {
            "test_alan"
        }
    }

    /// Signs in and approves; the code.
    pub(crate) async fn code(&self, sandbox: &Sandbox, scope: &str) -> String {
        let token = self.open_consent(self.authorize_url(scope, &[])).await;
        let answer = self.decide(&token, self.first_user(sandbox), "allow").await;
        redirect(&answer).remove("code").expect("a code")
    }

    /// Posts to the token endpoint with Basic authentication.
    pub(crate) async fn token(&self, form: &[(&str, &str)]) -> Response {
        self.try_token(form).await.unwrap()
    }

    pub(crate) async fn try_token(&self, form: &[(&str, &str)]) -> reqwest::Result<Response> {
        let encode = |text: &str| url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
        let request = self.http.post(format!("{}/token", self.origin));
        request
            .basic_auth(encode(ID), Some(encode(SECRET)))
            .form(form)
            .send()
            .await
    }

    pub(crate) async fn redeem(&self, code: &str) -> Response {
        self.redeem_with(code, REDIRECT, VERIFIER).await
    }

    pub(crate) async fn redeem_with(&self, code: &str, redirect_uri: &str, verifier: &str) -> Response {
        let grant = ("grant_type", "authorization_code");
        self.token(&[
            grant,
            ("code", code),
            ("redirect_uri", redirect_uri),
            ("code_verifier", verifier),
        ])
        .await
    }

    pub(crate) async fn refresh(&self, token: &str) -> Response {
        self.token(&[("grant_type", "refresh_token"), ("refresh_token", token)])
            .await
    }

    /// A whole sign-in: the token answer.
    pub(crate) async fn sign_in(&self, sandbox: &Sandbox, scope: &str) -> Value {
        let code = self.code(sandbox, scope).await;
        let answer = self.redeem(&code).await;
        assert_eq!(answer.status(), StatusCode::OK);
        answer.json().await.unwrap()
    }

    pub(crate) async fn get(&self, path: &str, token: &str) -> Response {
        self.http
            .get(format!("{}{path}", self.origin))
            .bearer_auth(token)
            .send()
            .await
            .unwrap()
    }

    pub(crate) async fn status(&self, path: &str, token: &str) -> u16 {
        self.get(path, token).await.status().as_u16()
    }
}

/// The parameters that a 303 carries back.
pub(crate) fn redirect(answer: &Response) -> BTreeMap<String, String> {
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    let location = Url::parse(answer.headers()[LOCATION].to_str().unwrap()).unwrap();
    location.query_pairs().into_owned().collect()
}

/// The `error` of an answer, whose status it checks.
pub(crate) async fn error(answer: Response, status: u16) -> String {
    assert_eq!(answer.status().as_u16(), status);
    let body: Value = answer.json().await.unwrap();
    assert!(body.get("access_token").is_none());
    text(&body, "error")
}

pub(crate) fn text(body: &Value, name: &str) -> String {
    body[name]
        .as_str()
        .unwrap_or_else(|| panic!("no {name} in {body}"))
        .to_owned()
}
