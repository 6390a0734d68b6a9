//! Endpoints, read from a server's metadata where the connector says so (RFC 8414, OpenID Connect Discovery), and the
//! server itself from that of a protected resource (RFC 9728).

use patchbay_connector::{
    Effective, Endpoints, Metadata, MetadataError, Names, PlanBody, RequestPlan, ResourceMetadata,
};
use url::Url;

use crate::{Code, Engine, Error, http::is_loopback, send::Trust};

const LIMIT: usize = 64 * 1024;
/// RFC 9728 §3.1: before the resource's own path.
const RESOURCE: &str = "/.well-known/oauth-protected-resource";

impl Engine {
    /// The endpoints of an attempt. Templates are filled first: an unresolved name is an error before any network.
    pub(crate) async fn endpoints(
        &self,
        effective: &Effective,
        names: &Names,
        trust: &Trust,
    ) -> Result<Endpoints, Error> {
        let Some(asked) = effective.discovery_url(names)? else {
            return Ok(effective.endpoints(names, None)?);
        };
        let issuer = if effective.discovers_by_resource() {
            self.issuer_of(&asked, trust).await?
        } else {
            asked
        };
        let metadata = self.metadata(&issuer, trust).await?;
        Ok(effective.endpoints(names, Some(&metadata))?)
    }

    /// The first authorization server of a protected resource (RFC 9728 §3).
    async fn issuer_of(&self, resource: &Url, trust: &Trust) -> Result<Url, Error> {
        let read = |body: &[u8]| ResourceMetadata::parse(resource, body);
        let before = at(
            resource,
            &format!("{RESOURCE}{}", resource.path().trim_end_matches('/')),
        );
        let metadata = self.first_of(vec![before], trust, read).await?;
        let named = metadata.authorization_servers.first();
        let issuer = named.and_then(|issuer| Url::parse(issuer).ok());
        issuer
            .filter(|issuer| issuer.scheme() == "https" || is_loopback(issuer))
            .ok_or_else(|| {
                Error::new(
                    Code::ProviderError,
                    "The resource's metadata names no authorization server that may be used.",
                )
                .next("Check the server's URL, or write the endpoints into a connector of your own.")
            })
    }

    async fn metadata(&self, issuer: &Url, trust: &Trust) -> Result<Metadata, Error> {
        self.first_of(well_known(issuer), trust, |body| Metadata::parse(issuer, body))
            .await
    }

    /// The document at the first of these URLs that has one. Redirects are not followed (security A2.16).
    async fn first_of<T>(
        &self,
        urls: Vec<Url>,
        trust: &Trust,
        read: impl Fn(&[u8]) -> Result<T, MetadataError>,
    ) -> Result<T, Error> {
        let mut last = None;
        for url in urls {
            let plan = RequestPlan {
                method: "GET".to_owned(),
                url,
                headers: vec![("accept".to_owned(), "application/json".to_owned().into())],
                body: PlanBody::None,
            };
            match self.send_plan(&plan, trust, LIMIT).await {
                Ok((200, _, body)) => {
                    return read(&body).map_err(|error| {
                        Error::new(Code::ProviderError, error.to_string()).next(
                            "Check the server's URL: it must be exactly the issuer that the server names.",
                        )
                    });
                }
                Ok((status, ..)) => last = Some(format!("it answered {status}")),
                Err(error) => return Err(error),
            }
        }
        let why = last.unwrap_or_default();
        Err(Error::new(
            Code::ProviderError,
            format!("The server's metadata could not be read: {why}."),
        )
        .next("Check the server's URL, or write its endpoints into a connector of your own."))
    }
}

/// Where the metadata of an issuer may be: OpenID Connect Discovery 1.0 §4 after the path, RFC 8414 §3.1 before it.
fn well_known(issuer: &Url) -> Vec<Url> {
    let path = issuer.path().trim_end_matches('/').to_owned();
    [
        format!("{path}/.well-known/openid-configuration"),
        format!("/.well-known/oauth-authorization-server{path}"),
    ]
    .into_iter()
    .map(|path| at(issuer, &path))
    .collect()
}

fn at(url: &Url, path: &str) -> Url {
    let mut url = url.clone();
    url.set_path(path);
    url.set_query(None);
    url.set_fragment(None);
    url
}
