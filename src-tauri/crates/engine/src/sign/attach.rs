//! What makes a request one of this connection's besides its templates: an OAuth 1 or SigV4 signature, a DPoP
//! proof.
//!
//! Called last, once method, URL, headers and body are what will be sent, and anew for every try: nonces and times are
//! used once (security A3.5, A2.14).

use ::http::{HeaderMap, HeaderValue, header};
use patchbay_connector::{AuthKind, Effective, Names, RequestPlan, Secret};
use url::{Url, form_urlencoded};

use super::{dpop::Key, oauth1, sigv4};
use crate::{
    Engine, Error,
    http::OutBody,
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
    pub(crate) url: &'a Url,
    pub(crate) headers: &'a mut HeaderMap,
    pub(crate) body: &'a OutBody,
}

impl Engine {
    /// Signs a request, where this kind of connection does.
    pub(crate) fn sign(&self, signer: Signer<'_>, request: Unsigned<'_>) -> Result<(), Error> {
        let names = signer.names;
        if let (Some(key), Some(token)) = (names.get("dpopKey"), names.get("accessToken")) {
            let key = Key::from_secret(&key.into())?;
            return self.attach_proof(request.headers, &key, request.method, request.url, &token.into());
        }
        if signer.effective.auth_kind() == AuthKind::Oauth1 {
            return self.sign_oauth1(signer, request);
        }
        if let Some(spec) = signer.effective.sigv4(names)? {
            let body = match request.body {
                OutBody::Empty => Some(&[][..]),
                OutBody::Bytes(bytes) => Some(bytes.as_ref()),
                OutBody::Stream { .. } => None,
            };
            let (method, url, sent) = (request.method, request.url, &*request.headers);
            let signed = sigv4::headers(&spec, method, url, sent, body, self.now())?;
            request.headers.extend(signed);
        }
        Ok(())
    }

    fn sign_oauth1(&self, signer: Signer<'_>, request: Unsigned<'_>) -> Result<(), Error> {
        let Some(spec) = signer.effective.oauth1(signer.names)? else {
            return Ok(());
        };
        let secret = |name: &str| signer.names.get(name).map(Secret::from);
        let credentials = oauth1::Credentials {
            client_id: signer.effective.client_id().unwrap_or_default(),
            client_secret: signer.effective.client_secret(),
            token: secret("accessToken").or_else(|| secret("token")),
            token_secret: secret("tokenSecret"),
            rsa_key: signer.effective.sign_spec(signer.names)?.map(|spec| spec.key),
        };
        let form = form_of(request.headers, request.body);
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
    pub(crate) async fn try_signed(
        &self,
        plan: &RequestPlan,
        signer: Signer<'_>,
        trust: &Trust,
        limit: usize,
    ) -> Result<(u16, HeaderMap, Vec<u8>), crate::http::HttpError> {
        let once = async || {
            let mut signed = plan.clone();
            let body = body_of(plan);
            let mut headers = HeaderMap::new();
            if let Some(kind) = content_type_of(plan) {
                headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
            }
            let request = Unsigned {
                method: &plan.method,
                url: &plan.url,
                headers: &mut headers,
                body: &body,
            };
            self.sign(signer, request)
                .map_err(|error| crate::http::HttpError::Connect(error.message))?;
            for (name, value) in &headers {
                let text = value.to_str().unwrap_or_default();
                signed
                    .headers
                    .retain(|(known, _)| !known.eq_ignore_ascii_case(name.as_str()));
                signed.headers.push((name.to_string(), text.into()));
            }
            let answer = self.try_plan(&signed, trust, limit).await?;
            self.0.dpop_nonces.keep(&plan.url, &answer.1);
            Ok::<_, crate::http::HttpError>(answer)
        };
        let answer = once().await?;
        if signer.names.get("dpopKey").is_some() && crate::dpop_nonces::wants_nonce(answer.0, &answer.1) {
            return once().await;
        }
        Ok(answer)
    }
}

/// The fields of a body that is one form, which are signed (RFC 5849 §3.4.1.3.1). A streamed body is read by nobody.
fn form_of(headers: &HeaderMap, body: &OutBody) -> Vec<(String, String)> {
    let kind = headers
        .get(header::CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok());
    let is_form = kind.is_some_and(|kind| {
        let kind = kind.split(';').next().unwrap_or_default().trim();
        kind.eq_ignore_ascii_case("application/x-www-form-urlencoded")
    });
    match body {
        OutBody::Bytes(bytes) if is_form => form_urlencoded::parse(bytes).into_owned().collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_body_that_is_one_form_is_signed() {
        let body = OutBody::Bytes("a=b+c&d=%26".into());
        let typed = |kind: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
            form_of(&headers, &body)
        };
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        assert_eq!(
            typed("application/x-www-form-urlencoded; charset=utf-8"),
            [pair("a", "b c"), pair("d", "&")]
        );
        assert!(typed("application/json").is_empty());
        assert!(typed("multipart/form-data").is_empty());
        assert!(form_of(&HeaderMap::new(), &body).is_empty());
    }
}
