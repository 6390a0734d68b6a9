//! The headers and query of a call: the caller's, the connection's, and what neither may set.

use ::http::{HeaderMap, HeaderName, HeaderValue, header};
use patchbay_connector::Names;
use url::{Url, form_urlencoded};

use super::is_hop_by_hop;
use crate::{Code, Error, live::Live, send::USER_AGENT};

/// Refuses a caller's header that is ours or the transport's (security A7.2). Told, not dropped in silence.
pub(super) fn check(live: &Live, headers: &HeaderMap) -> Result<(), Error> {
    for name in headers.keys() {
        let theirs = matches!(
            name.as_str(),
            "authorization" | "host" | "cookie" | "content-length"
        ) || name.as_str().starts_with("proxy-")
            || is_hop_by_hop(name)
            || live.effective.header_carries_secret(name.as_str());
        if theirs {
            return Err(Error::new(
                Code::InvalidRequest,
                format!("The header {name} cannot be set on a call."),
            )
            .at(name.as_str())
            .next(
                "Leave it out: Patchbay sets what carries the credential and what belongs to the transport.",
            ));
        }
    }
    Ok(())
}

/// All headers of a call: the connection's, and over them the caller's.
pub(super) fn outgoing(live: &Live, names: &Names, callers: &HeaderMap) -> Result<HeaderMap, Error> {
    let mut headers = HeaderMap::new();
    headers.insert(header::USER_AGENT, HeaderValue::from_static(USER_AGENT));
    headers.insert(header::ACCEPT, HeaderValue::from_static("*/*"));
    for (name, value) in live.effective.http_headers(names)? {
        let bad = || {
            Error::new(
                Code::Misconfigured,
                format!("The header {name} has a character that no header may hold."),
            )
            .at(format!("http.headers.{name}"))
            .next("Remove the line break or special character from its value.")
        };
        let key = HeaderName::from_bytes(name.as_bytes()).map_err(|_| bad())?;
        let mut value = HeaderValue::from_str(value.expose()).map_err(|_| bad())?;
        value.set_sensitive(true);
        headers.insert(key, value);
    }
    for name in callers.keys() {
        headers.remove(name);
        for value in callers.get_all(name) {
            headers.append(name.clone(), value.clone());
        }
    }
    Ok(headers)
}

/// The URL with the connection's query parameters; one that the caller gave stays the caller's.
pub(super) fn with_query(live: &Live, names: &Names, url: &Url) -> Result<Url, Error> {
    let ours = live.effective.http_query(names)?;
    if ours.is_empty() {
        return Ok(url.clone());
    }
    let given: Vec<String> = url.query_pairs().map(|(name, _)| name.into_owned()).collect();
    let mut url = url.clone();
    let mut query = url.query().unwrap_or_default().to_owned();
    for (name, value) in ours.iter().filter(|(name, _)| !given.contains(name)) {
        if !query.is_empty() {
            query.push('&');
        }
        // A form's `+` is a space to most servers, `%20` to all.
        let pair = form_urlencoded::Serializer::new(String::new())
            .append_pair(name, value.expose())
            .finish();
        query.push_str(&pair.replace('+', "%20"));
    }
    if !query.is_empty() {
        url.set_query(Some(&query));
    }
    Ok(url)
}
