//! Where a call goes: the base URL and a path, joined by one parser, which also dials (security A7.1).

use ::http::header;
use patchbay_connector::Origin;
use url::Url;

use crate::{Code, Error, http::Incoming};

/// Joins a path to a base URL; an absolute URL stands for itself. The caller checks the origin of the result.
pub(crate) fn join(base: &Url, path: &str) -> Result<Url, Error> {
    // The WHATWG parser strips tabs and newlines and turns \ into /: such a path was not meant as it would be read.
    if path.chars().any(|c| c.is_control() || c == '\\') {
        return Err(invalid("The path has a backslash or a control character."));
    }
    let url = if let Some(absolute) = absolute(path) {
        Url::parse(&absolute).map_err(|_| invalid("The address is not a URL."))?
    } else {
        let mut url = base.clone();
        let (path, query) = path
            .split_once('?')
            .map_or((path, None), |(path, query)| (path, Some(query)));
        let below = format!(
            "{}/{}",
            base.path().trim_end_matches('/'),
            path.trim_start_matches('/')
        );
        // A path given to the parser as a path stays one: `//host` cannot become a host here.
        url.set_path(if path.is_empty() { base.path() } else { &below });
        url.set_query(query.filter(|query| !query.is_empty()));
        url.set_fragment(None);
        url
    };
    if !url.username().is_empty() || url.password().is_some() {
        return Err(invalid("An address with a user name is not called."));
    }
    if url.path().split('/').any(|part| part == "..") || !matches!(url.scheme(), "http" | "https") {
        return Err(invalid("Only http and https addresses are called."));
    }
    Ok(url)
}

/// An absolute http(s) URL; some routers make `https:/host` of it.
fn absolute(path: &str) -> Option<String> {
    let trimmed = path.trim_start_matches('/');
    let (scheme, rest) = trimmed.split_once(':')?;
    let scheme = scheme.to_ascii_lowercase();
    (matches!(scheme.as_str(), "http" | "https") && rest.starts_with('/'))
        .then(|| format!("{scheme}://{}", rest.trim_start_matches('/')))
}

/// Where an answer redirects to, if it does and stays on its origin; everything else is the caller's to see.
pub(crate) fn redirect(answer: &Incoming, from: &Url, origin: &Origin) -> Option<Url> {
    if !matches!(answer.status, 301 | 302 | 303 | 307 | 308) {
        return None;
    }
    let location = answer.headers.get(header::LOCATION)?.to_str().ok()?;
    let next = from.join(location).ok()?;
    let same =
        Origin::of(&next).as_ref() == Some(origin) && next.username().is_empty() && next.password().is_none();
    same.then_some(next)
}

fn invalid(message: &str) -> Error {
    Error::new(Code::InvalidRequest, message)
        .at("path")
        .next("Give a path under the connection's base URL, such as /v1/contacts, or an https URL.")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(base: &str, path: &str) -> String {
        join(&Url::parse(base).unwrap(), path).unwrap().to_string()
    }

    #[test]
    fn paths_go_below_the_base() {
        assert_eq!(
            joined("https://api.example.com/v2", "/me?x=1"),
            "https://api.example.com/v2/me?x=1"
        );
        assert_eq!(
            joined("https://api.example.com/v2/", "me"),
            "https://api.example.com/v2/me"
        );
        assert_eq!(joined("https://api.example.com", ""), "https://api.example.com/");
        assert_eq!(
            joined("https://api.example.com", "//evil.example/x"),
            "https://api.example.com/evil.example/x"
        );
        assert_eq!(
            joined("https://api.example.com", "@evil.example"),
            "https://api.example.com/@evil.example"
        );
        assert_eq!(
            joined("https://api.example.com", "a b"),
            "https://api.example.com/a%20b"
        );
    }

    #[test]
    fn absolute_urls_stand_for_themselves() {
        assert_eq!(
            joined("https://api.example.com", "https://other.example/x"),
            "https://other.example/x"
        );
        assert_eq!(
            joined("https://api.example.com", "/https:/other.example/x"),
            "https://other.example/x"
        );
        assert_eq!(
            joined("https://api.example.com", "HTTPS://OTHER.example"),
            "https://other.example/"
        );
    }

    #[test]
    fn tricks_are_refused() {
        let base = Url::parse("https://api.example.com").unwrap();
        for path in [
            "\\\\evil.example",
            "/a\tb",
            "/a\nb",
            "https://me@evil.example/",
            "https://user:x@api.example.com/",
        ] {
            assert!(join(&base, path).is_err(), "{path:?}");
        }
        assert_eq!(
            joined("https://api.example.com/v1", "../../admin"),
            "https://api.example.com/admin"
        );
    }
}
