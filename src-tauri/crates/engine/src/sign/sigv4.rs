//! AWS Signature Version 4, by AWS's own library. Pure: the time comes in.

use std::time::{Duration, UNIX_EPOCH};

use ::http::{HeaderMap, HeaderName, HeaderValue};
use aws_credential_types::Credentials;
use aws_sigv4::{
    http_request::{
        PayloadChecksumKind, PercentEncodingMode, SignableBody, SignableRequest, SigningSettings,
        UriPathNormalizationMode, sign,
    },
    sign::v4,
};
use patchbay_connector::SigV4Spec;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, percent_encode};
use url::Url;

use crate::Error;

/// All but the unreserved characters of RFC 3986 §2.3, which is how AWS spells a path.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// Spells a URL as AWS does before it signs: a path may hold `(` or `:` as they are, and `+` may stand for a space, but
/// the signature knows them encoded only. It stays the same URL.
pub(crate) fn spell(url: &mut Url) {
    let path: Vec<String> = url
        .path()
        .split('/')
        .map(|segment| {
            let bytes: Vec<u8> = percent_decode_str(segment).collect();
            percent_encode(&bytes, ENCODED).to_string()
        })
        .collect();
    url.set_path(&path.join("/"));
    if let Some(query) = url.query() {
        let query = query.replace('+', "%20");
        url.set_query(Some(&query));
    }
}

/// The headers that sign a request, over those of the same name. `sent` are the others; the transport's own,
/// such as Host, are added. A streamed body is none: its hash is then not part of the signature.
///
/// # Errors
/// What the library refuses; nothing of it quotes a secret.
pub(crate) fn headers(
    spec: &SigV4Spec,
    method: &str,
    url: &Url,
    sent: &HeaderMap,
    body: Option<&[u8]>,
    now_ms: i64,
) -> Result<Vec<(HeaderName, HeaderValue)>, Error> {
    // The library's errors may quote the request: only that it failed is said.
    let failed = || Error::internal("a request could not be signed with SigV4");
    let identity = Credentials::new(
        spec.access_key.clone(),
        spec.secret_key.expose().clone(),
        spec.session_token.as_ref().map(|token| token.expose().clone()),
        None,
        "connection",
    )
    .into();
    let mut settings = SigningSettings::default();
    let unknown = body.is_none();
    // S3 encodes paths once and always wants the body's hash in a header.
    if spec.service == "s3" {
        settings.percent_encoding_mode = PercentEncodingMode::Single;
        settings.uri_path_normalization_mode = UriPathNormalizationMode::Disabled;
    }
    if spec.service == "s3" || unknown {
        settings.payload_checksum_kind = PayloadChecksumKind::XAmzSha256;
    }
    let params = v4::SigningParams::builder()
        .identity(&identity)
        .region(&spec.region)
        .name(&spec.service)
        .time(UNIX_EPOCH + Duration::from_millis(now_ms.max(0).unsigned_abs()))
        .settings(settings)
        .build()
        .map_err(|_| failed())?
        .into();
    // Whatever a proxy on the way may change stays unsigned.
    let signed = sent
        .iter()
        .filter(|(name, _)| *name == ::http::header::CONTENT_TYPE || name.as_str().starts_with("x-amz-"));
    let signed: Vec<(&str, &str)> = signed
        .filter_map(|(name, value)| Some((name.as_str(), value.to_str().ok()?)))
        .collect();
    let body = match body {
        Some(bytes) => SignableBody::Bytes(bytes),
        None => SignableBody::UnsignedPayload,
    };
    let request =
        SignableRequest::new(method, url.as_str(), signed.into_iter(), body).map_err(|_| failed())?;
    let (instructions, _) = sign(request, &params).map_err(|_| failed())?.into_parts();
    instructions
        .headers()
        .map(|(name, value)| {
            let name = HeaderName::from_bytes(name.as_bytes()).map_err(|_| failed())?;
            let mut value = HeaderValue::from_str(value).map_err(|_| failed())?;
            value.set_sensitive(true);
            Ok((name, value))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use patchbay_connector::Secret;

    use super::*;

    /// 2015-08-30T12:36:00Z, the time of AWS's test suite.
    const THEN: i64 = 1_440_938_160_000;

    fn spec() -> SigV4Spec {
        SigV4Spec {
            region: "us-east-1".to_owned(),
            service: "service".to_owned(),
            access_key: "AKIDEXAMPLE".to_owned(),
            secret_key: Secret::from("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"),
            session_token: None,
        }
    }

    fn authorization(method: &str, url: &str, sent: &HeaderMap, body: &[u8]) -> String {
        let url = Url::parse(url).unwrap();
        let headers = headers(&spec(), method, &url, sent, Some(body), THEN).unwrap();
        let (_, value) = headers.iter().find(|(name, _)| name == "authorization").unwrap();
        value.to_str().unwrap().to_owned()
    }

    /// get-vanilla, get-vanilla-query-order-key-case, post-vanilla and post-x-www-form-urlencoded of AWS's signature
    /// version 4 test suite.
    #[test]
    fn the_published_vectors() {
        let none = HeaderMap::new();
        let mut form = HeaderMap::new();
        form.insert(
            "content-type",
            HeaderValue::from_static("application/x-www-form-urlencoded"),
        );
        for (method, url, sent, body, signature) in [
            (
                "GET",
                "https://example.amazonaws.com/",
                &none,
                "",
                "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
            ),
            (
                "GET",
                "https://example.amazonaws.com/?Param2=value2&Param1=value1",
                &none,
                "",
                "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500",
            ),
            (
                "POST",
                "https://example.amazonaws.com/",
                &none,
                "",
                "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b",
            ),
            (
                "POST",
                "https://example.amazonaws.com/",
                &form,
                "Param1=value1",
                "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a",
            ),
        ] {
            let header = authorization(method, url, sent, body.as_bytes());
            assert!(
                header.contains(
                    "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request"
                ),
                "{header}"
            );
            assert!(
                header.ends_with(&format!("Signature={signature}")),
                "{method} {url}: {header}"
            );
        }
    }

    #[test]
    fn temporary_credentials_and_unknown_bodies() {
        let mut spec = spec();
        spec.session_token = Some(Secret::from("session"));
        spec.service = "s3".to_owned();
        let url = Url::parse("https://bucket.s3.amazonaws.com/a%20b").unwrap();
        let headers = headers(&spec, "PUT", &url, &HeaderMap::new(), None, THEN).unwrap();
        let value = |name: &str| {
            let found = headers.iter().find(|(known, _)| known == name);
            found.map(|(_, value)| value.to_str().unwrap())
        };
        assert_eq!(value("x-amz-security-token"), Some("session"));
        assert_eq!(value("x-amz-content-sha256"), Some("UNSIGNED-PAYLOAD"));
        assert!(value("authorization").unwrap().contains("x-amz-security-token"));
    }

    #[test]
    fn what_amazon_wants_signed_is_signed_and_nothing_else() {
        let header = |name: &'static str, value: &'static str| {
            (HeaderName::from_static(name), HeaderValue::from_static(value))
        };
        let sent = HeaderMap::from_iter([
            header("content-type", "application/x-amz-json-1.1"),
            header("x-amz-target", "Service.Ask"),
            header("user-agent", "Patchbay"),
        ]);
        let shown = authorization("POST", "https://example.amazonaws.com/", &sent, b"{}");
        assert!(
            shown.contains("SignedHeaders=content-type;host;x-amz-date;x-amz-target,"),
            "{shown}"
        );
    }

    #[test]
    fn a_url_is_spelled_as_it_is_signed() {
        for (given, spelled) in [
            ("https://a.example/", "https://a.example/"),
            (
                "https://a.example/f/arn:aws:x:y/a(1)%20é%2F/?q=a+b%2B&acl",
                "https://a.example/f/arn%3Aaws%3Ax%3Ay/a%281%29%20%C3%A9%2F/?q=a%20b%2B&acl",
            ),
        ] {
            let mut url = Url::parse(given).unwrap();
            spell(&mut url);
            assert_eq!(url.as_str(), spelled);
            spell(&mut url);
            assert_eq!(url.as_str(), spelled, "twice is once");
        }
    }
}
