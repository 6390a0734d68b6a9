//! Whether a page says that its provider takes no sign-in in an application's window. Pure: told by the URL alone, for a
//! provider's page is never looked into.

use base64::{Engine as _, engine::general_purpose::GeneralPurpose, prelude::BASE64_URL_SAFE_NO_PAD};
use url::Url;

/// The names by which providers say so, in lower case.
const NAMES: [&str; 4] = [
    // Google (OAuth 2.0 policies, "Use secure browsers"), and Microsoft after it.
    "disallowed_useragent",
    "embedded_webview_not_supported",
    "webview_not_supported",
    "unsupported_user_agent",
];
/// Longer values are no error's name.
const LONGEST: usize = 16 * 1024;
const BASE64: GeneralPurpose = BASE64_URL_SAFE_NO_PAD;

/// Whether this address is that of a refusal. Google's error page has the name inside `authError`, in Base64.
pub(crate) fn refuses_webview(url: &Url) -> bool {
    if !matches!(url.scheme(), "https" | "http") || url.as_str().len() > LONGEST {
        return false;
    }
    // A sign-in page's own address may name what it goes on to; the name of an error stands for itself.
    names(url.path().rsplit('/').next().unwrap_or_default())
        || url
            .query_pairs()
            .any(|(name, value)| is_error(&name) && (names(&value) || names_inside(&value)))
        || url.fragment().is_some_and(|fragment| {
            url::form_urlencoded::parse(fragment.as_bytes())
                .any(|(name, value)| is_error(&name) && names(&value))
        })
}

fn is_error(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.contains("error") || name == "reason"
}

fn names(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    NAMES.iter().any(|name| text.contains(name))
}

/// The same inside Base64, which holds a message whose text is the name.
fn names_inside(value: &str) -> bool {
    let plain: String = value
        .chars()
        .filter(|c| *c != '=')
        .map(|c| match c {
            '+' | ' ' => '-',
            '/' => '_',
            other => other,
        })
        .collect();
    BASE64
        .decode(plain)
        .is_ok_and(|bytes| names(&String::from_utf8_lossy(&bytes)))
}

#[cfg(test)]
mod tests {
    use base64::prelude::BASE64_STANDARD;

    use super::*;

    fn refuses(url: &str) -> bool {
        refuses_webview(&Url::parse(url).unwrap())
    }

    #[test]
    fn googles_error_page_in_both_its_forms() {
        assert!(refuses(
            "https://accounts.google.com/signin/oauth/error?error=disallowed_useragent"
        ));
        assert!(refuses(
            "https://accounts.google.com/v3/signin/rejected?reason=disallowed_useragent"
        ));
        // A protocol buffer whose first field is the name, as the page gets it.
        let message =
            b"\n\x14disallowed_useragent\x12\x36You can't sign in from this app because it doesn't comply";
        for encoded in [
            BASE64_STANDARD.encode(message),
            BASE64_URL_SAFE_NO_PAD.encode(message),
        ] {
            let mut url = Url::parse("https://accounts.google.com/signin/oauth/error/v2").unwrap();
            url.query_pairs_mut()
                .append_pair("authError", &encoded)
                .append_pair("client_id", "x");
            assert!(refuses(url.as_str()), "{url}");
        }
    }

    #[test]
    fn others_that_name_it() {
        for url in [
            "https://login.example.com/error/disallowed_useragent",
            "https://login.example.com/?error_code=WEBVIEW_NOT_SUPPORTED",
            "https://login.example.com/#error=unsupported_user_agent&state=1",
        ] {
            assert!(refuses(url), "{url}");
        }
    }

    #[test]
    fn a_sign_in_page_is_none() {
        for url in [
            "https://accounts.google.com/o/oauth2/v2/auth?client_id=x&state=disallowed_useragent",
            "https://login.example.com/?continue=https%3A%2F%2Fx%2F%3Ferror%3Ddisallowed_useragent",
            "https://login.example.com/error?error=access_denied",
            "https://login.example.com/error?authError=bm90aGluZw==",
            "about:blank",
            "data:text/html,error=disallowed_useragent",
        ] {
            assert!(!refuses(url), "{url}");
        }
    }
}
