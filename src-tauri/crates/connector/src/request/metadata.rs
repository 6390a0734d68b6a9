//! Authorization server metadata (OpenID Connect Discovery 1.0 §3, RFC 8414 §2).

use serde::{Deserialize, Serialize};
use url::Url;

use crate::templates::usable;

const MAX_BYTES: usize = 64 * 1024;

/// The host of endpoints that nobody has read yet; `.invalid` is nobody's (RFC 2606 §2).
pub(super) const UNREAD: &str = "not-read-yet.invalid";

/// What an authorization server says about itself. Every endpoint is https, or http on loopback.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Metadata {
    /// The issuer, identical to what was asked.
    pub issuer: String,
    /// Where users authorise.
    pub authorization_endpoint: Option<Url>,
    /// Where tokens are.
    pub token_endpoint: Option<Url>,
    /// Where tokens are revoked (RFC 7009).
    pub revocation_endpoint: Option<Url>,
    /// Who the user is.
    pub userinfo_endpoint: Option<Url>,
    /// Where a client registers itself (RFC 7591).
    pub registration_endpoint: Option<Url>,
    /// Where a device asks for its code (RFC 8628).
    pub device_authorization_endpoint: Option<Url>,
    /// How a client may authenticate; without it `client_secret_basic` (RFC 8414 §2).
    pub token_endpoint_auth_methods_supported: Option<Vec<String>>,
    /// The forms of code challenge.
    pub code_challenge_methods_supported: Option<Vec<String>>,
    /// Where authorization requests are pushed (RFC 9126 §5).
    pub pushed_authorization_request_endpoint: Option<Url>,
    /// Whether they must be (RFC 9126 §5).
    #[serde(default)]
    pub require_pushed_authorization_requests: bool,
    /// With what DPoP proofs may be signed (RFC 9449 §5.1).
    pub dpop_signing_alg_values_supported: Option<Vec<String>>,
    /// The scopes that there are.
    pub scopes_supported: Option<Vec<String>>,
    /// Whether callbacks carry `iss` (RFC 9207 §3).
    #[serde(default)]
    pub authorization_response_iss_parameter_supported: bool,
}

/// Why metadata was discarded.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MetadataError {
    /// No JSON object, or one with a field of the wrong type.
    #[error(
        "The server's metadata cannot be read: {0}. Check that the server URL is that of an OpenID Connect or OAuth 2 server."
    )]
    Malformed(String),
    /// More than 64 KiB.
    #[error("The server's metadata is larger than 64 KiB and was not read. Check the server URL.")]
    TooLarge,
    /// RFC 8414 §3.3, OpenID Connect Discovery §4.3.
    #[error(
        "The server calls itself \"{said}\", but \"{asked}\" was asked. Set the server URL to exactly what it calls itself."
    )]
    Issuer {
        /// What was asked.
        asked: String,
        /// What it says.
        said: String,
    },
    /// An endpoint that is neither https nor on loopback.
    #[error("The server's metadata names a {field} that may not be used: {reason}.")]
    Endpoint {
        /// The field.
        field: String,
        /// Why.
        reason: String,
    },
}

impl Metadata {
    /// What stands for an issuer's metadata in a dry run, which asks nobody. Its endpoints are shown as words.
    pub fn not_read_yet(issuer: &Url) -> Self {
        let endpoint = |what: &str| Url::parse(&format!("https://{UNREAD}/{what}")).ok();
        Self {
            issuer: issuer.to_string(),
            authorization_endpoint: endpoint("authorization-endpoint"),
            token_endpoint: endpoint("token-endpoint"),
            revocation_endpoint: None,
            userinfo_endpoint: None,
            registration_endpoint: None,
            device_authorization_endpoint: endpoint("device-authorization-endpoint"),
            token_endpoint_auth_methods_supported: None,
            code_challenge_methods_supported: None,
            pushed_authorization_request_endpoint: None,
            require_pushed_authorization_requests: false,
            dpop_signing_alg_values_supported: None,
            scopes_supported: None,
            authorization_response_iss_parameter_supported: false,
        }
    }

    /// Reads metadata and checks that it speaks for the issuer that was asked.
    ///
    /// # Errors
    /// See [`MetadataError`]; the metadata is then not to be used.
    pub fn parse(issuer_asked: &Url, body: &[u8]) -> Result<Self, MetadataError> {
        if body.len() > MAX_BYTES {
            return Err(MetadataError::TooLarge);
        }
        let metadata: Self =
            serde_json::from_slice(body).map_err(|error| MetadataError::Malformed(error.to_string()))?;
        if !same(issuer_asked, &metadata.issuer) {
            return Err(MetadataError::Issuer {
                asked: issuer_asked.to_string(),
                said: metadata.issuer.chars().take(200).collect(),
            });
        }
        let endpoints = [
            ("authorization_endpoint", &metadata.authorization_endpoint),
            ("token_endpoint", &metadata.token_endpoint),
            ("revocation_endpoint", &metadata.revocation_endpoint),
            ("userinfo_endpoint", &metadata.userinfo_endpoint),
            ("registration_endpoint", &metadata.registration_endpoint),
            (
                "device_authorization_endpoint",
                &metadata.device_authorization_endpoint,
            ),
            (
                "pushed_authorization_request_endpoint",
                &metadata.pushed_authorization_request_endpoint,
            ),
        ];
        for (field, url) in endpoints {
            if let Some(Err(reason)) = url.as_ref().map(usable) {
                return Err(MetadataError::Endpoint {
                    field: field.to_owned(),
                    reason,
                });
            }
        }
        Ok(metadata)
    }
}

/// What a protected resource says about itself (RFC 9728 §2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResourceMetadata {
    /// The resource, identical to what was asked (§3.3).
    pub resource: String,
    /// The issuers of its authorization servers.
    #[serde(default)]
    pub authorization_servers: Vec<String>,
    /// The scopes that there are.
    pub scopes_supported: Option<Vec<String>>,
}

impl ResourceMetadata {
    /// Reads metadata and checks that it speaks for the resource that was asked.
    ///
    /// # Errors
    /// See [`MetadataError`]; the metadata is then not to be used.
    pub fn parse(resource_asked: &Url, body: &[u8]) -> Result<Self, MetadataError> {
        if body.len() > MAX_BYTES {
            return Err(MetadataError::TooLarge);
        }
        let metadata: Self =
            serde_json::from_slice(body).map_err(|error| MetadataError::Malformed(error.to_string()))?;
        if same(resource_asked, &metadata.resource) {
            Ok(metadata)
        } else {
            Err(MetadataError::Issuer {
                asked: resource_asked.to_string(),
                said: metadata.resource.chars().take(200).collect(),
            })
        }
    }
}

/// A URL with no path is written with a slash by `Url`, and usually without one by the server.
fn same(asked: &Url, said: &str) -> bool {
    said == asked.as_str() || (asked.path() == "/" && format!("{said}/") == asked.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(asked: &str, body: &str) -> Result<Metadata, MetadataError> {
        Metadata::parse(&Url::parse(asked).unwrap(), body.as_bytes())
    }

    #[test]
    fn reads_what_a_server_says() {
        let body = r#"{"issuer":"https://id.example","authorization_endpoint":"https://id.example/auth","token_endpoint":"https://id.example/token","authorization_response_iss_parameter_supported":true,"x":1}"#;
        let metadata = parse("https://id.example", body).unwrap();
        assert!(metadata.authorization_response_iss_parameter_supported);
        assert_eq!(metadata.token_endpoint.unwrap().path(), "/token");
    }

    #[test]
    fn the_issuer_must_be_the_one_asked() {
        for (asked, said) in [
            ("https://id.example/a", "https://id.example/a/"),
            ("https://id.example", "https://evil.example"),
            ("https://id.example/a", "https://id.example"),
        ] {
            let body = format!(r#"{{"issuer":"{said}"}}"#);
            assert!(
                matches!(parse(asked, &body), Err(MetadataError::Issuer { .. })),
                "{asked} {said}"
            );
        }
    }

    #[test]
    fn refuses_what_it_cannot_trust() {
        let body = r#"{"issuer":"https://id.example","token_endpoint":"http://id.example/token"}"#;
        assert!(matches!(
            parse("https://id.example", body),
            Err(MetadataError::Endpoint { .. })
        ));
        assert!(matches!(
            parse("https://id.example", "<html>"),
            Err(MetadataError::Malformed(_))
        ));
        assert!(matches!(
            parse("https://id.example", &" ".repeat(70_000)),
            Err(MetadataError::TooLarge)
        ));
    }
}
