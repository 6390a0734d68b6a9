//! What makes a request one of this connection's besides its templates: an OAuth 1 or SigV4 signature, a DPoP
//! proof.
//!
//! Called last, once method, URL, headers and body are what will be sent, and anew for every try: nonces and times are
//! used once (security A3.5, A2.14).

use ::http::{HeaderMap, HeaderName, HeaderValue, header};
use patchbay_connector::{AuthKind, Effective, Names, RequestPlan, Secret, Signature};
use url::{Url, form_urlencoded};

use super::{dpop::Key, oauth1, sigv4};
use crate::{
    Code, Engine, Error,
    http::{HttpError, OutBody},
    send::{Trust, body_of, content_type_of},
};

/// Whose request it is.
#[derive(Clone, Copy)]
pub(crate) struct Signer<'a> {
    /// The parameters in force.
    pub(crate) effective: &'a Effective,
    /// With the tokens and what signs.
    pub(crate) names: &'a Names,
}

/// A request as it is about to be sent.
pub(crate) struct Unsigned<'a> {
    pub(crate) method: &'a str,
    /// Written as the signature wants it: SigV4 knows one spelling of a URL only.
    pub(crate) url: &'a mut Url,
    pub(crate) headers: &'a mut HeaderMap,
    pub(crate) body: &'a OutBody,
}

impl Engine {
    /// Signs a request, where this kind of connection does.
    ///
    /// # Errors
    /// A value or key that is missing or cannot be read, and a request that cannot be signed so.
    pub(crate) fn sign(&self, signer: Signer<'_>, mut request: Unsigned<'_>) -> Result<(), Error> {
        let names = signer.names;
        if let (Some(key), Some(token)) = (names.get("dpopKey"), names.get("accessToken")) {
            let key = Key::from_secret(&key.into())?;
            return self.attach_proof(request.headers, &key, request.method, request.url, &token.into());
        }
        if signer.effective.auth_kind() == AuthKind::Oauth1 {
            return self.sign_oauth1(signer, &mut request);
        }
        if let Some(spec) = signer.effective.sigv4(names)? {
            let body = match request.body {
                OutBody::Empty => Some(&[][..]),
                OutBody::Bytes(bytes) => Some(bytes.as_ref()),
                OutBody::Stream { .. } => None,
            };
            sigv4::spell(request.url);
            let (method, url, sent) = (request.method, &*request.url, &*request.headers);
            for (name, value) in sigv4::headers(&spec, method, url, sent, body, self.now())? {
                request.headers.insert(name, value);
            }
        }
        Ok(())
    }

    fn sign_oauth1(&self, signer: Signer<'_>, request: &mut Unsigned<'_>) -> Result<(), Error> {
        let Some(spec) = signer.effective.oauth1(signer.names)? else {
            return Ok(());
        };
        let secret = |name: &str| signer.names.get(name).map(Secret::from);
        let credentials = oauth1::Credentials {
            // The client that got the token, which need not be the integration's any more (see `Live::names`).
            client_id: signer
                .names
                .get("clientId")
                .map(str::to_owned)
                .unwrap_or_default(),
            client_secret: secret("clientSecret"),
            token: secret("accessToken").or_else(|| secret("token")),
            token_secret: secret("tokenSecret"),
            rsa_key: signer.effective.sign_spec(signer.names)?.map(|spec| spec.key),
        };
        let form = match form_of(request.headers, request.body) {
            Some(form) => form,
            // A signature of PLAINTEXT covers nothing of the request.
            None if spec.signature == Signature::Plaintext => Vec::new(),
            None => return Err(unread_form()),
        };
        let signed = oauth1::authorization_header(
            oauth1::Request {
                method: request.method,
                url: request.url,
                form: &form,
            },
            &credentials,
            oauth1::How {
                signature: spec.signature,
                realm: spec.realm.as_deref(),
                further: &[],
                nonce: &oauth1::nonce()?,
                timestamp_s: self.now().div_euclid(1000),
            },
        )?;
        let mut value = HeaderValue::try_from(signed.expose().as_str()).map_err(Error::internal)?;
        value.set_sensitive(true);
        request.headers.insert(header::AUTHORIZATION, value);
        Ok(())
    }

    /// A planned request of a connection (test, discover) with its signature, and once more where a server wants its
    /// nonce in a proof.
    ///
    /// # Errors
    /// Outside, what [`Engine::sign`] refuses: nothing was sent. Inside, why no answer came.
    pub(crate) async fn try_signed(
        &self,
        plan: &RequestPlan,
        signer: Signer<'_>,
        trust: &Trust,
        limit: usize,
    ) -> Result<Result<(u16, HeaderMap, Vec<u8>), HttpError>, Error> {
        let once = async || {
            let signed = self.signed(plan, signer)?;
            let answer = self.try_plan(&signed, trust, limit).await;
            if let Ok((_, headers, _)) = &answer {
                self.0.dpop_nonces.keep(&plan.url, headers);
            }
            Ok::<_, Error>(answer)
        };
        let answer = once().await?;
        if let Ok((status, headers, _)) = &answer
            && signer.names.get("dpopKey").is_some()
            && crate::dpop_nonces::wants_nonce(*status, headers)
        {
            return once().await;
        }
        Ok(answer)
    }

    /// The plan with all its headers and its signature.
    fn signed(&self, plan: &RequestPlan, signer: Signer<'_>) -> Result<RequestPlan, Error> {
        let mut headers = headers_of(plan)?;
        let mut signed = plan.clone();
        let request = Unsigned {
            method: &plan.method,
            url: &mut signed.url,
            headers: &mut headers,
            body: &body_of(plan),
        };
        self.sign(signer, request)?;
        signed.headers.clear();
        for (name, value) in &headers {
            let text = value.to_str().map_err(|_| bad_header(name.as_str()))?;
            signed.headers.push((name.to_string(), text.into()));
        }
        Ok(signed)
    }
}

/// A plan's headers, which a signature may cover; its own type of content goes before the usual one.
fn headers_of(plan: &RequestPlan) -> Result<HeaderMap, Error> {
    let mut headers = HeaderMap::new();
    for (name, value) in &plan.headers {
        let bad = || bad_header(name);
        let key = HeaderName::from_bytes(name.as_bytes()).map_err(|_| bad())?;
        headers.append(key, HeaderValue::from_str(value.expose()).map_err(|_| bad())?);
    }
    if let Some(kind) = content_type_of(plan) {
        headers
            .entry(header::CONTENT_TYPE)
            .or_insert(HeaderValue::from_static(kind));
    }
    Ok(headers)
}

fn bad_header(name: &str) -> Error {
    Error::new(
        Code::Misconfigured,
        format!("The header {name} has a character that no header may hold."),
    )
    .at(format!("http.headers.{name}"))
    .next("Remove the line break or special character from its value.")
}

fn unread_form() -> Error {
    Error::new(
        Code::InvalidRequest,
        "Nothing was sent: the fields of a form are part of an OAuth 1 signature, and this form is too long to be read first.",
    )
    .at("body")
    .next("Send the form with a Content-Length of at most 1 MiB, or the data as another type than a form.")
}

/// The fields of a body that is one form, which are signed (RFC 5849 §3.4.1.3.1); none of any other body. `None` for a
/// form that is streamed: its fields are not known yet.
fn form_of(headers: &HeaderMap, body: &OutBody) -> Option<Vec<(String, String)>> {
    let kind = headers
        .get(header::CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok());
    let is_form = kind.is_some_and(|kind| {
        let kind = kind.split(';').next().unwrap_or_default().trim();
        kind.eq_ignore_ascii_case("application/x-www-form-urlencoded")
    });
    match body {
        OutBody::Bytes(bytes) if is_form => Some(form_urlencoded::parse(bytes).into_owned().collect()),
        OutBody::Stream { .. } if is_form => None,
        _ => Some(Vec::new()),
    }
}

#[cfg(test)]
mod tests {
    use futures_util::{StreamExt as _, stream};
    use patchbay_connector::PlanBody;

    use super::*;

    fn typed(kind: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(header::CONTENT_TYPE, HeaderValue::from_static(kind))])
    }

    #[test]
    fn only_a_body_that_is_one_form_is_signed() {
        let body = OutBody::Bytes("a=b+c&d=%26".into());
        let fields = |headers: &HeaderMap| form_of(headers, &body).unwrap();
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        assert_eq!(
            fields(&typed("application/x-www-form-urlencoded; charset=utf-8")),
            [pair("a", "b c"), pair("d", "&")]
        );
        assert!(fields(&typed("application/json")).is_empty());
        assert!(fields(&typed("multipart/form-data; boundary=x")).is_empty());
        assert!(fields(&HeaderMap::new()).is_empty());
    }

    #[test]
    fn a_form_that_nobody_has_read_is_not_signed_as_an_empty_one() {
        let streamed = || OutBody::Stream {
            pieces: stream::empty().boxed(),
            length: None,
        };
        assert!(form_of(&typed("application/x-www-form-urlencoded"), &streamed()).is_none());
        assert_eq!(form_of(&typed("application/json"), &streamed()), Some(Vec::new()));
    }

    #[test]
    fn a_plans_own_type_of_content_stays_and_its_headers_are_there_to_be_signed() {
        let plan = |headers: Vec<(String, Secret<String>)>| RequestPlan {
            method: "POST".to_owned(),
            url: Url::parse("https://api.example/").unwrap(),
            headers,
            body: PlanBody::Json("{}".into()),
        };
        let own = headers_of(&plan(vec![
            ("Content-Type".to_owned(), "application/x-amz-json-1.1".into()),
            ("X-Amz-Target".to_owned(), "Service.Ask".into()),
        ]))
        .unwrap();
        assert_eq!(own["content-type"], "application/x-amz-json-1.1");
        assert_eq!(own["x-amz-target"], "Service.Ask");
        assert_eq!(
            headers_of(&plan(Vec::new())).unwrap()["content-type"],
            "application/json"
        );
        let broken = vec![("X-Name".to_owned(), "a\nb".into())];
        assert_eq!(headers_of(&plan(broken)).unwrap_err().code, Code::Misconfigured);
    }
}
