//! Endpoints, read from a server's metadata where the connector says so (RFC 8414, OpenID Connect Discovery).

use patchbay_connector::{Effective, Endpoints, Metadata, Names, PlanBody, RequestPlan};
use url::Url;

use crate::{Code, Engine, Error, send::Trust};

const LIMIT: usize = 64 * 1024;

impl Engine {
    /// The endpoints of an attempt. Templates are filled first: an unresolved name is an error before any network.
    pub(crate) async fn endpoints(
        &self,
        effective: &Effective,
        names: &Names,
        trust: &Trust,
    ) -> Result<Endpoints, Error> {
        let Some(issuer) = effective.discovery_url(names)? else {
            return Ok(effective.endpoints(names, None)?);
        };
        let metadata = self.metadata(&issuer, trust).await?;
        Ok(effective.endpoints(names, Some(&metadata))?)
    }

    async fn metadata(&self, issuer: &Url, trust: &Trust) -> Result<Metadata, Error> {
        let mut last = None;
        for url in well_known(issuer) {
            let plan = RequestPlan {
                method: "GET".to_owned(),
                url,
                headers: vec![("accept".to_owned(), "application/json".to_owned().into())],
                body: PlanBody::None,
            };
            match self.send_plan(&plan, trust, LIMIT).await {
                Ok((200, _, body)) => {
                    return Metadata::parse(issuer, &body).map_err(|error| {
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
    .map(|path| {
        let mut url = issuer.clone();
        url.set_path(&path);
        url.set_query(None);
        url.set_fragment(None);
        url
    })
    .collect()
}
